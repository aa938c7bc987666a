package io.meshwork.controlplane.catalog;

import io.meshwork.model.catalog.SubscriptionLife;
import io.meshwork.model.catalog.SubscriptionSpec;

/** A subscription that waits, or goes on. */
final class Lives {
  private Lives() {}

  static SubscriptionSpec with(SubscriptionSpec spec, SubscriptionLife life) {
    return new SubscriptionSpec(
        spec.application(),
        spec.eventTypes(),
        spec.filter(),
        spec.reads(),
        spec.transform(),
        spec.at(),
        spec.delivery(),
        spec.rate(),
        spec.startAt(),
        spec.retry(),
        spec.deadLetter(),
        life);
  }
}
