package io.meshwork.api;

import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.JsonText;
import io.meshwork.model.LinkId;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.model.catalog.Rate;
import io.meshwork.model.catalog.StartAt;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One link as a relay runs it.
 *
 * @param id stable over revisions
 * @param kind between brokers, or into a subscription's channel
 * @param eventType what moves
 * @param team who is charged and shown: the event type's owner for a transfer, the subscription's
 *     for a delivery
 * @param subscription of a delivery, {@code null} for a transfer
 * @param from read here
 * @param to written here
 * @param delivery the class promised
 * @param slots how many shares the group of this source, target and class has
 * @param filters event patterns, any of which lets an event pass; empty: all pass
 * @param startAt where a link without a committed position begins
 * @param maxBytesInFlight bound of memory
 * @param moves of its position, in the order of their numbers; those long taken may be left out
 * @param deadLetters where events go that the target refuses for good, {@code null}: they are only
 *     counted
 * @param rate the most that it moves over all relays, {@code null}: no limit
 * @param transform how payloads are projected, {@code null}: not; of a delivery only
 */
public record ManifestLink(
    LinkId id,
    LinkKind kind,
    EventTypeName eventType,
    TeamName team,
    @Nullable SubscriptionName subscription,
    End from,
    End to,
    DeliveryClass delivery,
    int slots,
    List<JsonText> filters,
    StartAt startAt,
    long maxBytesInFlight,
    List<PositionMove> moves,
    @Nullable End deadLetters,
    @Nullable Rate rate,
    @Nullable JsonText transform) {
  /** What a relay must know to run a manifest in which a link has moves. */
  public static final String MOVES = "position-moves";

  /** What a relay must know to run a manifest in which such a move is a backfill. */
  public static final String BACKFILLS = "backfills";

  /** What a relay must know to run a manifest in which a link or a team has a rate. */
  public static final String RATES = "rates";

  /** What a relay must know to run a manifest in which a link has a transform. */
  public static final String TRANSFORMS = "transforms";

  /** Why an event is a dead letter that the filter cannot decide on. */
  public static final String UNREADABLE =
      "the payload is not JSON, and the filter has conditions on it";

  /** Copies the lists; a manifest of an earlier version has no moves. */
  @SuppressWarnings("NullableProblems")
  public ManifestLink {
    filters = List.copyOf(filters);
    moves = moves == null ? List.of() : List.copyOf(moves);
  }

  /** What becomes of an event whose payload its filter cannot read, all else being met. */
  public Undecided undecided() {
    return switch (kind) {
      case TRANSFER -> Undecided.PASS;
      case DELIVERY -> deadLetters == null ? Undecided.HOLD_BACK : Undecided.DEAD_LETTER;
    };
  }

  /** The same link with dead letters there. */
  public ManifestLink burying(@Nullable End there) {
    return new ManifestLink(
        id,
        kind,
        eventType,
        team,
        subscription,
        from,
        to,
        delivery,
        slots,
        filters,
        startAt,
        maxBytesInFlight,
        moves,
        there,
        rate,
        transform);
  }

  /** The same link with payloads projected so, {@code null}: not. */
  public ManifestLink projectedBy(@Nullable JsonText projection) {
    return new ManifestLink(
        id,
        kind,
        eventType,
        team,
        subscription,
        from,
        to,
        delivery,
        slots,
        filters,
        startAt,
        maxBytesInFlight,
        moves,
        deadLetters,
        rate,
        projection);
  }

  /**
   * One end of a link.
   *
   * @param partitions of the channel; where both ends have as many, events keep their partition
   */
  public record End(BrokerName broker, ChannelAddress channel, int partitions) {}

  /** What is done with an event on which the filter cannot decide. */
  public enum Undecided {
    /** Handed on: the subscriptions behind the link decide. */
    PASS,
    /** Refused for good, and kept. */
    DEAD_LETTER,
    /** Counted as filtered. */
    HOLD_BACK
  }

  /** What a link is for. */
  public enum LinkKind {
    /** Between brokers. */
    TRANSFER,
    /** On one broker, into a subscription's channel or endpoint. */
    DELIVERY
  }
}
