package io.meshwork.deployment.trace;

import io.meshwork.api.TraceDocument.Reason;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.model.catalog.Grant;
import io.meshwork.model.catalog.GrantKey;
import io.meshwork.model.catalog.GrantState;
import io.meshwork.model.catalog.SubscriptionLife;
import io.meshwork.model.catalog.SubscriptionSpec;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the catalog said of a subscription when an event was published, and says now. Pure.
 *
 * @param then its spec, {@code null}: it was not there
 * @param now its spec, {@code null}: it is not there
 * @param grantThen the owner's word, {@code null}: nobody had asked
 * @param grantNow likewise
 */
record Standing(
    GrantKey key,
    @Nullable SubscriptionSpec then,
    @Nullable SubscriptionSpec now,
    @Nullable Grant grantThen,
    @Nullable Grant grantNow) {
  static Standing of(
      SubscriptionName subscription,
      EventTypeName type,
      CatalogSnapshot then,
      CatalogSnapshot now) {
    GrantKey key = new GrantKey(subscription, type);
    return new Standing(
        key, spec(then, key), spec(now, key), then.grants().get(key), now.grants().get(key));
  }

  private static @Nullable SubscriptionSpec spec(CatalogSnapshot catalog, GrantKey key) {
    var entity = catalog.subscriptions().get(key.subscription());
    return entity == null || !entity.spec().selects(key.eventType()) ? null : entity.spec();
  }

  boolean wasGranted() {
    return isApproved(grantThen) && then != null;
  }

  boolean isGranted() {
    return isApproved(grantNow) && now != null;
  }

  private static boolean isApproved(@Nullable Grant grant) {
    return grant != null && grant.state() == GrantState.APPROVED;
  }

  /** Why nothing leads to it, or led then; {@code null}: the catalog does not say. */
  @Nullable Verdict verdict() {
    if (then == null) {
      return Verdict.absent(
          Reason.STARTED_LATER,
          now == null
              ? "Subscription '%s' did not ask for the event type then.".formatted(name())
              : "Subscription '%s' asked for the event type only after this event."
                  .formatted(name()),
          null);
    }
    if (!isApproved(grantThen)) {
      return ungranted(grantThen, "then");
    }
    if (now == null) {
      return Verdict.absent(
          Reason.NO_LINK,
          "Subscription '%s' does not ask for the event type any more.".formatted(name()),
          null);
    }
    if (!isApproved(grantNow)) {
      return ungranted(grantNow, "since");
    }
    return paused();
  }

  /** Why a subscription that is granted gets nothing; {@code null}: it is not paused. */
  @Nullable Verdict paused() {
    boolean was = then != null && then.life() == SubscriptionLife.PAUSED;
    boolean is = now != null && now.life() == SubscriptionLife.PAUSED;
    if (!was && !is) {
      return null;
    }
    return Verdict.absent(
        Reason.PAUSED,
        "Subscription '%s' %s."
            .formatted(
                name(),
                is
                    ? (was ? "was paused then, and is now" : "was paused since")
                    : "was paused then"),
        is ? "Resume it: what the channels still hold comes then." : null);
  }

  private Verdict ungranted(@Nullable Grant grant, String when) {
    String state =
        grant == null
            ? "nobody had asked for a grant"
            : switch (grant.state()) {
              case PENDING -> "the grant was pending";
              case REJECTED -> "the grant was rejected";
              case REVOKED -> "the grant was revoked";
              case EXPIRED -> "the grant had expired";
              case APPROVED -> "the grant was approved";
            };
    String now =
        !isGranted()
            ? (grantNow == null
                ? ""
                : "; it is %s now".formatted(grantNow.state().name().toLowerCase(Locale.ROOT)))
            : "; it was granted later than this event";
    return Verdict.absent(
        Reason.NO_GRANT,
        "Subscription '%s' may not have it: %s %s%s.".formatted(name(), when, state, now),
        isGranted() ? null : "The event type's owner may approve it.");
  }

  private SubscriptionName name() {
    return key.subscription();
  }
}
