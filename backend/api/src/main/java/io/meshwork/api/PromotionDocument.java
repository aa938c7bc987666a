package io.meshwork.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What promoting an event type to an environment changes, or changed.
 *
 * @param before the version pinned there until now, {@code null}: none, so the newest
 * @param after the version pinned there from now on
 * @param newest of the event type
 * @param lowers whether the environment gets an older version than it had
 * @param dryRun whether nothing was changed
 * @param publications that publish the event type there
 * @param subscriptions that are granted it there; those that the caller may not see are counted in
 *     {@code others}
 * @param others how many more subscriptions there are
 */
public record PromotionDocument(
    String eventType,
    String environment,
    @Nullable Integer before,
    int after,
    int newest,
    boolean lowers,
    boolean dryRun,
    List<String> publications,
    List<String> subscriptions,
    int others) {
  /** Copies. */
  public PromotionDocument {
    publications = List.copyOf(publications);
    subscriptions = List.copyOf(subscriptions);
  }
}
