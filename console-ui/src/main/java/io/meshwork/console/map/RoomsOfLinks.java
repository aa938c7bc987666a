package io.meshwork.console.map;

import io.meshwork.console.part.Pulse;
import io.meshwork.controlplane.monitoring.Monitoring;
import io.meshwork.deployment.deadletter.DeadLetters;
import io.meshwork.deployment.position.LinkPositions;
import io.meshwork.deployment.verify.Repairs;
import io.meshwork.deployment.verify.Standings;
import io.meshwork.deployment.verify.Verification;
import org.springframework.stereotype.Component;

/** The services that a link's page shows. */
@Component
record RoomsOfLinks(
    Monitoring monitoring,
    Verification verification,
    LinkPositions positions,
    DeadLetters deadLetters,
    Repairs repairs,
    Standings standings,
    Pulse pulse) {}
