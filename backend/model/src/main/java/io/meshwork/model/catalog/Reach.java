package io.meshwork.model.catalog;

import io.meshwork.model.MeshException;
import io.meshwork.model.ModelError;
import io.meshwork.model.RegionName;

/**
 * Another region that this one can dial.
 *
 * @param region the region that can be dialled
 * @param cost summed along a path; the cheapest wins, ties by name
 */
public record Reach(RegionName region, int cost) {
  /** Refuses a cost below 1. */
  public Reach {
    if (cost < 1) {
      throw new MeshException(
          ModelError.INVALID_VALUE,
          "The cost of reaching region '%s' is %d; it must be at least 1.".formatted(region, cost));
    }
  }
}
