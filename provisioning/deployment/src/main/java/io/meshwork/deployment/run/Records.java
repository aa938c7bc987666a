package io.meshwork.deployment.run;

import io.meshwork.deployment.store.AppliedResources;
import io.meshwork.deployment.store.DeploymentStore;
import io.meshwork.deployment.store.PlanStore;
import org.springframework.transaction.support.TransactionTemplate;

/** What deployments are written down in. */
record Records(
    PlanStore plans,
    DeploymentStore deployments,
    AppliedResources applied,
    TransactionTemplate transaction) {}
