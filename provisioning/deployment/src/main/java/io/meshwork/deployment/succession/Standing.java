package io.meshwork.deployment.succession;

import io.meshwork.api.PositionMove;
import io.meshwork.deployment.store.ManifestStore;
import io.meshwork.deployment.store.MoveStore;
import io.meshwork.model.LinkId;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.catalog.StartAt;
import io.meshwork.planner.DesiredLink;
import io.meshwork.transport.spi.LinkPartition;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Reader;
import io.meshwork.transport.spi.SlotId;
import io.meshwork.transport.spi.SlotSink;
import io.meshwork.transport.spi.SlotWriter;
import io.meshwork.transport.spi.SourcePartition;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Where links stand or have ended, and the moves that begin others there. Thread safe. */
final class Standing {
  private static final String BY = "mesh";
  private static final int MOVES = 20;

  private final MoveStore moves;
  private final Clock clock;

  Standing(ManifestStore store, Clock clock) {
    this.moves = store.moves();
    this.clock = clock;
  }

  /** Where a link stands that may go on meanwhile, by source partition; empty: it never began. */
  Map<Integer, Position> now(Places places, DesiredLink link) {
    Reader target = places.reader(link.to().broker());
    return withMoves(link, places.committed(link), target.positions(Set.of(link.group())));
  }

  /** Where a link has ended of which no relay is told any more: shuts out what is still open. */
  Map<Integer, Position> ended(Places places, DesiredLink link) {
    if (now(places, link).isEmpty()) {
      return Map.of();
    }
    Set<SlotId> slots = new HashSet<>();
    Reader source = places.reader(link.from().broker());
    source
        .ends(link.from().address())
        .keySet()
        .forEach(partition -> slots.add(link.group().slotOf(partition)));
    for (SlotId slot : slots) {
      try (SlotSink sink = places.slotSink(link.to().broker(), SlotWriter.main(slot))) {
        sink.fence();
      }
    }
    return now(places, link);
  }

  /** A move that no relay has taken yet says where the link stands. */
  private Map<Integer, Position> withMoves(
      DesiredLink link,
      Map<SourcePartition, Position> committed,
      Map<LinkPartition, Position> recorded) {
    Map<Integer, Position> stand = new TreeMap<>();
    committed.forEach((partition, position) -> stand.put(partition.number(), position));
    Map<Integer, Long> taken = new HashMap<>();
    recorded
        .keySet()
        .forEach(
            each ->
                taken.merge(
                    each.partition().number(), link.id().moveRecordedBy(each.link()), Math::max));
    for (MoveStore.Entry entry : moves.newest(link.id(), MOVES).reversed()) {
      for (PositionMove.Place place : entry.move().places()) {
        if (entry.move().number() > taken.getOrDefault(place.partition(), 0L)) {
          stand.put(place.partition(), new Position(place.position()));
        }
      }
    }
    return stand;
  }

  /** The move that begins an heir where it goes on; empty: the former never began. */
  Optional<MoveStore.Entry> start(
      Places places, DesiredLink heir, Map<Integer, Position> at, String words) {
    if (at.isEmpty()) {
      return Optional.empty();
    }
    List<PositionMove.Place> goals = new ArrayList<>();
    at.forEach((number, position) -> goals.add(new PositionMove.Place(number, position.value())));
    return Optional.of(
        new MoveStore.Entry(
            heir.id(),
            new PositionMove(next(places, heir), goals),
            "Made by a deployment: " + words + " begins where its events went before.",
            BY,
            clock.instant()));
  }

  /**
   * The move that begins a link early enough for all heirs behind it; empty: where it would begin
   * by itself is early enough.
   */
  Optional<MoveStore.Entry> opening(Places places, DesiredLink link, List<Succession> open) {
    Reader source = places.reader(link.from().broker());
    Map<Integer, Position> least = new TreeMap<>();
    Set<SubscriptionName> moving = new HashSet<>();
    for (Succession each : open) {
      moving.addAll(each.former().link().demands().keySet());
      places
          .opening(link, each, now(places, each.former().link()))
          .ifPresent(at -> at.forEach((number, to) -> earlier(source, link, least, number, to)));
    }
    if (least.isEmpty()) {
      return Optional.empty();
    }
    if (!moving.containsAll(link.demands().keySet())) {
      asAskedFor(source, link)
          .forEach((partition, to) -> earlier(source, link, least, partition.number(), to));
    }
    places
        .committed(link)
        .forEach(
            (partition, committed) -> {
              Position to = least.get(partition.number());
              if (to != null && !isBefore(source, partition, committed, to)) {
                least.remove(partition.number());
              }
            });
    return start(places, link, least, "link '%s'".formatted(link.id()));
  }

  private static Map<SourcePartition, Position> asAskedFor(Reader source, DesiredLink link) {
    return switch (link.startAt()) {
      case StartAt.Latest() -> Map.of();
      case StartAt.Earliest() -> source.positionsAt(link.from().address(), Instant.EPOCH);
      case StartAt.Moment(Instant at) -> source.positionsAt(link.from().address(), at);
    };
  }

  private static void earlier(
      Reader source, DesiredLink link, Map<Integer, Position> least, int number, Position to) {
    SourcePartition partition = new SourcePartition(link.from().address(), number);
    least.merge(number, to, (one, other) -> isBefore(source, partition, one, other) ? one : other);
  }

  private static boolean isBefore(
      Reader reader, SourcePartition partition, Position one, Position other) {
    return !one.equals(other) && reader.distance(partition, one, other) > 0;
  }

  /** Above every move that was ever recorded, here or at the target. */
  private long next(Places places, DesiredLink link) {
    LinkId id = link.id();
    long taken =
        places.reader(link.to().broker()).positions(Set.copyOf(Hop.groups(link))).keySet().stream()
            .mapToLong(each -> id.moveRecordedBy(each.link()))
            .max()
            .orElse(0);
    long stored =
        moves.newest(id, 1).stream().mapToLong(each -> each.move().number()).max().orElse(0);
    return Math.max(taken, stored) + 1;
  }
}
