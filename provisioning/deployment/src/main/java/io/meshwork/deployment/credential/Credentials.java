package io.meshwork.deployment.credential;

import io.meshwork.controlplane.access.Actor;
import io.meshwork.model.ApplicationName;
import io.meshwork.model.BrokerName;
import io.meshwork.transport.spi.Credential;

/** Makes credentials of applications' principals. Thread safe. */
public interface Credentials {
  /**
   * Makes, or makes anew, the credential of the application's principal on a broker. The secret is
   * in the answer and nowhere else; one made before ends. Audited without the secret.
   *
   * @throws io.meshwork.model.MeshException {@link
   *     io.meshwork.deployment.DeploymentError#NO_CREDENTIAL}, an access error, or how the broker
   *     failed
   */
  Credential issue(Actor actor, ApplicationName application, BrokerName broker);
}
