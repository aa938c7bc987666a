package io.meshwork.controlplane.monitoring;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One link's samples of the last hour: a ring a metric. Guarded by its owner. */
final class LinkHistory {
  /** How many samples an hour has. */
  static final int LENGTH = 360;

  /** Seconds between samples. */
  static final int STEP = 10;

  private final Map<Metric, float[]> rings = new EnumMap<>(Metric.class);
  private long newest = Long.MIN_VALUE;

  LinkHistory() {
    for (Metric metric : Metric.values()) {
      float[] ring = new float[LENGTH];
      Arrays.fill(ring, Float.NaN);
      rings.put(metric, ring);
    }
  }

  /** The number of the ten seconds that end at the moment. */
  static long slot(Instant at) {
    return at.getEpochSecond() / STEP;
  }

  /** Keeps one value a metric for the slot, {@code null}: nothing was reported. */
  void add(long slot, @Nullable Map<Metric, Double> values) {
    long from = newest == Long.MIN_VALUE ? slot : Math.max(newest + 1, slot - LENGTH + 1);
    for (long s = from; s <= slot; s++) {
      for (float[] ring : rings.values()) {
        ring[index(s)] = Float.NaN;
      }
    }
    newest = Math.max(newest, slot);
    if (values != null) {
      values.forEach((metric, value) -> ring(metric)[index(slot)] = value.floatValue());
    }
  }

  /** The value, NaN where there is none. */
  float at(Metric metric, long slot) {
    if (newest == Long.MIN_VALUE || slot > newest || slot <= newest - LENGTH) {
      return Float.NaN;
    }
    return ring(metric)[index(slot)];
  }

  private float[] ring(Metric metric) {
    return Objects.requireNonNull(rings.get(metric));
  }

  private static int index(long slot) {
    return Math.floorMod(slot, LENGTH);
  }
}
