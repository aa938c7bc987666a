package io.meshwork.relay.figures;

import io.meshwork.model.TeamName;
import java.util.concurrent.atomic.LongAdder;

/**
 * What this run of the relay has done for one team, over the links that were the team's at the
 * time. Counters only rise, also when links go. Any thread.
 */
public final class TeamFigures {
  private static final double NANOS = 1e9;

  private final TeamName team;
  private final LongAdder events = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder deadLetters = new LongAdder();
  private final LongAdder waitedNanos = new LongAdder();

  TeamFigures(TeamName team) {
    this.team = team;
  }

  void committed(long passed, long passedBytes, long refusals) {
    events.add(passed);
    bytes.add(passedBytes);
    refused.add(refusals);
  }

  void deadLetter() {
    deadLetters.increment();
  }

  void waited(long nanos) {
    waitedNanos.add(nanos);
  }

  /** Whose. */
  public TeamName team() {
    return team;
  }

  /** Written and committed. */
  public long events() {
    return events.sum();
  }

  /** Of the events written and committed. */
  public long bytes() {
    return bytes.sum();
  }

  /** Refused for good. */
  public long refused() {
    return refused.sum();
  }

  /** Letters written. */
  public long deadLetters() {
    return deadLetters.sum();
  }

  /** For how long links waited for their rate or the team's, summed over links and slots. */
  public double waitedSeconds() {
    return waitedNanos.sum() / NANOS;
  }
}
