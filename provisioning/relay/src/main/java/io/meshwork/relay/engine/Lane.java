package io.meshwork.relay.engine;

import io.meshwork.api.LinkReport.Beside;
import io.meshwork.api.LinkReport.State;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.LinkId;
import io.meshwork.model.MeshException;
import io.meshwork.transport.spi.SlotId;
import io.meshwork.transport.spi.SlotWriter;
import io.meshwork.transport.spi.TransportError;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works links of one slot for as long as it is ours: connects, moves events, and when anything
 * fails goes back to the last commit and tries again, ever more slowly. When another owner fences
 * it, it drops what it has and tries again only while the lease still says that the slot is ours.
 * Its own thread; every other method any thread.
 *
 * <p>That is a platform thread: a lane selects on its connections all the time, which costs a
 * virtual thread a detour over the poller for each wait, a fifth of a busy lane's processor time.
 * There are few lanes, however many links.
 */
final class Lane {
  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
  private static final Duration FENCED_PAUSE = Duration.ofSeconds(2);
  private static final Duration IDLE = Duration.ofMillis(200);
  private static final Duration FORGIVEN = Duration.ofSeconds(10);
  private static final int MOST_SPOILS = 5;
  private static final long TELL_EVERY = TimeUnit.MILLISECONDS.toNanos(500);

  private final SlotWriter writer;
  private final SlotId slot;
  private final SlotRun run;
  private final GroupSeat seat;
  private final Tracks tracks;
  private final LaneStatus status;
  private final Pauses pauses;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;
  private final Queue<Places> arriving = new ConcurrentLinkedQueue<>();
  private final Map<LinkId, Integer> spoils = new HashMap<>();
  private volatile LinkTable wanted;
  private volatile @Nullable LaneWork connected;
  private @Nullable String problem;
  private State state = State.STARTING;
  private long toldAt;
  private long troubledAt = System.nanoTime();

  Lane(SlotWriter writer, LinkTable links, GroupSeat seat, SlotRun run) {
    this.writer = writer;
    this.slot = writer.slot();
    this.run = run;
    this.wanted = links;
    this.seat = seat;
    this.tracks = new Tracks(slot);
    this.status = new LaneStatus(slot, run::reason, tracks);
    this.pauses = new Pauses(seat.settings().firstPause(), seat.settings().longestPause());
    this.thread = Thread.ofPlatform().daemon().name("lane " + writer).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** From the next commit on these links, of which some come from another lane, from there. */
  void links(LinkTable changed, Places places) {
    LinkTable before = wanted;
    arriving.add(places);
    wanted = changed;
    before.routes().stream()
        .filter(route -> !changed.has(route.id()))
        .forEach(route -> route.figures().laneEnded(slot));
    wakeUp();
  }

  /** Finish the transaction and end. */
  void stop() {
    stopping.countDown();
    wakeUp();
  }

  /** Waits for the end; after a while, interrupts. */
  void awaitEnd(long deadlineNanos) {
    try {
      long left = Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime()));
      if (!thread.join(Duration.ofMillis(left))) {
        thread.interrupt();
        if (!thread.join(FENCED_PAUSE)) {
          LOG.atWarn()
              .addKeyValue("slot", slot)
              .log("lane hangs and is left; its next owner fences it");
        }
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  private void wakeUp() {
    LaneWork work = connected;
    if (work != null) {
      work.wakeUp();
    }
  }

  private boolean isStopping() {
    return stopping.getCount() == 0 || Thread.currentThread().isInterrupted();
  }

  private void run() {
    LOG.atInfo().addKeyValue("slot", slot).log("lane started");
    try {
      while (!isStopping()) {
        if (writer.lane() > 0 && wanted.isEmpty()) {
          rest(IDLE);
        } else {
          connectAndWork();
        }
      }
    } finally {
      status.ended(wanted);
      LOG.atInfo().addKeyValue("slot", slot).log("lane ended");
    }
  }

  private void connectAndWork() {
    try (LaneWork work = LaneWork.open(writer, tracks, takeIn(), seat)) {
      connected = work;
      work.begin();
      sortOut(work);
      while (!isStopping() && (writer.lane() == 0 || !wanted.isEmpty())) {
        work(work);
      }
      work.finish();
    } catch (MeshException e) {
      failed(e);
    } catch (Postponed e) {
      pauseAfter(e);
    } catch (RuntimeException | LinkageError e) {
      LOG.atError().addKeyValue("slot", slot).setCause(e).log("lane failed");
      failing(e.toString(), pauses.next());
    } finally {
      connected = null;
    }
  }

  private void work(LaneWork work) {
    try {
      LinkTable links = wanted;
      if (links != work.table() || work.isDiscoveryDue()) {
        work.arrange(takeIn());
        sortOut(work);
      }
      work.step();
      if (work.isSettled()) {
        healthy();
      }
      hold(work);
      if (System.nanoTime() - toldAt >= TELL_EVERY) {
        work.measureLag();
        tell(work.missing());
        if (writer.lane() > 0) {
          goBack(work);
        } else {
          letBehind(work);
        }
      }
    } catch (Postponed e) {
      work.rewind();
      troubledAt = System.nanoTime();
      if (isToLeave(e)) {
        LOG.atWarn()
            .addKeyValue("slot", slot)
            .addKeyValue("links", e.links())
            .addKeyValue("problem", e.reason())
            .log("links leave their lane");
        depart(work, e.links(), Beside.FAILING);
      } else {
        pauseAfter(e);
      }
    }
  }

  /** The links wanted now, and with those that come from other lanes their places. */
  private LinkTable takeIn() {
    LinkTable now = wanted;
    for (Places places = arriving.poll(); places != null; places = arriving.poll()) {
      tracks.know(places);
    }
    return now;
  }

  /** Whether some links' failure must not hold up the others of the main lane any longer. */
  private boolean isToLeave(Postponed failure) {
    if (writer.lane() > 0 || failure.isOfAll() || !wanted.hasMoreThan(failure.links())) {
      return false;
    }
    if (!failure.after().isZero()) {
      return true;
    }
    return failure.links().stream().anyMatch(this::spoilsOften);
  }

  /** Events refused for good cost everybody a transaction each. */
  private boolean spoilsOften(LinkId link) {
    return spoils.merge(link, 1, Integer::sum) >= MOST_SPOILS;
  }

  private void sortOut(LaneWork work) {
    if (writer.lane() == 0) {
      Set<LinkId> strays = work.strays();
      if (!strays.isEmpty()) {
        LOG.atInfo()
            .addKeyValue("slot", slot)
            .addKeyValue("links", strays)
            .log("links far from the others run beside them");
        depart(work, strays, Beside.LAGGING);
      }
    }
  }

  /** Links that have used up their rate are in nobody's way beside the main lane. */
  private void hold(LaneWork work) {
    Set<LinkId> held = writer.lane() == 0 ? work.held() : Set.of();
    if (!held.isEmpty() && wanted.hasMoreThan(held)) {
      LOG.atInfo()
          .addKeyValue("slot", slot)
          .addKeyValue("links", held)
          .log("links that have used up their rate run beside the others");
      work.finish();
      depart(work, held, Beside.HELD);
    }
  }

  /** Who catches up does so beside those that are up to date, whatever channels they read. */
  private void letBehind(LaneWork work) {
    Set<LinkId> behind = work.behindOthers();
    if (!behind.isEmpty()) {
      LOG.atInfo()
          .addKeyValue("slot", slot)
          .addKeyValue("links", behind)
          .log("links far behind the others run beside them");
      work.finish();
      depart(work, behind, Beside.LAGGING);
    }
  }

  private void goBack(LaneWork work) {
    long well = System.nanoTime() - troubledAt;
    Set<LinkId> going = new HashSet<>(work.caughtUp());
    going.removeIf(link -> Math.min(well, work.nanosSinceHeld(link)) < run.stay(link).toNanos());
    if (!going.isEmpty()) {
      LOG.atInfo()
          .addKeyValue("slot", slot)
          .addKeyValue("links", going)
          .log("links return to their lane");
      work.finish();
      depart(work, going, Beside.LAGGING);
    }
  }

  /** Lets links go: another lane takes them up from where they are committed here. */
  private void depart(LaneWork work, Set<LinkId> links, Beside why) {
    LinkTable rest = run.release(writer.lane(), links, why);
    Places places = work.places(links);
    try {
      work.arrange(rest);
    } finally {
      run.settle(writer.lane(), links, places);
    }
  }

  private void healthy() {
    pauses.reset();
    if (System.nanoTime() - troubledAt >= FORGIVEN.toNanos()) {
      spoils.clear();
    }
    if (state != State.RUNNING) {
      if (state == State.RETRYING) {
        LOG.atInfo().addKeyValue("slot", slot).log("lane goes on");
      }
      state = State.RUNNING;
      problem = null;
      toldAt = System.nanoTime() - TELL_EVERY;
    }
  }

  private void pauseAfter(Postponed postponed) {
    if (postponed.after().isZero()) {
      return;
    }
    Duration pause = pauses.next();
    String reason =
        "Link '%s': %s".formatted(postponed.links().iterator().next(), postponed.reason());
    failing(reason, pause.compareTo(postponed.after()) > 0 ? pause : postponed.after());
  }

  private void failed(MeshException e) {
    if (e.code() == TransportError.FENCED) {
      failing(e.text(), FENCED_PAUSE);
    } else if (!isStopping()) {
      failing(e.text(), pauses.next());
    }
  }

  private void failing(String reason, Duration pause) {
    if (!reason.equals(problem)) {
      LOG.atWarn()
          .addKeyValue("slot", slot)
          .addKeyValue("problem", reason)
          .addKeyValue("pauseMillis", pause.toMillis())
          .log("lane tries again");
    }
    state = State.RETRYING;
    problem = reason;
    tell(Set.of());
    troubledAt = System.nanoTime();
    rest(pause);
  }

  private void rest(Duration pause) {
    try {
      boolean stopped = stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS);
      if (stopped) {
        LOG.atDebug().addKeyValue("slot", slot).log("stopped while waiting");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell(Set<ChannelAddress> missing) {
    toldAt = System.nanoTime();
    status.tell(wanted, state, problem, missing, seat.clock().millis());
  }
}
