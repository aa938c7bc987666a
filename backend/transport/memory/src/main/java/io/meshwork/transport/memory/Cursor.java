package io.meshwork.transport.memory;

import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.SourceGap;
import io.meshwork.transport.spi.SourcePartition;
import io.meshwork.transport.spi.StartPosition;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where one partition is read. Stands still once a gap was found. */
final class Cursor {
  private final SourcePartition partition;
  private final StartPosition start;
  private Topic.@Nullable Place place;
  private boolean stopped;
  private boolean paused;

  Cursor(SourcePartition partition, StartPosition start) {
    this.partition = partition;
    this.start = start;
  }

  SourcePartition partition() {
    return partition;
  }

  StartPosition start() {
    return start;
  }

  void pause(boolean now) {
    paused = now;
  }

  boolean isPaused() {
    return paused;
  }

  boolean isReading() {
    return place != null && !stopped;
  }

  long offset() {
    return place == null ? 0 : place.offset();
  }

  void moveTo(long offset) {
    if (place != null) {
      place = new Topic.Place(place.topicId(), offset);
    }
  }

  /** Finds the start once, as soon as the partition is there. */
  void settle(BrokerState state, Instant now) {
    Topic topic = state.topic(partition.channel());
    if (topic != null) {
      topic.expire(now);
    }
    PartitionLog log = topic == null ? null : topic.log(partition.number());
    if (place != null || topic == null || log == null) {
      return;
    }
    place =
        switch (start) {
          case StartPosition.Earliest() -> new Topic.Place(topic.id(), log.start());
          case StartPosition.Latest() -> new Topic.Place(topic.id(), log.stableEnd());
          case StartPosition.At(var time) -> new Topic.Place(topic.id(), log.offsetAt(time));
          case StartPosition.From(var position) -> Topic.Place.of(position);
        };
  }

  /** What cannot be read any more between where reading is and what is there. Stops if any. */
  Optional<SourceGap> gap(Topic topic) {
    PartitionLog log = topic.log(partition.number());
    Topic.Place here = place;
    if (here == null || stopped || log == null) {
      return Optional.empty();
    }
    Position from = new Position(here.topicId() + ":" + here.offset());
    SourceGap gap = null;
    if (!here.topicId().equals(topic.id())) {
      gap =
          new SourceGap(
              partition,
              from,
              topic.position(log.start()),
              "The channel was made anew under the same name.");
    } else if (here.offset() < log.start()) {
      gap =
          new SourceGap(
              partition, from, topic.position(log.start()), "Retention has deleted the events.");
    } else if (here.offset() > log.end()) {
      gap =
          new SourceGap(
              partition,
              from,
              topic.position(log.end()),
              "The channel was cut back to an earlier end.");
    }
    stopped = gap != null;
    return Optional.ofNullable(gap);
  }
}
