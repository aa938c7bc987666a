package io.meshwork.console.broker;

import io.meshwork.console.part.Pulse;
import io.meshwork.controlplane.access.Permissions;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.deployment.discovery.Discovery;
import io.meshwork.deployment.observation.BrokerHealth;
import io.meshwork.transport.spi.Transports;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** The services behind brokers and regions. */
@Component
record RoomsOfBrokers(
    Catalog catalog,
    BrokerHealth health,
    Discovery discovery,
    Transports transports,
    Permissions permissions,
    Pulse pulse,
    Clock clock) {}
