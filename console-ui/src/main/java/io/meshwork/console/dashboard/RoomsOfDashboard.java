package io.meshwork.console.dashboard;

import io.meshwork.console.part.Pulse;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.monitoring.Monitoring;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** The services that the dashboard shows. */
@Component
record RoomsOfDashboard(Catalog catalog, Monitoring monitoring, Pulse pulse, Clock clock) {}
