package io.meshwork.relay.figures;

import io.meshwork.api.LinkReport;
import io.meshwork.api.LinkReport.Beside;
import io.meshwork.api.LinkReport.State;
import io.meshwork.api.ManifestLink;
import io.meshwork.api.RedriveReport;
import io.meshwork.transport.spi.Passing;
import io.meshwork.transport.spi.SlotId;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One link's figures in this run of the relay, summed over its lanes. Counters only rise, and count
 * what is committed. Any thread.
 */
public final class LinkFigures {
  private final LongAdder events = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder filtered = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder unreadable = new LongAdder();
  private final LongAdder retries = new LongAdder();
  private final LongAdder gaps = new LongAdder();
  private final LongAdder forwarded = new LongAdder();
  private final LongAdder reencoded = new LongAdder();
  private final LongAdder merged = new LongAdder();
  private final LongAdder transactions = new LongAdder();
  private final LongAdder deadLetters = new LongAdder();
  private final LongAdder waitedNanos = new LongAdder();
  private final LongAdder bytesInFlight = new LongAdder();
  private final LatencyWindow latency;
  private final Map<SlotId, LaneFigures> lanes = new ConcurrentHashMap<>();
  private final Map<SlotId, RedriveReport> redriving = new ConcurrentHashMap<>();
  private volatile ManifestLink link;
  private volatile TeamFigures team;
  private volatile @Nullable String refusal;

  LinkFigures(ManifestLink link, TeamFigures team, Clock clock) {
    this.link = link;
    this.team = team;
    this.latency = new LatencyWindow(clock);
  }

  /** The link as it runs now. */
  public ManifestLink link() {
    return link;
  }

  void link(ManifestLink changed, TeamFigures its) {
    link = changed;
    team = its;
  }

  /** A commit's counts. */
  public void committed(long passed, long passedBytes, long heldBack, long refusals) {
    events.add(passed);
    bytes.add(passedBytes);
    filtered.add(heldBack);
    refused.add(refusals);
    team.committed(passed, passedBytes, refusals);
  }

  /** A commit held events or letters of the link. */
  public void transaction() {
    transactions.increment();
  }

  /** A letter was written, of an event that is refused for good. */
  public void deadLetter() {
    deadLetters.increment();
    team.deadLetter();
  }

  /** So long it had events to move, and waited for its rate. */
  public void waited(long nanos) {
    waitedNanos.add(nanos);
    team.waited(nanos);
  }

  /** From the timestamp of so many events to their commit. */
  public void latency(long millis, long events) {
    latency.record(millis, events);
  }

  /** How events that were read get on; those read again count again. */
  public void passing(Passing how, long count) {
    switch (how) {
      case FORWARDED -> forwarded.add(count);
      case REENCODED -> reencoded.add(count);
      case MERGED -> merged.add(count);
    }
  }

  /** Events that were read and got on so. */
  public long passing(Passing how) {
    return switch (how) {
      case FORWARDED -> forwarded.sum();
      case REENCODED -> reencoded.sum();
      case MERGED -> merged.sum();
    };
  }

  /** Writes that will be tried again. */
  public void retried(long writes) {
    retries.add(writes);
  }

  /**
   * An event was held back whose payload the filter could not read; one read again counts again.
   */
  public void unreadable() {
    unreadable.increment();
  }

  /** How many those are. */
  public long unread() {
    return unreadable.sum();
  }

  /** A range that is gone. */
  public void gap() {
    gaps.increment();
  }

  /** Bytes that were read, or, negative, that are settled. */
  public void inFlight(long change) {
    bytesInFlight.add(change);
  }

  /** Why the newest refused event was refused. */
  public void lastRefusal(String reason) {
    refusal = reason;
  }

  /** What a lane does for this link now. */
  public void lane(SlotId slot, LaneFigures now) {
    lanes.put(slot, now);
  }

  /** Why the link runs beside the others of a slot, or waits; {@code null}: neither. */
  public @Nullable Beside beside() {
    Beside gravest = null;
    for (LaneFigures lane : lanes.values()) {
      Beside one = lane.beside();
      if (one != null && (gravest == null || one.compareTo(gravest) > 0)) {
        gravest = one;
      }
    }
    return gravest;
  }

  /** The lane has ended. */
  public void laneEnded(SlotId slot) {
    lanes.remove(slot);
  }

  /** What a slot does for the link's redrive now. */
  public void redrive(SlotId slot, RedriveReport now) {
    redriving.put(slot, now);
  }

  /** The slot has no redrive any longer. */
  public void redriveEnded(SlotId slot) {
    redriving.remove(slot);
  }

  /** The link's redrives over the slots that are here. */
  public Collection<RedriveReport> redrives() {
    Map<UUID, RedriveReport> all = new TreeMap<>();
    redriving.values().forEach(each -> all.merge(each.id(), each, LinkFigures::both));
    return all.values();
  }

  private static RedriveReport both(RedriveReport one, RedriveReport other) {
    return new RedriveReport(
        one.id(),
        one.link(),
        Stream.concat(one.slots().stream(), other.slots().stream()).toList(),
        one.problem() == null ? other.problem() : one.problem());
  }

  /** All figures now; the state is the one that needs most attention. */
  public LinkReport report() {
    State state = null;
    String problem = null;
    int partitions = 0;
    long lagEvents = 0;
    double lagSeconds = 0;
    for (LaneFigures lane : lanes.values()) {
      if (state == null || lane.state().compareTo(state) > 0) {
        state = lane.state();
        problem = lane.problem();
      } else if (problem == null) {
        problem = lane.problem();
      }
      partitions += lane.partitions();
      lagEvents += lane.lagEvents();
      lagSeconds = Math.max(lagSeconds, lane.lagSeconds());
    }
    return new LinkReport(
        link.id(),
        state == null ? State.STARTING : state,
        problem == null ? refusal : problem,
        partitions,
        events.sum(),
        bytes.sum(),
        filtered.sum(),
        refused.sum(),
        retries.sum(),
        gaps.sum(),
        lagEvents,
        lagSeconds,
        latency.read(),
        Math.max(0, bytesInFlight.sum()),
        new LinkReport.Work(
            beside(),
            forwarded.sum(),
            reencoded.sum(),
            merged.sum(),
            transactions.sum(),
            deadLetters.sum(),
            TimeUnit.NANOSECONDS.toMillis(waitedNanos.sum())));
  }
}
