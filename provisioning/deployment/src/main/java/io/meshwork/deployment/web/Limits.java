package io.meshwork.deployment.web;

import io.meshwork.controlplane.catalog.CatalogError;
import io.meshwork.controlplane.catalog.ResourceQuery;
import io.meshwork.model.MeshException;

/** How much one page holds. */
final class Limits {
  private Limits() {}

  /** Refuses what is not allowed. */
  static int check(int limit) {
    if (limit < 1 || limit > ResourceQuery.MAX_LIMIT) {
      throw new MeshException(
          CatalogError.INVALID_QUERY,
          "limit is %d; it must be between 1 and %d.".formatted(limit, ResourceQuery.MAX_LIMIT));
    }
    return limit;
  }
}
