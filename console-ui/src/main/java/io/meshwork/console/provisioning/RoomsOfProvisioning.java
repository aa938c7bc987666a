package io.meshwork.console.provisioning;

import io.meshwork.console.part.Pulse;
import io.meshwork.controlplane.access.Permissions;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.catalog.CatalogHistory;
import io.meshwork.controlplane.registry.Promotions;
import io.meshwork.deployment.DeploymentProperties;
import io.meshwork.deployment.drift.Drift;
import io.meshwork.deployment.drift.DriftRemedies;
import io.meshwork.deployment.plan.Plans;
import io.meshwork.deployment.route.Routes;
import io.meshwork.deployment.run.Deployments;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** The services behind plans, deployments and drift. */
@Component
record RoomsOfProvisioning(
    Catalog catalog,
    CatalogHistory history,
    Promotions promotions,
    Plans plans,
    Deployments deployments,
    Drift drift,
    DriftRemedies remedies,
    Routes routes,
    Permissions permissions,
    DeploymentProperties limits,
    Pulse pulse,
    Clock clock) {}
