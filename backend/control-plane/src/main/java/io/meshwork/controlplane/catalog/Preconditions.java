package io.meshwork.controlplane.catalog;

import io.meshwork.model.MeshException;
import io.meshwork.model.Name;
import org.jspecify.annotations.Nullable;

/** Whether a change may be made to the state that it meets. */
final class Preconditions {
  private Preconditions() {}

  static void check(Precondition precondition, Name name, @Nullable Resource before) {
    String label = Kinds.label(Kinds.of(name));
    switch (precondition) {
      case Precondition.None _ -> {}
      case Precondition.CreateOnly _ -> {
        if (before != null) {
          throw failed("%s '%s' exists already.".formatted(label, name));
        }
      }
      case Precondition.IfMatch(String etag) -> {
        if (before == null) {
          throw failed("%s '%s' does not exist any more.".formatted(label, name));
        }
        if (!etag.equals("*") && !etag.equals(before.etag())) {
          throw failed(
              "%s '%s' was changed at %s by '%s' and is now %s, not %s: read it again."
                  .formatted(
                      label, name, before.changedAt(), before.changedBy(), before.etag(), etag));
        }
      }
    }
  }

  private static MeshException failed(String message) {
    return new MeshException(CatalogError.PRECONDITION_FAILED, message);
  }
}
