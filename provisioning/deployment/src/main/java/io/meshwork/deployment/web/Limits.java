package io.meshwork.deployment.web;

import io.meshwork.controlplane.catalog.ResourceQuery;

/** How much one page holds. */
final class Limits {
  private Limits() {}

  /** Brought into what is allowed. */
  static int check(int limit) {
    return Math.clamp(limit, 1, ResourceQuery.MAX_LIMIT);
  }
}
