package io.meshwork.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What runs in one environment and not, or not so, in another; only what the caller may see.
 *
 * @param from the environment that is ahead
 * @param to the environment that is to follow
 * @param revision of the catalog
 * @param differences by kind and name; empty where both run the same
 */
public record PromotionBaseline(
    String from, String to, long revision, List<Difference> differences) {
  /** Copies. */
  public PromotionBaseline {
    differences = List.copyOf(differences);
  }

  /**
   * One thing.
   *
   * @param kind EventType, Publication or Subscription
   * @param name of the event type, or of the entry where it is ahead
   * @param counterpart what answers to it in the other environment, {@code null}: nothing
   * @param aspect {@code present}, {@code version}, {@code filter} or {@code delivery}
   * @param inFrom how it is where it is ahead, {@code null}: not there
   * @param inTo how it is in the other, {@code null}: not there
   */
  public record Difference(
      String kind,
      String name,
      @Nullable String counterpart,
      String aspect,
      @Nullable String inFrom,
      @Nullable String inTo) {}
}
