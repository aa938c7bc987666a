package io.meshwork.transport.spi;

import io.meshwork.model.InstallationId;

/** Whose a resource is. */
public sealed interface Ownership {
  /** Ours: our mark carries its identity. */
  record Ours() implements Ownership {}

  /** We meant to make it and never wrote that we had: made by us if nobody else did. */
  record Intended() implements Ownership {}

  /** Nobody's mark carries its identity: made by others, or made anew by them. */
  record Foreign() implements Ownership {}

  /** Another Meshwork installation's. */
  record Other(InstallationId installation) implements Ownership {}
}
