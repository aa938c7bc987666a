package io.meshwork.deployment.execution;

import io.meshwork.transport.spi.Outcome;

/** Where manifests are kept. */
@FunctionalInterface
public interface ManifestSwitch {
  /**
   * Makes the change and raises the manifest's revision, or finds it made already. A conflict where
   * a link is neither as the plan saw it nor as it shall be.
   */
  Outcome apply(Step.Switch step);
}
