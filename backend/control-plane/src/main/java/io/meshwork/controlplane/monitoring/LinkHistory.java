package io.meshwork.controlplane.monitoring;

import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One link's samples of the last hour: a ring a metric. Guarded by its owner. */
final class LinkHistory {
  /** How many samples an hour has. */
  static final int LENGTH = 360;

  /** Seconds between samples. */
  static final int STEP = 10;

  private final float[][] rings = new float[Metric.values().length][LENGTH];
  private long newest = Long.MIN_VALUE;

  LinkHistory() {
    for (float[] ring : rings) {
      Arrays.fill(ring, Float.NaN);
    }
  }

  /** The number of the ten seconds that end at the moment. */
  static long slot(Instant at) {
    return at.getEpochSecond() / STEP;
  }

  /** Keeps one value a metric for the slot, {@code null}: nothing was reported. */
  void add(long slot, float @Nullable [] values) {
    long from = newest == Long.MIN_VALUE ? slot : Math.max(newest + 1, slot - LENGTH + 1);
    for (long s = from; s <= slot; s++) {
      for (float[] ring : rings) {
        ring[index(s)] = Float.NaN;
      }
    }
    newest = Math.max(newest, slot);
    if (values != null) {
      for (int metric = 0; metric < rings.length; metric++) {
        rings[metric][index(slot)] = values[metric];
      }
    }
  }

  /** The value, NaN where there is none. */
  float at(Metric metric, long slot) {
    if (newest == Long.MIN_VALUE || slot > newest || slot <= newest - LENGTH) {
      return Float.NaN;
    }
    return rings[metric.ordinal()][index(slot)];
  }

  private static int index(long slot) {
    return Math.floorMod(slot, LENGTH);
  }
}
