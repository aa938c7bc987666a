package io.meshwork.controlplane.monitoring;

import io.meshwork.api.LinkReport;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * One link over all relays that run it: counts since this server first heard of it, and what each
 * relay said last. A relay that restarts counts from 0 again; what it had counted stays. Guarded by
 * its owner.
 */
final class LinkFigures {
  /** Counts. */
  record Totals(long events, long bytes, long filtered, long refused, long retries, long gaps) {
    static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0);

    static Totals of(LinkReport report) {
      return new Totals(
          report.events(),
          report.bytes(),
          report.filtered(),
          report.refused(),
          report.retries(),
          report.gaps());
    }

    Totals plus(Totals other) {
      return new Totals(
          events + other.events,
          bytes + other.bytes,
          filtered + other.filtered,
          refused + other.refused,
          retries + other.retries,
          gaps + other.gaps);
    }

    Totals minus(Totals other) {
      return new Totals(
          Math.max(0, events - other.events),
          Math.max(0, bytes - other.bytes),
          Math.max(0, filtered - other.filtered),
          Math.max(0, refused - other.refused),
          Math.max(0, retries - other.retries),
          Math.max(0, gaps - other.gaps));
    }
  }

  /** What one relay said last, and how fast it was between that and what it said before. */
  record Told(
      LinkReport report,
      Instant at,
      Instant received,
      double eventsPerSecond,
      double bytesPerSecond) {}

  private final Map<UUID, Told> relays = new HashMap<>();
  private final LinkHistory history = new LinkHistory();
  private Totals totals = Totals.NONE;
  private Totals sampled = Totals.NONE;
  private boolean fresh;

  void take(UUID instance, LinkReport report, Instant at, Instant received) {
    Told before = relays.get(instance);
    Totals now = Totals.of(report);
    Totals more = before == null ? now : now.minus(Totals.of(before.report()));
    double seconds =
        before == null ? 0 : java.time.Duration.between(before.at(), at).toNanos() / 1e9;
    totals = totals.plus(more);
    if (before == null && !fresh && sampled.equals(Totals.NONE)) {
      sampled = totals;
    }
    fresh = true;
    relays.put(
        instance,
        new Told(
            report,
            at,
            received,
            seconds > 0 ? more.events() / seconds : 0,
            seconds > 0 ? more.bytes() / seconds : 0));
  }

  /** Forgets what relays said before a moment. */
  void forgetBefore(Instant oldest) {
    relays.values().removeIf(told -> told.received().isBefore(oldest));
  }

  boolean isSilent() {
    return relays.isEmpty();
  }

  Totals totals() {
    return totals;
  }

  Collection<Told> relays() {
    return relays.values();
  }

  LinkHistory history() {
    return history;
  }

  /** Closes a slot of ten seconds. */
  void sample(long slot) {
    history.add(slot, fresh ? values() : null);
    sampled = totals;
    fresh = false;
  }

  private Map<Metric, Double> values() {
    Totals more = totals.minus(sampled);
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    values.put(Metric.EVENTS_PER_SECOND, (double) more.events() / LinkHistory.STEP);
    values.put(Metric.BYTES_PER_SECOND, (double) more.bytes() / LinkHistory.STEP);
    values.put(
        Metric.ERRORS_PER_SECOND, (double) (more.refused() + more.retries()) / LinkHistory.STEP);
    for (Told told : relays.values()) {
      LinkReport report = told.report();
      values.merge(Metric.LAG_EVENTS, (double) report.lagEvents(), Double::sum);
      values.merge(Metric.LAG_SECONDS, report.lagSeconds(), Math::max);
      values.merge(Metric.LATENCY_P50, report.latency().p50(), Math::max);
      values.merge(Metric.LATENCY_P99, report.latency().p99(), Math::max);
    }
    return values;
  }
}
