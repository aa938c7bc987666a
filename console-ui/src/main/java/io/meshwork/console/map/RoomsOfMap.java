package io.meshwork.console.map;

import io.meshwork.console.part.Pulse;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.monitoring.Monitoring;
import io.meshwork.deployment.observation.BrokerHealth;
import org.springframework.stereotype.Component;

/** The services that the map shows. */
@Component
record RoomsOfMap(Catalog catalog, Monitoring monitoring, BrokerHealth health, Pulse pulse) {}
