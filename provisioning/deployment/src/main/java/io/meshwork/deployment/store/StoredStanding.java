package io.meshwork.deployment.store;

import io.meshwork.api.StandingDocument.Tally;
import io.meshwork.api.StandingDocument.Unverified;
import io.meshwork.model.LinkId;
import io.meshwork.model.catalog.DeliveryClass;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far continuous verification of a link is.
 *
 * @param since what was committed before is not looked at
 * @param through what was committed before was looked at
 * @param places where that is in each partition
 * @param unnamed findings that are open and not kept, since there were too many
 * @param stretches that are never verified, the newest
 * @param behind events at the source that are not verified
 * @param promise the link's class, and the one before
 * @param outcome of the last looks
 */
public record StoredStanding(
    LinkId link,
    Instant since,
    Instant through,
    List<Place> places,
    Tally counts,
    long unnamed,
    List<Unverified> stretches,
    long behind,
    Promise promise,
    Outcome outcome) {
  /** Copies the lists. */
  public StoredStanding {
    places = List.copyOf(places);
    stretches = List.copyOf(stretches);
  }

  /**
   * A place in a partition of the source or the target.
   *
   * @param anchor where crossings ended that are older than those looked at again; {@code null}:
   *     none is
   * @param reached the furthest that was verified
   * @param lost whether nobody knows what crossings told behind the anchor
   */
  public record Place(
      String channel,
      int partition,
      boolean target,
      @Nullable String anchor,
      @Nullable String reached,
      boolean lost) {}

  /**
   * What the link promises.
   *
   * @param former what it promised before {@code since}; {@code null}: nothing else
   */
  public record Promise(DeliveryClass delivery, @Nullable DeliveryClass former, Instant since) {}

  /**
   * How the last looks went.
   *
   * @param failed how many failed so far
   * @param failures how many failed one after another until now
   * @param problem why the last one did; {@code null}: it did not
   * @param runAt when it was; {@code null}: there was none
   * @param nextAt not before is another
   */
  public record Outcome(
      long failed,
      int failures,
      @Nullable String problem,
      @Nullable Instant runAt,
      Instant nextAt) {}

  /** One of which nothing is known but that it begins there. */
  public static StoredStanding begun(
      LinkId link, DeliveryClass delivery, Instant since, Instant now) {
    return new StoredStanding(
        link,
        since,
        since,
        List.of(),
        Tally.NONE,
        0,
        List.of(),
        0,
        new Promise(delivery, null, since),
        new Outcome(0, 0, null, null, now));
  }

  /** The same after a look went so. */
  public StoredStanding with(Outcome next) {
    return new StoredStanding(
        link, since, through, places, counts, unnamed, stretches, behind, promise, next);
  }

  /** The same where the link promises that now. */
  public StoredStanding promising(DeliveryClass delivery, Instant now) {
    return promise.delivery() == delivery
        ? this
        : new StoredStanding(
            link,
            since,
            through,
            places,
            counts,
            unnamed,
            stretches,
            behind,
            new Promise(delivery, promise.delivery(), now),
            outcome);
  }
}
