package io.meshwork.relay.engine;

import io.meshwork.api.LinkReport.State;
import io.meshwork.api.ManifestLink;
import io.meshwork.api.ManifestRedrive;
import io.meshwork.relay.figures.Figures;
import io.meshwork.relay.figures.LaneFigures;
import io.meshwork.transport.spi.SlotGroup;
import io.meshwork.transport.spi.SlotId;
import io.meshwork.transport.spi.SlotLease;
import io.meshwork.transport.spi.SlotListener;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This relay's part in one slot group: a membership, and lanes for each slot that it is given.
 * Invariant: lanes live only between {@link #acquired} and {@link #revoked} of its slot. Its own
 * virtual thread; {@link #links} and {@link #close} any thread.
 */
final class GroupRun implements SlotListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GroupRun.class);
  private static final Duration LEASE_POLL = Duration.ofMillis(250);

  private final SlotGroup group;
  private final Supplier<GroupSeat> seats;
  private final EngineSettings settings;
  private final Figures figures;
  private final Rates rates;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Map<SlotId, SlotRun> slots = new TreeMap<>(Comparator.comparingInt(SlotId::number));
  private final Thread thread;
  private LinkTable links;
  private @Nullable GroupSeat seat;

  /** What a manifest asks of the group; redrives of other groups' links mean nothing to it. */
  record Wanted(List<ManifestLink> links, List<ManifestRedrive> redrives) {}

  GroupRun(
      SlotGroup group,
      Wanted wanted,
      Supplier<GroupSeat> seats,
      EngineSettings settings,
      Figures figures,
      Rates rates) {
    this.group = group;
    this.seats = seats;
    this.settings = settings;
    this.figures = figures;
    this.rates = rates;
    this.links = LinkTable.of(wanted.links(), wanted.redrives(), figures, rates, null);
    this.thread = Thread.ofVirtual().name("group " + group.name()).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** From now on these links; those that are equal to running ones are not touched. */
  synchronized void links(Wanted changed) {
    links = LinkTable.of(changed.links(), changed.redrives(), figures, rates, links);
    slots.values().forEach(slot -> slot.links(links));
  }

  @Override
  public synchronized void acquired(Set<SlotId> acquired) {
    GroupSeat ours = seat;
    if (ours == null) {
      return;
    }
    for (SlotId slot : acquired) {
      if (!slots.containsKey(slot)) {
        SlotRun run = new SlotRun(slot, links, ours);
        slots.put(slot, run);
        rates.acquired(slot);
        run.start();
      }
    }
  }

  @Override
  public void revoked(Set<SlotId> revoked) {
    List<SlotRun> ending = take(revoked);
    ending.forEach(SlotRun::stop);
    long deadline = System.nanoTime() + settings.drain().toNanos();
    ending.forEach(slot -> slot.awaitEnd(deadline));
    ending.forEach(slot -> rates.lost(slot.slot()));
  }

  private synchronized List<SlotRun> take(Set<SlotId> revoked) {
    List<SlotRun> taken =
        slots.entrySet().stream()
            .filter(entry -> revoked.contains(entry.getKey()))
            .map(Map.Entry::getValue)
            .toList();
    slots.keySet().removeAll(revoked);
    return taken;
  }

  private synchronized Set<SlotId> owned() {
    return Set.copyOf(slots.keySet());
  }

  private void run() {
    Pauses pauses = new Pauses(settings.firstPause(), settings.longestPause());
    SlotId nobody = new SlotId(group, -1);
    while (!isStopping()) {
      try {
        GroupSeat opened = seats.get();
        synchronized (this) {
          seat = opened;
        }
        share(opened, pauses, nobody);
      } catch (RuntimeException e) {
        revoked(owned());
        Duration pause = pauses.next();
        LOG.atWarn()
            .addKeyValue("group", group.name())
            .addKeyValue("target", group.target())
            .addKeyValue("problem", e.getMessage())
            .addKeyValue("pauseMillis", pause.toMillis())
            .log("group tries again");
        tell(nobody, new LaneFigures(State.RETRYING, e.getMessage(), 0, 0, 0, null));
        rest(pause);
      }
    }
    forget(nobody);
  }

  private void share(GroupSeat opened, Pauses pauses, SlotId nobody) {
    BrokerPair.Opened pair = opened.pair();
    try (SlotLease lease = pair.targetTransport().slots(pair.targetAccess(), group, this);
        ClockWatch _ = ClockWatch.begin(opened.clock())) {
      while (!isStopping()) {
        lease.poll(LEASE_POLL);
        pauses.reset();
        forget(nobody);
      }
    } finally {
      revoked(owned());
    }
  }

  private synchronized void tell(SlotId slot, LaneFigures now) {
    links.routes().forEach(route -> route.figures().lane(slot, now));
  }

  private synchronized void forget(SlotId slot) {
    links.routes().forEach(route -> route.figures().laneEnded(slot));
  }

  private boolean isStopping() {
    return stopping.getCount() == 0 || Thread.currentThread().isInterrupted();
  }

  private void rest(Duration pause) {
    try {
      if (stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.atDebug().addKeyValue("group", group.name()).log("stopped while waiting");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends without waiting for it. */
  void stop() {
    stopping.countDown();
  }

  /** Ends: transactions are finished, slots given up. */
  @Override
  public void close() {
    stop();
    try {
      if (!thread.join(settings.drain().plus(settings.drain()))) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
