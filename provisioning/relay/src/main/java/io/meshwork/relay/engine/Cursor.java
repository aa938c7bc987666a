package io.meshwork.relay.engine;

import io.meshwork.model.LinkId;
import io.meshwork.model.event.Event;
import io.meshwork.transport.spi.Bundle;
import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.Digest;
import io.meshwork.transport.spi.LinkPartition;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.SourceGap;
import io.meshwork.transport.spi.SourcePartition;
import io.meshwork.transport.spi.WriteOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One link at one source partition. Invariant: {@code committed} is what the target holds, or what
 * it will hold at the next commit when {@code durable} is false; {@code reached} runs ahead of it
 * only while a transaction is open. One thread.
 */
final class Cursor {
  private final SourcePartition partition;
  private final Map<SourcePartition, Crossing.TargetRange> targets = new TreeMap<>();
  private Route route;
  private Position committed;
  private Position reached;
  private boolean durable;
  private boolean joined;
  private @Nullable SourceGap gap;
  private boolean held;
  private long waitingLag;
  private long decoded;
  private long waitingSince;
  private long taking;
  private long taken;
  private long carried;
  private Position left;
  private final Readings readings;
  private Answers answers = new Answers();
  private boolean inDoubt;
  private boolean written;
  private long passed;
  private long bytes;
  private long filtered;
  private long refused;
  private Digest digest = Digest.NONE;
  private Digest forwarded = Digest.NONE;

  Cursor(
      Route route, SourcePartition partition, Position start, boolean durable, Readings readings) {
    this.route = route;
    this.partition = partition;
    this.committed = start;
    this.reached = start;
    this.durable = durable;
    this.left = start;
    this.readings = readings;
  }

  /** Which filters it reads and has read with. */
  Readings readings() {
    return readings;
  }

  /** What the target has answered beyond the last commit. */
  Answers answers() {
    return answers;
  }

  /** As another lane knew it. */
  void answers(Answers known) {
    answers = known;
  }

  Route route() {
    return route;
  }

  /** The link has changed: goes on from here with the new one. */
  void route(Route changed) {
    if (!changed.link().to().equals(route.link().to())) {
      answers.clear();
    }
    route = changed;
  }

  LinkPartition key() {
    return new LinkPartition(route.id(), partition);
  }

  SourcePartition partition() {
    return partition;
  }

  Position committed() {
    return committed;
  }

  Position reached() {
    return reached;
  }

  /** Whether reading has come to where this link begins. */
  boolean isJoined() {
    return joined;
  }

  void joined(boolean now) {
    joined = now;
  }

  /** Whether it stands at a gap. */
  boolean isStopped() {
    return gap != null;
  }

  void stop(SourceGap at) {
    gap = at;
    joined = false;
  }

  @Nullable SourceGap gap() {
    return gap;
  }

  /**
   * Stands where it is until {@link #release}: the link has used up its rate.
   *
   * @param unreadSince the age of what it has not read is at most from then
   */
  void hold(long unreadSince) {
    held = true;
    joined = false;
    waitingSince = unreadSince;
  }

  boolean isHeld() {
    return held;
  }

  /** May go on, once reading comes to where it stands. */
  void release() {
    held = false;
  }

  /** So many events wait while it is held. */
  void waitingLag(long events) {
    waitingLag = events;
  }

  long waitingLag() {
    return waitingLag;
  }

  /** At most so old is the oldest event that waits. */
  double waitingSeconds(long now) {
    return waitingLag == 0 ? 0 : Math.max(0, now - waitingSince) / 1000.0;
  }

  /** Goes on from there; the next commit says so, and that this move is taken. */
  void move(long number, Position to) {
    answers.moved(number);
    taking = number;
    left = reached;
    reached = to;
    gap = null;
    joined = false;
  }

  /** The last position move that was taken here, 0: none. */
  long taken() {
    return Math.max(taken, taking);
  }

  /** Comes from where that move had been taken already. */
  void knows(long move) {
    carried = move;
    taking = move;
    left = reached;
  }

  /** Whether the next commit has something to say of this link and partition. */
  boolean isMoved() {
    return !durable || taking > 0 || readings.isUntold() || !reached.equals(committed);
  }

  /** An event of this partition is in the open transaction. */
  void wrote() {
    written = true;
  }

  /**
   * Whether the open transaction must hold its crossing: it holds an event, or knows of one that is
   * refused, or the start is not durable. Others may wait for a while.
   */
  boolean isUrgent() {
    return !durable || written || refused > 0 || taking > 0 || readings.isUntold();
  }

  boolean isDurable() {
    return durable;
  }

  /**
   * What the target says after fencing. A commit without an answer is known to be in when the
   * target holds just what it would have made it hold.
   *
   * @param read which filters the link has read with, {@code null}: the target does not say
   */
  void fenced(Position atTarget, @Nullable Position read) {
    if (inDoubt && atTarget.equals(reached) && readings.wouldBe(read)) {
      if (route.commitsFirst()) {
        lose(passed, bytes);
      }
      commit();
    } else {
      durable = true;
      rollBack();
      if (!committed.equals(atTarget)) {
        answers.clear();
      }
      committed = atTarget;
      reached = atTarget;
      readings.fenced(read);
    }
  }

  /** The commit is under way; until its answer nobody knows. */
  void inDoubt() {
    inDoubt = true;
  }

  void reach(Position position) {
    reached = position;
  }

  /** An event was read by itself. */
  void decoded(Position after) {
    reached = after;
    decoded++;
  }

  /** How many events were read so since this was last asked. */
  long countDecoded() {
    long count = decoded;
    decoded = 0;
    return count;
  }

  /**
   * The filter does not take the event at hand.
   *
   * @param unreadable its payload is not JSON, and some filter asked for it
   */
  void heldBack(boolean unreadable) {
    filtered++;
    if (unreadable && route.filter().readsData()) {
      route.figures().unreadable();
    }
  }

  /** The filter takes none of so many events. */
  void heldBackAll(int events) {
    filtered += events;
  }

  /** Whether the link, if it takes all of the bundle, may hand it on as it is, in its partition. */
  boolean wantsWhole(Bundle bundle) {
    return route.projection() == null
        && route.targetPartition(partition.number()) != null
        && !readings.isLeavingOut()
        && !answers.isOfSingles()
        && !answers.isRefusedWhole(bundle.before());
  }

  void refused() {
    refused++;
  }

  void stored(Event event, WriteOutcome.Stored outcome) {
    stored(event, new Crossing.TargetRange(outcome.partition(), outcome.at(), outcome.at()));
  }

  /** {@code null}: it was there before. */
  void stored(Event event, Crossing.@Nullable TargetRange at) {
    countPassed(event);
    if (at != null) {
      wroteTo(at);
    }
  }

  private void wroteTo(Crossing.TargetRange at) {
    targets.merge(
        at.partition(),
        at,
        (range, next) -> new Crossing.TargetRange(range.partition(), range.first(), next.last()));
  }

  void stored(Bundle bundle, WriteOutcome.StoredWhole outcome) {
    Digest events = outcome.digest();
    if (events == null) {
      countPassed(bundle);
    } else {
      passed += bundle.count();
      bytes += bundle.bytes();
      digest = digest.plus(events);
    }
    wroteTo(new Crossing.TargetRange(outcome.partition(), outcome.first(), outcome.last()));
  }

  void countPassed(Bundle bundle) {
    passed += bundle.count();
    bytes += bundle.bytes();
    forwarded = forwarded.plus(bundle.digest());
  }

  void countPassed(Event event) {
    passed++;
    bytes += event.size();
    digest = digest.plus(Digest.of(event));
  }

  /** Events that were to be written and will never be tried again. */
  void lose(long events, long size) {
    passed -= events;
    bytes -= size;
    refused += events;
  }

  /**
   * What the next commit says: of filters and of a position move that is taken too, each under an
   * id of its own. The move comes last: where commits are not atomic, one may be taken again, but
   * is never passed over. The filters come first: no position is told that other filters led to.
   */
  List<Crossing> crossings(Instant now) {
    List<Crossing> crossings = new ArrayList<>();
    if (readings.isUntold()) {
      LinkId id = route.id().filters();
      crossings.add(Crossing.empty(id, partition, reached, readings.atTarget(), now));
    }
    crossings.add(crossing(taking == 0 ? committed : reached, now));
    if (taking > 0) {
      crossings.add(Crossing.empty(route.id().move(taking), partition, left, reached, now));
    }
    return crossings;
  }

  private Crossing crossing(Position from, Instant now) {
    return new Crossing(
        route.id(),
        partition,
        from,
        reached,
        passed,
        filtered,
        refused,
        digest,
        forwarded,
        targets.values().stream().toList(),
        now);
  }

  /** The transaction is in: counts become figures. */
  void commit() {
    route.figures().committed(passed, bytes, filtered, refused);
    committed = reached;
    durable = true;
    taken = taken();
    readings.commit();
    clear();
  }

  /** The transaction is out: reading begins again at the last commit. */
  void rollBack() {
    answers.rolledBack(reached);
    reached = committed;
    readings.rollBack();
    clear();
    taking = durable ? 0 : carried;
  }

  private void clear() {
    inDoubt = false;
    taking = 0;
    written = false;
    passed = 0;
    bytes = 0;
    filtered = 0;
    refused = 0;
    digest = Digest.NONE;
    forwarded = Digest.NONE;
    targets.clear();
  }
}
