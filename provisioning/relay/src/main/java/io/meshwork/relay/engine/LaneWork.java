package io.meshwork.relay.engine;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.LinkId;
import io.meshwork.model.MeshException;
import io.meshwork.transport.spi.Batch;
import io.meshwork.transport.spi.Bundle;
import io.meshwork.transport.spi.EventSource;
import io.meshwork.transport.spi.LinkPartition;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.SlotSink;
import io.meshwork.transport.spi.SlotWriter;
import io.meshwork.transport.spi.SourceGap;
import io.meshwork.transport.spi.SourceLimits;
import io.meshwork.transport.spi.SourcePartition;
import io.meshwork.transport.spi.StartPosition;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lane while it is connected. Invariant: the slot was fenced before a position was read, and
 * positions were read before an event was. One thread.
 */
final class LaneWork implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LaneWork.class);
  private static final int MOST_EVENTS = 20_000;
  private static final long MOST_SOURCE_BYTES = 8L << 20;

  /** Events between links of one channel from which on they run apart, and together again. */
  private static final long FAR = 10_000;

  private static final long NEAR = 1_000;

  private final Tracks tracks;
  private final GroupSeat seat;
  private final SlotSink sink;
  private final EventSource source;
  private final Passage passage;
  private final Redriving redriving;
  private final Holding holding;
  private final Intake intake;
  private final SourceLook look;
  private final FormerClass former;
  private final long sourceBytes;
  private LinkTable table;
  private Set<ChannelAddress> missing = Set.of();
  private int assigned;
  private long arrangedAt;
  private long committedAt;

  private LaneWork(
      Tracks tracks, LinkTable table, GroupSeat seat, long sourceBytes, SlotSink sink) {
    BrokerPair.Opened pair = seat.pair();
    this.tracks = tracks;
    this.table = table;
    this.seat = seat;
    this.sourceBytes = sourceBytes;
    this.sink = sink;
    this.source =
        pair.sourceTransport()
            .source(pair.sourceAccess(), new SourceLimits(MOST_EVENTS, sourceBytes));
    this.look = new SourceLook(() -> pair.sourceTransport().reader(pair.sourceAccess()));
    this.former = new FormerClass(tracks.slot(), pair, look);
    this.passage =
        new Passage(sink, seat.budget(), seat.clock(), new SampledHops(seat.spans(), seat.clock()));
    this.holding = new Holding(tracks, seat.rates());
    this.intake = new Intake(passage, holding, look, () -> commit(false));
    this.redriving = new Redriving(tracks, pair, sink, seat.clock());
    this.committedAt = System.nanoTime();
  }

  /** Opens both ends; nothing is taken or read before {@link #begin}. */
  static LaneWork open(SlotWriter writer, Tracks tracks, LinkTable table, GroupSeat seat) {
    BrokerPair.Opened pair = seat.pair();
    long most = Math.min(MOST_SOURCE_BYTES, table.leastBytesInFlight());
    SlotSink sink = pair.targetTransport().slotSink(pair.targetAccess(), writer);
    long bytes = seat.budget().takeForSource(seat.lanes(), most);
    try {
      return new LaneWork(tracks, table, seat, bytes, sink);
    } catch (RuntimeException e) {
      seat.budget().sourceClosed(bytes);
      quietly(sink);
      throw e;
    }
  }

  /** Takes the slot, then finds out where it stands, then reads from there. */
  void begin() {
    tracks.fenced(sink.fence());
    tracks.all().forEach(Track::unassigned);
    holding.forget();
    arrange(table);
  }

  LinkTable table() {
    return table;
  }

  /** Channels that the source does not have. */
  Set<ChannelAddress> missing() {
    return missing;
  }

  /** Whether it is time to look for partitions again. */
  boolean isDiscoveryDue() {
    Duration every =
        missing.isEmpty() ? seat.settings().discovery() : seat.settings().quietCommit();
    return System.nanoTime() - arrangedAt >= every.toNanos();
  }

  /** Makes a poll that waits return. Any thread. */
  void wakeUp() {
    source.wakeUp();
  }

  /** Goes on with these links: at a commit, so that those that stay never notice. */
  void arrange(LinkTable changed) {
    commit(true);
    look.forget();
    Map<ChannelAddress, Integer> counts = source.partitions(changed.fans().keySet());
    Set<ChannelAddress> absent = new TreeSet<>(changed.fans().keySet());
    absent.removeAll(counts.keySet());
    missing = absent;
    table = changed;
    tracks.carry(former.takeOver(tracks.joining(changed, counts), tracks.committed()));
    seat.rates().counted(seat.pair().sourceAccess().broker(), counts);
    tracks.arrange(changed, counts, look, seat.clock().millis());
    sink.expect(changed.targets());
    assign(false);
    redriving.arrange(changed);
    arrangedAt = System.nanoTime();
    if (!tracks.cursors(Cursor::isUrgent).isEmpty()) {
      commit(true);
    }
  }

  /** Goes back to the last commit, after a transaction that did not come about. */
  void rewind() {
    passage.forget();
    holding.forget();
    tracks.rollBack(look);
    assign(true);
  }

  /**
   * Gives every track to the source: those that stand where they should go on, the others are taken
   * away and given anew, as a start that a source has been told before may mean nothing to it.
   */
  private void assign(boolean anew) {
    Map<SourcePartition, StartPosition> staying = new HashMap<>();
    Map<Track, Position> moving = new HashMap<>();
    for (Track track : tracks.all()) {
      List<Position> places = track.active().stream().map(Cursor::reached).distinct().toList();
      if (places.isEmpty()) {
        track.unassigned();
        continue;
      }
      Position first = look.first(track.partition(), places);
      if (anew || !first.equals(track.readAt())) {
        moving.put(track, first);
      } else {
        staying.put(track.partition(), new StartPosition.From(first));
      }
    }
    if (!moving.isEmpty() || staying.size() != assigned) {
      source.assign(staying);
    }
    if (!moving.isEmpty()) {
      Map<SourcePartition, StartPosition> all = new HashMap<>(staying);
      moving.forEach((track, first) -> all.put(track.partition(), new StartPosition.From(first)));
      source.assign(all);
      moving.forEach(Track::assigned);
    }
    assigned = staying.size() + moving.size();
    tracks.all().stream().filter(track -> track.readAt() != null).forEach(this::joinOthers);
  }

  private void joinOthers(Track track) {
    Position readAt = track.readAt();
    for (Cursor cursor : track.active()) {
      if (!cursor.isJoined() && cursor.reached().equals(readAt)) {
        cursor.joined(true);
      }
    }
  }

  /**
   * Reads once, writes what passes, and commits when it is time. Dead letters that are due go
   * first, by themselves; so do those of a key of which an event was read, due or not.
   */
  void step() {
    holding.release();
    if (holding.hasChanged()) {
      assign(false);
    }
    if (redriving.isDue()) {
      if (passage.isOpen()) {
        commit(false);
      }
      redriving.step();
    }
    Duration wait = passage.isOpen() ? Duration.ZERO : holding.atMost(seat.settings().pollWait());
    Batch batch = poll(wait);
    if (redriving.comesBefore(batch.bundles())) {
      if (passage.isOpen()) {
        commit(false);
      }
      redriving.handOnBefore(batch.bundles());
    }
    for (Bundle bundle : batch.bundles()) {
      Track track = tracks.of(bundle.partition());
      if (track != null) {
        intake.take(track, bundle);
      }
    }
    batch.through().forEach(this::readThrough);
    batch.gaps().forEach(this::stopAt);
    if (passage.isOpen()) {
      if (batch.bundles().isEmpty() || passage.isOlderThan(seat.settings().maxTransaction())) {
        commit(isQuietCommitDue());
      }
    } else if (isQuietCommitDue()) {
      commit(true);
    } else {
      commit(false);
    }
    if (holding.hasChanged() || !batch.gaps().isEmpty()) {
      assign(false);
    }
  }

  /** What was read before the source failed is not to be read again. */
  private Batch poll(Duration wait) {
    try {
      return source.poll(wait);
    } catch (MeshException e) {
      if (passage.isOpen()) {
        commit(false);
      }
      throw e;
    }
  }

  /** Where these links, which leave, are committed. */
  Places places(Set<LinkId> links) {
    Map<LinkPartition, Position> places = new HashMap<>();
    Map<LinkPartition, Answers> answers = new HashMap<>();
    for (Cursor cursor : tracks.cursors(each -> links.contains(each.route().id()))) {
      Tracks.places(cursor, places);
      answers.put(cursor.key(), cursor.answers());
    }
    tracks
        .committed()
        .forEach(
            (key, position) -> {
              if (links.stream().anyMatch(link -> RepairRun.isOf(link, key.link()))) {
                places.put(key, position);
              }
            });
    return new Places(places, answers);
  }

  /**
   * Links that begin so far from where others of their channel stand that those would have to wait
   * for them, or they for those: the fewer of both.
   */
  Set<LinkId> strays() {
    Set<LinkId> strays = new HashSet<>();
    for (Track track : tracks.all()) {
      List<Cursor> active = track.active();
      if (active.size() > 1) {
        Position furthest =
            look.last(track.partition(), active.stream().map(Cursor::reached).toList());
        Map<Boolean, List<Cursor>> byPlace =
            active.stream()
                .collect(
                    Collectors.partitioningBy(
                        cursor ->
                            look.distance(track.partition(), cursor.reached(), furthest) > FAR));
        List<Cursor> far = byPlace.getOrDefault(true, List.of());
        List<Cursor> near = byPlace.getOrDefault(false, List.of());
        (far.size() <= near.size() ? far : near).forEach(cursor -> strays.add(cursor.route().id()));
      }
    }
    return strays.size() < table.routes().size() ? strays : Set.of();
  }

  /**
   * Links that have much left to read, as last measured, while others of the lane have not: those
   * would wait for transactions full of old events.
   */
  Set<LinkId> behindOthers() {
    Set<LinkId> far = new HashSet<>();
    for (Track track : tracks.all()) {
      if (track.lag() > FAR) {
        track.active().forEach(cursor -> far.add(cursor.route().id()));
      }
    }
    boolean isAnyNear =
        tracks.all().stream()
            .filter(track -> track.isNearItsEnd(NEAR))
            .flatMap(track -> track.active().stream())
            .anyMatch(cursor -> !far.contains(cursor.route().id()));
    return isAnyNear ? far : Set.of();
  }

  /** Links that have little left to read, as last measured. */
  Set<LinkId> caughtUp() {
    Set<LinkId> behind = new HashSet<>();
    for (Track track : tracks.all()) {
      if (!track.isNearItsEnd(NEAR)) {
        track.active().forEach(cursor -> behind.add(cursor.route().id()));
      }
    }
    behind.addAll(held());
    Set<LinkId> caughtUp = new HashSet<>();
    table.routes().forEach(route -> caughtUp.add(route.id()));
    caughtUp.removeAll(behind);
    return caughtUp;
  }

  /** Links that have used up their rate and wait. */
  Set<LinkId> held() {
    return holding.links();
  }

  /** For how long the link has not had to wait for its rate. */
  long nanosSinceHeld(LinkId link) {
    return holding.nanosSinceHeld(link);
  }

  /** Whether everything read is committed, but for what nobody waits for. */
  boolean isSettled() {
    return !passage.isOpen();
  }

  private boolean isQuietCommitDue() {
    return System.nanoTime() - committedAt >= seat.settings().quietCommit().toNanos();
  }

  private void readThrough(SourcePartition partition, Position through) {
    Track track = tracks.of(partition);
    if (track != null) {
      track.cursors().stream()
          .filter(cursor -> !cursor.isStopped())
          .forEach(cursor -> intake.hasJoined(track, cursor, through));
      track.read(through);
    }
  }

  private void stopAt(SourceGap gap) {
    Track track = tracks.of(gap.partition());
    if (track == null) {
      return;
    }
    track.cursors().stream()
        .filter(cursor -> cursor.isJoined() && !cursor.isStopped())
        .forEach(
            cursor -> {
              cursor.stop(gap);
              cursor.route().figures().gap();
              LOG.atError()
                  .addKeyValue("link", cursor.route().id())
                  .addKeyValue("partition", gap.partition())
                  .addKeyValue("from", gap.from())
                  .addKeyValue("until", gap.until())
                  .addKeyValue("reason", gap.reason())
                  .log("gap, partition stopped");
            });
    track.unassigned();
  }

  private void commit(boolean everything) {
    List<Cursor> moved = tracks.cursors(everything ? Cursor::isMoved : Cursor::isUrgent);
    if (!moved.isEmpty() || passage.isOpen()) {
      passage.commit(moved);
    }
    if (everything) {
      committedAt = System.nanoTime();
    }
  }

  /** Commits what is read, before the slot is given up. */
  void finish() {
    holding.count();
    commit(true);
  }

  /** Asks the source how far behind each track is; costs no call but for links that wait. */
  void measureLag() {
    holding.count();
    holding.measure(look);
    Map<SourcePartition, Long> lag = source.lag();
    long now = seat.clock().millis();
    for (Track track : tracks.all()) {
      Long events = lag.get(track.partition());
      if (events != null
          && (track.readAt() != null || track.cursors().stream().noneMatch(Cursor::isHeld))) {
        track.lag(events, now);
      }
    }
  }

  @Override
  public void close() {
    holding.forget();
    passage.forget();
    seat.budget().sourceClosed(sourceBytes);
    quietly(source);
    quietly(redriving);
    quietly(sink);
    quietly(look);
  }

  private static void quietly(AutoCloseable closed) {
    try {
      closed.close();
    } catch (Exception e) {
      LOG.atDebug()
          .addKeyValue("what", closed.getClass().getSimpleName())
          .setCause(e)
          .log("closing failed");
    }
  }
}
