package io.meshwork.benchmarks.relay;

import org.HdrHistogram.Histogram;

/**
 * How long events were on their way, in milliseconds.
 *
 * @param median half of them no longer
 * @param p99 99 % of them
 * @param p999 99.9 %
 * @param most the slowest
 */
record Latencies(double median, double p99, double p999, double most) {
  private static final double MICROS = 1000;

  static Latencies of(Histogram micros) {
    return new Latencies(
        at(micros, 50), at(micros, 99), at(micros, 99.9), micros.getMaxValue() / MICROS);
  }

  private static double at(Histogram micros, double percentile) {
    return micros.getValueAtPercentile(percentile) / MICROS;
  }

  /** The difference of the same percentiles: what this way takes longer than another. */
  Latencies beyond(Latencies other) {
    return new Latencies(
        median - other.median, p99 - other.p99, p999 - other.p999, most - other.most);
  }
}
