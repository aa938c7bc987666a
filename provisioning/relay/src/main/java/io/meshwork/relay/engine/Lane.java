package io.meshwork.relay.engine;

import io.meshwork.api.LinkReport.State;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.MeshException;
import io.meshwork.transport.spi.SlotId;
import io.meshwork.transport.spi.TransportError;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works one slot for as long as it is ours: connects, moves events, and when anything fails goes
 * back to the last commit and tries again, ever more slowly. When another owner fences it, it drops
 * what it has and tries again only while the lease still says that the slot is ours. Its own
 * virtual thread; every other method any thread.
 */
final class Lane {
  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
  private static final Duration FENCED_PAUSE = Duration.ofSeconds(2);
  private static final long TELL_EVERY = TimeUnit.MILLISECONDS.toNanos(500);

  private final SlotId slot;
  private final GroupSeat seat;
  private final Tracks tracks;
  private final LaneStatus status;
  private final Pauses pauses;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;
  private volatile LinkTable wanted;
  private volatile @Nullable LaneWork connected;
  private @Nullable String problem;
  private State state = State.STARTING;
  private long toldAt;

  Lane(SlotId slot, LinkTable links, GroupSeat seat) {
    this.slot = slot;
    this.wanted = links;
    this.seat = seat;
    this.tracks = new Tracks(slot);
    this.status = new LaneStatus(slot, tracks);
    this.pauses = new Pauses(seat.settings().firstPause(), seat.settings().longestPause());
    this.thread = Thread.ofVirtual().name("lane " + slot).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** From the next commit on these links. */
  void links(LinkTable changed) {
    LinkTable before = wanted;
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
        connectAndWork();
      }
    } finally {
      status.ended(wanted);
      LOG.atInfo().addKeyValue("slot", slot).log("lane ended");
    }
  }

  private void connectAndWork() {
    try (LaneWork work = LaneWork.open(slot, tracks, wanted, seat)) {
      connected = work;
      work.begin();
      while (!isStopping()) {
        work(work);
      }
      work.finish();
    } catch (MeshException e) {
      failed(e);
    } catch (Postponed e) {
      pauseAfter(e);
    } catch (RuntimeException e) {
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
        work.arrange(links);
      }
      work.step();
      if (work.isSettled()) {
        healthy();
      }
      if (System.nanoTime() - toldAt >= TELL_EVERY) {
        work.measureLag();
        tell(work.missing());
      }
    } catch (Postponed e) {
      work.rewind();
      pauseAfter(e);
    }
  }

  private void healthy() {
    pauses.reset();
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
    String reason = "Link '%s': %s".formatted(postponed.link(), postponed.reason());
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
