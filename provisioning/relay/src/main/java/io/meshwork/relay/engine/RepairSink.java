package io.meshwork.relay.engine;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.LinkId;
import io.meshwork.model.MeshException;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.Digest;
import io.meshwork.transport.spi.LinkPartition;
import io.meshwork.transport.spi.Outgoing;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Received;
import io.meshwork.transport.spi.SlotSink;
import io.meshwork.transport.spi.SourcePartition;
import io.meshwork.transport.spi.TransportError;
import io.meshwork.transport.spi.WriteOutcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes pieces of a repair, each with how far the repair is then. By the class of the lane:
 * effectively-once, both are one transaction; at-least-once, the progress follows the events;
 * at-most-once, it goes before them. One thread; only while no other transaction of the lane is
 * open.
 */
final class RepairSink {
  private static final String COUNTS = "#count";
  private static final Duration LIMIT_SEEN = Duration.ofSeconds(1);

  private final Route route;
  private final SlotSink sink;
  private final DeliveryClass delivery;
  private final Clock clock;

  /** Of a piece that is not told yet, what is written for good and must not be again. */
  private final Map<Position, Crossing.TargetRange> stored = new HashMap<>();

  private boolean open;

  RepairSink(Route route, SlotSink sink, DeliveryClass delivery, Clock clock) {
    this.route = route;
    this.sink = sink;
    this.delivery = delivery;
    this.clock = clock;
  }

  /**
   * A stretch of one source partition.
   *
   * @param events to write
   * @param filtered how many the filter holds back
   * @param refused how many the target does not take
   */
  record Piece(
      LinkPartition key,
      Position from,
      Position through,
      List<Received> events,
      long filtered,
      long refused) {}

  /** What became of a source partition so far. */
  record Count(long written, long refused) {
    static final Count NONE = new Count(0, 0);

    /** As it lies at the target, {@code null}: it does not. */
    static Count parse(@Nullable Position text) {
      String[] parts = text == null ? new String[0] : text.value().split(" ", -1);
      return parts.length == 2
          ? new Count(Long.parseLong(parts[0]), Long.parseLong(parts[1]))
          : NONE;
    }

    Position text() {
      return new Position(written + " " + refused);
    }
  }

  /**
   * What became of a piece.
   *
   * @param count after it, {@code null}: it was taken back, for what is refused must be left out
   * @param refused just now
   */
  record Done(@Nullable Count count, Set<Position> refused) {}

  static LinkId counts(LinkId progress) {
    return new LinkId(progress + COUNTS);
  }

  /** Whether the sink is of no more use after that. */
  boolean isBroken(MeshException e) {
    return e.code() == TransportError.FENCED || open;
  }

  Done write(Piece piece, Count before) {
    open = true;
    Done done =
        delivery == DeliveryClass.AT_MOST_ONCE
            ? tellFirst(piece, before)
            : tellAfter(piece, before);
    open = false;
    return done;
  }

  private Done tellAfter(Piece piece, Count before) {
    sink.begin();
    Map<SourcePartition, Crossing.TargetRange> targets = new TreeMap<>();
    Set<Position> refused = new HashSet<>();
    Postponed later = hand(piece, targets, refused);
    if (later != null || !refused.isEmpty()) {
      // A broker may have spoilt the whole transaction for one event: once more without it.
      sink.abort();
      if (later != null && refused.isEmpty()) {
        open = false;
        throw later;
      }
      return new Done(null, refused);
    }
    Count count = count(piece, before);
    sink.commit(crossings(piece, count, List.copyOf(targets.values())));
    stored.clear();
    tell(piece);
    return new Done(count, Set.of());
  }

  private Done tellFirst(Piece piece, Count before) {
    Count count = count(piece, before);
    sink.begin();
    sink.commit(crossings(piece, count, List.of()));
    Set<Position> refused = new HashSet<>();
    if (hand(piece, new TreeMap<>(), refused) != null || !refused.isEmpty()) {
      route.figures().lastRefusal("Repaired events were lost, as at-most-once allows.");
    }
    tell(piece);
    return new Done(count, Set.of());
  }

  private static Count count(Piece piece, Count before) {
    return new Count(before.written() + piece.events().size(), before.refused() + piece.refused());
  }

  private @Nullable Postponed hand(
      Piece piece, Map<SourcePartition, Crossing.TargetRange> targets, Set<Position> refused) {
    ChannelAddress channel = route.link().to().channel();
    Integer partition = route.targetPartition(piece.key().partition().number());
    List<Received> missing = new ArrayList<>();
    for (Received each : piece.events()) {
      Crossing.TargetRange at = stored.get(each.before());
      if (at == null) {
        missing.add(each);
        sink.write(new Outgoing(channel, partition, each.event()));
      } else {
        reach(targets, at);
      }
    }
    List<WriteOutcome> outcomes = missing.isEmpty() ? List.of() : sink.flush();
    Postponed later = null;
    for (int i = 0; i < outcomes.size(); i++) {
      switch (outcomes.get(i)) {
        case WriteOutcome.Stored(SourcePartition to, Position at) -> {
          Crossing.TargetRange range = new Crossing.TargetRange(to, at, at);
          reach(targets, range);
          // Behind what has to wait, it would have to come again, in order.
          if (delivery == DeliveryClass.AT_LEAST_ONCE && later == null) {
            stored.put(missing.get(i).before(), range);
          }
        }
        case WriteOutcome.Duplicate _ -> {}
        case WriteOutcome.Refused _ -> refused.add(missing.get(i).before());
        case WriteOutcome.Later(Duration after, String reason) ->
            later = new Postponed(route.id(), after.isZero() ? LIMIT_SEEN : after, reason);
        case WriteOutcome.StoredWhole _, WriteOutcome.StoredInPart _ ->
            throw new IllegalStateException("The sink speaks of a bundle; it was given events.");
      }
    }
    return later;
  }

  private static void reach(
      Map<SourcePartition, Crossing.TargetRange> targets, Crossing.TargetRange further) {
    targets.merge(
        further.partition(),
        further,
        (range, next) -> new Crossing.TargetRange(range.partition(), range.first(), next.last()));
  }

  private List<Crossing> crossings(Piece piece, Count count, List<Crossing.TargetRange> targets) {
    Digest digest = Digest.NONE;
    for (Received each : piece.events()) {
      digest = digest.plus(Digest.of(each.event()));
    }
    Instant now = clock.instant();
    SourcePartition source = piece.key().partition();
    return List.of(
        new Crossing(
            piece.key().link(),
            source,
            piece.from(),
            piece.through(),
            piece.events().size(),
            piece.filtered(),
            piece.refused(),
            digest,
            Digest.NONE,
            targets,
            now),
        Crossing.empty(counts(piece.key().link()), source, piece.from(), count.text(), now));
  }

  /** What the target holds after a piece. */
  Map<LinkPartition, Position> places(Piece piece, Count count) {
    SourcePartition source = piece.key().partition();
    return Map.of(
        piece.key(),
        piece.through(),
        new LinkPartition(counts(piece.key().link()), source),
        count.text());
  }

  private void tell(Piece piece) {
    long bytes = piece.events().stream().mapToLong(each -> each.event().size()).sum();
    route.figures().committed(piece.events().size(), bytes, piece.filtered(), piece.refused());
  }
}
