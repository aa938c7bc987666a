package io.meshwork.api;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The way of one event type to one subscription: hop by hop, from every broker where it is
 * published. Nothing of other subscriptions that share a hop is told but their number.
 *
 * @param plan the plan that it shows, {@code null}: what runs
 * @param origins from each publishing broker one way, by the broker's name
 * @param problems why something of the way is missing; empty where all of it is there
 */
public record RouteDocument(
    String eventType,
    String subscription,
    @Nullable UUID plan,
    List<Way> origins,
    List<String> problems) {
  /** Copies. */
  public RouteDocument {
    origins = List.copyOf(origins);
    problems = List.copyOf(problems);
  }

  /** How a hop stands. */
  public enum State {
    /** It is there now, and stays. */
    RUNS,
    /** The plan brings it. */
    PLANNED,
    /** The plan takes it away. */
    GOES
  }

  /**
   * The way from one publishing broker; the last hop is where the subscriber reads.
   *
   * @param origin the broker
   * @param hops in order of travel, the entry channel first
   */
  public record Way(String origin, List<Hop> hops) {
    /** Copies. */
    public Way {
      hops = List.copyOf(hops);
    }
  }

  /**
   * A channel, and the link that leads into it.
   *
   * @param region of the broker
   * @param broker where the channel lies
   * @param channel its address there
   * @param link into it, {@code null}: the entry channel
   * @param filter what this subscription lets pass, {@code null}: everything, or the entry channel
   * @param sharedWith how many other subscriptions the link carries events for
   * @param runsIn the region whose relays run the link, {@code null}: the entry channel
   */
  public record Hop(
      String region,
      String broker,
      String channel,
      @Nullable String link,
      @Nullable String filter,
      int sharedWith,
      @Nullable String runsIn,
      State state) {}
}
