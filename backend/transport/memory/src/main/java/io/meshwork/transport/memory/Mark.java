package io.meshwork.transport.memory;

import io.meshwork.model.InstallationId;
import io.meshwork.transport.spi.Identity;
import io.meshwork.transport.spi.Ownership;
import org.jspecify.annotations.Nullable;

/**
 * Whose a resource is.
 *
 * @param identity of the resource made, {@code null}: only meant to be made
 */
record Mark(InstallationId installation, @Nullable Identity identity) {
  /** What the mark, if any, says to an installation about what is there. */
  static Ownership read(@Nullable Mark mark, Identity there, InstallationId reader) {
    if (mark == null) {
      return new Ownership.Foreign();
    }
    boolean ours = mark.installation().equals(reader);
    if (mark.identity() == null) {
      return ours ? new Ownership.Intended() : new Ownership.Other(mark.installation());
    }
    if (!mark.identity().equals(there)) {
      return new Ownership.Foreign();
    }
    return ours ? new Ownership.Ours() : new Ownership.Other(mark.installation());
  }
}
