package io.meshwork.model.catalog;

import io.meshwork.model.MeshException;
import io.meshwork.model.ModelError;
import java.time.Instant;

/**
 * A time in which nothing but forced changes deploy.
 *
 * @param from start, inclusive
 * @param until end, exclusive
 * @param reason shown to whom it stops
 */
public record FreezeWindow(Instant from, Instant until, String reason) {
  /** Refuses a window that ends before it starts. */
  public FreezeWindow {
    if (!from.isBefore(until)) {
      throw new MeshException(
          ModelError.INVALID_VALUE,
          "A freeze window runs from %s until %s: it must end after it starts."
              .formatted(from, until));
    }
  }
}
