package io.meshwork.relay.engine;

import io.meshwork.api.FilterHistory;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.catalog.StartAt;
import io.meshwork.transport.spi.LinkPartition;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.SlotId;
import io.meshwork.transport.spi.SourcePartition;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one lane reads, and how far: outlives its connections, so that a start that was found once
 * is kept until it is durable. One thread.
 */
final class Tracks {
  private static final Logger LOG = LoggerFactory.getLogger(Tracks.class);

  private static final String BACKFILL_REFUSED =
      "A backfill was refused: with which filters the link read at that time is not recorded.";

  private final SlotId slot;
  private final Map<SourcePartition, Track> tracks = new TreeMap<>();
  private final Map<LinkPartition, Position> positions = new HashMap<>();
  private final Map<LinkPartition, FormerClass.Place> carried = new HashMap<>();
  private final Map<LinkPartition, Known> answers = new HashMap<>();
  private final Map<ChannelAddress, Integer> counts = new HashMap<>();

  /** What the target has said of events beyond a position. */
  private record Known(@Nullable Position committed, Answers answers) {}

  Tracks(SlotId slot) {
    this.slot = slot;
  }

  SlotId slot() {
    return slot;
  }

  Collection<Track> all() {
    return tracks.values();
  }

  @Nullable Track of(SourcePartition partition) {
    return tracks.get(partition);
  }

  List<Cursor> cursors(Predicate<Cursor> which) {
    return tracks.values().stream()
        .flatMap(track -> track.cursors().stream())
        .filter(which)
        .toList();
  }

  /** The slot is ours: what the target holds is what counts. */
  void fenced(Map<LinkPartition, Position> atTarget) {
    for (Cursor cursor : cursors(each -> true)) {
      Position position = atTarget.get(cursor.key());
      if (position == null) {
        cursor.rollBack();
      } else {
        cursor.fenced(position, atTarget.get(filters(cursor)));
      }
    }
    positions.clear();
    positions.putAll(atTarget);
  }

  /** What another lane has committed for links that come to this one. */
  void know(Places places) {
    positions.putAll(places.committed());
    places
        .answers()
        .forEach((key, known) -> answers.put(key, new Known(places.committed().get(key), known)));
  }

  void rollBack(SourceLook look) {
    cursors(each -> true).forEach(Cursor::rollBack);
    followOrders(look);
  }

  /**
   * Goes on with the filters of now, and from where position moves lead that have not been taken
   * yet. Where cursors stand is committed.
   */
  private void followOrders(SourceLook look) {
    for (Cursor cursor : cursors(each -> true)) {
      cursor.readings().follow(cursor.route(), cursor.reached(), look);
      Route.Going going = cursor.route().move(cursor.partition().number());
      if (going != null
          && going.number() > cursor.taken()
          && !positions.containsKey(taken(cursor, going.number()))) {
        take(cursor, going, look);
      }
    }
  }

  private static void take(Cursor cursor, Route.Going going, SourceLook look) {
    Position here = cursor.reached();
    Position to = going.to();
    if (going.backfill()) {
      to = Readings.backTo(cursor.partition(), to, here, look);
      if (!cursor.readings().isKnown(to, here, look)) {
        cursor.route().figures().lastRefusal(BACKFILL_REFUSED);
        LOG.atError()
            .addKeyValue("link", cursor.route().id())
            .addKeyValue("partition", cursor.partition())
            .addKeyValue("move", going.number())
            .addKeyValue("from", going.to())
            .log("backfill refused, the filters of that time are not recorded");
        return;
      }
    }
    LOG.atInfo()
        .addKeyValue("link", cursor.route().id())
        .addKeyValue("partition", cursor.partition())
        .addKeyValue("move", going.number())
        .addKeyValue("backfill", going.backfill())
        .addKeyValue("from", here)
        .addKeyValue("to", to)
        .log("position moves");
    cursor.readings().move(going, to, here, look);
    cursor.move(going.number(), to);
  }

  private static LinkPartition filters(Cursor cursor) {
    return new LinkPartition(cursor.route().id().filters(), cursor.partition());
  }

  private static LinkPartition taken(Cursor cursor, long move) {
    return new LinkPartition(cursor.route().id().move(move), cursor.partition());
  }

  /** What is committed of a cursor, with its filters, and that the last move is taken. */
  static void places(Cursor cursor, Map<LinkPartition, Position> places) {
    places.put(cursor.key(), cursor.committed());
    Position filters = cursor.readings().durable();
    if (filters != null) {
      places.put(filters(cursor), filters);
    }
    if (cursor.taken() > 0) {
      places.put(taken(cursor, cursor.taken()), cursor.committed());
    }
  }

  /**
   * Reads what these links want of this slot, given how many partitions each channel has. Links
   * that stay keep their place; a new one begins at its committed position, else at its start.
   */
  void arrange(LinkTable table, Map<ChannelAddress, Integer> found, SourceLook look, long now) {
    cursors(Cursor::isDurable).forEach(each -> places(each, positions));
    look.prepare(starts(table, found));
    Map<SourcePartition, Track> wanted = new TreeMap<>();
    table
        .fans()
        .forEach(
            (channel, fan) -> {
              for (int number = 0; number < found.getOrDefault(channel, 0); number++) {
                SourcePartition partition = new SourcePartition(channel, number);
                if (slot.group().slotOf(partition).equals(slot)) {
                  Track known = tracks.get(partition);
                  Track track = known == null ? new Track(partition, fan, now) : known;
                  track.fan(fan);
                  fan.routes().forEach(route -> join(track, route, look));
                  wanted.put(partition, track);
                }
              }
            });
    tracks.clear();
    tracks.putAll(wanted);
    counts.putAll(found);
    followOrders(look);
  }

  /** From where those begin of which no place is known, by channel. */
  private Map<ChannelAddress, Set<StartAt>> starts(
      LinkTable table, Map<ChannelAddress, Integer> found) {
    Map<ChannelAddress, Set<StartAt>> starts = new HashMap<>();
    for (LinkPartition each : joining(table, found)) {
      Route route = table.route(each.link());
      SourcePartition partition = each.partition();
      if (route != null && !carried.containsKey(each) && !positions.containsKey(each)) {
        starts
            .computeIfAbsent(partition.channel(), _ -> new HashSet<>())
            .add(startOf(partition, route));
      }
    }
    return starts;
  }

  private StartAt startOf(SourcePartition partition, Route route) {
    return isAdded(partition, route) ? new StartAt.Earliest() : route.link().startAt();
  }

  /** What would be joined for the first time by that table. */
  Set<LinkPartition> joining(LinkTable table, Map<ChannelAddress, Integer> found) {
    Set<LinkPartition> joining = new HashSet<>();
    table
        .fans()
        .forEach(
            (channel, fan) -> {
              for (int number = 0; number < found.getOrDefault(channel, 0); number++) {
                SourcePartition partition = new SourcePartition(channel, number);
                Track track = tracks.get(partition);
                if (slot.group().slotOf(partition).equals(slot)) {
                  fan.routes().stream()
                      .filter(route -> track == null || track.cursor(route.id()) == null)
                      .forEach(route -> joining.add(new LinkPartition(route.id(), partition)));
                }
              }
            });
    return joining;
  }

  /** What is committed here, as far as is known. */
  Map<LinkPartition, Position> committed() {
    return positions;
  }

  /** These begin where they stood elsewhere, which is not committed here yet. */
  void carry(Map<LinkPartition, FormerClass.Place> from) {
    carried.putAll(from);
  }

  private void join(Track track, Route route, SourceLook look) {
    Cursor known = track.cursor(route.id());
    if (known != null) {
      known.route(route);
      return;
    }
    SourcePartition partition = track.partition();
    FormerClass.Place from = carried.remove(new LinkPartition(route.id(), partition));
    if (from != null) {
      FilterHistory history = history(route, from.position(), from.filters(), from.move());
      Cursor cursor =
          new Cursor(
              route,
              partition,
              from.position(),
              false,
              new Readings(route, partition, history, false));
      cursor.knows(from.move());
      track.add(cursor);
      return;
    }
    Position committed = positions.get(new LinkPartition(route.id(), partition));
    if (committed != null) {
      track.add(known(route, partition, committed));
      return;
    }
    Position start = look.find(partition, startOf(partition, route));
    if (start != null) {
      FilterHistory history = FilterHistory.begin(start.value(), route.patterns(), true);
      Readings readings = new Readings(route, partition, history, false);
      track.add(new Cursor(route, partition, start, false, readings));
    }
  }

  private Cursor known(Route route, SourcePartition partition, Position committed) {
    Position filters = positions.get(new LinkPartition(route.id().filters(), partition));
    long move =
        positions.keySet().stream()
            .filter(each -> each.link().isMove() && each.partition().equals(partition))
            .mapToLong(each -> route.id().moveRecordedBy(each.link()))
            .max()
            .orElse(0);
    FilterHistory held = filters == null ? null : FilterHistory.parse(filters.value());
    FilterHistory history = history(route, committed, filters, move);
    Cursor cursor =
        new Cursor(
            route,
            partition,
            committed,
            true,
            new Readings(route, partition, history, history.equals(held)));
    Known known = answers.remove(cursor.key());
    if (known != null && committed.equals(known.committed())) {
      cursor.answers(known.answers());
    }
    return cursor;
  }

  /**
   * What is known of a link that stands there. A run whose move is not recorded did not begin: the
   * move will be taken again.
   */
  private static FilterHistory history(
      Route route, Position position, @Nullable Position filters, long move) {
    FilterHistory held = filters == null ? null : FilterHistory.parse(filters.value());
    if (held == null) {
      return FilterHistory.begin(position.value(), route.patterns(), false);
    }
    return held.run().move() > move ? held.withoutRun(position.value()) : held;
  }

  /**
   * Whether the partition came after the link: what lies in it was published since, so that even a
   * link that starts with the latest event reads it from its beginning.
   */
  private boolean isAdded(SourcePartition partition, Route route) {
    Integer before = counts.get(partition.channel());
    boolean grown = before != null && before > 0 && partition.number() >= before;
    return partition.number() >= route.link().from().partitions()
        || (grown && wasRunning(partition.channel(), route));
  }

  private boolean wasRunning(ChannelAddress channel, Route route) {
    return positions.keySet().stream()
        .anyMatch(
            key -> key.link().equals(route.id()) && key.partition().channel().equals(channel));
  }
}
