package io.meshwork.deployment.store;

import io.meshwork.api.DeploymentDocument;
import java.util.UUID;

/**
 * A deployment as kept.
 *
 * @param number rises with every deployment
 * @param version rises with every change of it or its steps
 */
public record StoredDeployment(long number, long version, DeploymentDocument document) {
  /** Which. */
  public UUID id() {
    return document.id();
  }

  /** Of which plan. */
  public UUID plan() {
    return document.plan();
  }
}
