package io.meshwork.transport.kafka;

import io.meshwork.transport.spi.Batch;
import io.meshwork.transport.spi.Bundle;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.SourceGap;
import io.meshwork.transport.spi.SourceLimits;
import io.meshwork.transport.spi.SourcePartition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** One batch while it is filled from what tracks hold; they take turns at being first. */
final class Handout {
  private final SourceLimits limits;
  private final Set<TopicPartition> paused;
  private final List<Bundle> bundles = new ArrayList<>();
  private final Map<SourcePartition, Position> through = new HashMap<>();
  private final List<SourceGap> gaps = new ArrayList<>();
  private int events;
  private long bytes;

  Handout(SourceLimits limits, Set<TopicPartition> paused) {
    this.limits = limits;
    this.paused = paused;
  }

  /** Takes what fits, beginning with the track whose turn it is; returns the next turn. */
  int fill(Collection<? extends Track> tracks, int turn) {
    List<Track> order = new ArrayList<>(tracks);
    if (order.isEmpty()) {
      return 0;
    }
    Collections.rotate(order, -(turn % order.size()));
    for (Track track : order) {
      if (!paused.contains(track.topicPartition())) {
        take(track);
      }
    }
    return (turn + 1) % order.size();
  }

  private void take(Track track) {
    boolean moved = false;
    Bundle bundle = next(track);
    while (bundle != null) {
      bundles.add(bundle);
      events += bundle.count();
      bytes += bundle.bytes();
      moved = true;
      bundle = next(track);
    }
    if (track.passOver() || moved) {
      through.put(track.partition(), track.position());
    }
    SourceGap gap = track.takeGap();
    if (gap != null) {
      gaps.add(gap);
    }
  }

  private @Nullable Bundle next(Track track) {
    return track.take(
        Math.max(0, limits.maxEvents() - events),
        Math.max(0, limits.maxBytes() - bytes),
        bundles.isEmpty());
  }

  boolean isEmpty() {
    return bundles.isEmpty() && through.isEmpty() && gaps.isEmpty();
  }

  Batch batch() {
    return new Batch(bundles, through, gaps);
  }
}
