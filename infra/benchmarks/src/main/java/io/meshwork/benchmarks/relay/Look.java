package io.meshwork.benchmarks.relay;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * What one look at a relay and its brokers showed, or what lies between two.
 *
 * @param nanos of this machine's clock
 * @param passed events written and committed, over the links looked at
 * @param filtered events held back, over the same
 * @param relay processor seconds of the relay
 * @param brokers the same of the brokers
 * @param collector seconds that its collector held it up
 * @param received bytes that the relay read
 * @param sent bytes that it wrote
 */
record Look(
    long nanos,
    double passed,
    double filtered,
    double relay,
    double brokers,
    double collector,
    double received,
    double sent) {
  private static final long EVERY_NANOS = Duration.ofMillis(250).toNanos();
  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * Between which looks it is measured.
   *
   * @param available events that there are to be read, by each link
   * @param warmShare of them, read before the first
   * @param warmTime or spent
   * @param share of them, read when the last is taken
   * @param time between both, at most
   */
  record Bounds(
      double available, double warmShare, Duration warmTime, double share, Duration time) {}

  static Look at(RelayProcess relay, Clusters clusters, Predicate<String> links) {
    RelayMetrics metrics = relay.metrics();
    ProcessCost cost = relay.cost();
    double brokers = clusters.source().cpuSeconds();
    return new Look(
        System.nanoTime(),
        metrics.of(RelayMetrics.EVENTS, links),
        metrics.of(RelayMetrics.FILTERED, links),
        cost.cpuSeconds(),
        clusters.isOne() ? brokers : brokers + clusters.target().cpuSeconds(),
        metrics.collectorSeconds(),
        cost.bytesRead(),
        cost.bytesWritten());
  }

  /** Whose events are looked at. */
  record Links(Predicate<String> which, int count) {
    static Links all(int count) {
      return new Links(_ -> true, count);
    }
  }

  /** Looks until what is to be measured has been seen; what lies between the first and the last. */
  static Look between(RelayProcess relay, Clusters clusters, Links links, Bounds bounds)
      throws Measurement.Failed {
    long begun = System.nanoTime();
    long moving = 0;
    long progress = begun;
    double before = 0;
    Look first = null;
    while (true) {
      Look now = at(relay, clusters, links.which);
      double read = now.read() / links.count;
      if (read > before) {
        before = read;
        progress = now.nanos;
      }
      moving = moving == 0 && read > 0 ? now.nanos : moving;
      if (first == null) {
        boolean warm =
            read >= bounds.available * bounds.warmShare
                || now.nanos - moving >= bounds.warmTime.toNanos();
        first = moving > 0 && warm ? now : null;
      } else if (read >= bounds.available * bounds.share
          || now.nanos - first.nanos >= bounds.time.toNanos()) {
        return now.since(first);
      }
      Duration patience = moving == 0 ? START : PATIENCE;
      if (now.nanos - progress > patience.toNanos()) {
        throw new Measurement.Failed(
            "it stands still after %,.0f events; its log ends with:%n%s"
                .formatted(read, relay.process().lastWords()));
      }
      LockSupport.parkNanos(EVERY_NANOS);
    }
  }

  /** What lies between an earlier look and this. */
  Look since(Look first) {
    return new Look(
        nanos - first.nanos,
        passed - first.passed,
        filtered - first.filtered,
        relay - first.relay,
        brokers - first.brokers,
        collector - first.collector,
        received - first.received,
        sent - first.sent);
  }

  /** Events read, once for each link. */
  double read() {
    return passed + filtered;
  }

  double seconds() {
    return nanos / 1e9;
  }
}
