package io.meshwork.deployment.installation;

import io.meshwork.model.InstallationId;

/** Who this installation is: made once, the same for all its control planes. Thread safe. */
public interface Installation {
  /** Its id, which ownership marks carry. */
  InstallationId id();
}
