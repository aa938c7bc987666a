package io.meshwork.deployment.execution;

import io.meshwork.model.BrokerName;
import io.meshwork.transport.spi.Deployer;

/** Opens deployers. */
@FunctionalInterface
public interface DeployerSource {
  /** A deployer of its own for the caller, who closes it. */
  Deployer open(BrokerName broker);
}
