package io.meshwork.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.function.IntUnaryOperator;

/**
 * How often something can be done in a second of one core: counted against the thread's own
 * processor time, so that other work on the machine disturbs little.
 */
final class CpuRate {
  private static final long ROUND_NANOS = 2_000_000_000L;
  private static final int ROUNDS = 4;

  private CpuRate() {}

  /**
   * The best of several rounds, after warming; each call does {@code work} once and returns its
   * count.
   */
  static double best(IntUnaryOperator work) {
    double best = 0;
    int next = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long begin = now();
      long done = 0;
      while (now() - begin < ROUND_NANOS) {
        done += work.applyAsInt(next++);
      }
      best = Math.max(best, done * 1e9 / (now() - begin));
    }
    return best;
  }

  private static long now() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
