package io.meshwork.transport.memory;

import io.meshwork.model.MeshException;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.Traffic;
import io.meshwork.transport.spi.TransportError;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The events of one topic. Its id tells it from others that bear its name before or after. */
final class Topic {
  static final String KIND = "topic";
  static final String PARTITIONS = "partitions";
  static final String RETENTION = "retention";
  static final String RETAINED_SIZE = "retainedSize";
  static final String MAX_SIZE = "maxSize";

  private final String id;
  private final List<PartitionLog> partitions = new ArrayList<>();
  private Duration retention = Duration.ZERO;
  private long retainedSize = Long.MAX_VALUE;
  private long maxSize;
  private int nextWithoutKey;

  Topic(String id, Resource shape) {
    this.id = id;
    reshape(shape);
  }

  private Topic(Topic other) {
    id = other.id;
    retention = other.retention;
    retainedSize = other.retainedSize;
    maxSize = other.maxSize;
    nextWithoutKey = other.nextWithoutKey;
    other.partitions.forEach(log -> partitions.add(log.copy()));
  }

  void reshape(Resource shape) {
    Map<String, String> attributes = shape.attributes();
    retention = Duration.parse(attributes.getOrDefault(RETENTION, "PT168H"));
    retainedSize =
        Long.parseLong(attributes.getOrDefault(RETAINED_SIZE, Long.toString(Long.MAX_VALUE)));
    maxSize = Long.parseLong(attributes.getOrDefault(MAX_SIZE, "1048576"));
    int count = Integer.parseInt(attributes.getOrDefault(PARTITIONS, "1"));
    while (partitions.size() < count) {
      partitions.add(new PartitionLog());
    }
  }

  String id() {
    return id;
  }

  int size() {
    return partitions.size();
  }

  long maxSize() {
    return maxSize;
  }

  @Nullable PartitionLog log(int number) {
    return number >= 0 && number < partitions.size() ? partitions.get(number) : null;
  }

  Position position(long offset) {
    return new Position(id + ":" + offset);
  }

  int partitionFor(byte @Nullable [] key) {
    int hash = key == null ? nextWithoutKey++ : Arrays.hashCode(key) * 0x9E3779B9;
    return Math.floorMod(hash, partitions.size());
  }

  void expire(Instant now) {
    long before = now.minus(retention).toEpochMilli();
    partitions.forEach(log -> log.expire(before, retainedSize));
  }

  /** What it holds now, and of that what is of the last hour and day. */
  Traffic traffic(Instant now) {
    long retained = 0;
    long lastHour = 0;
    long lastDay = 0;
    for (PartitionLog log : partitions) {
      retained += log.visible(log.start(), log.end());
      lastHour += log.visible(log.offsetAt(now.minus(Duration.ofHours(1))), log.end());
      lastDay += log.visible(log.offsetAt(now.minus(Duration.ofDays(1))), log.end());
    }
    return new Traffic(retained, lastHour, lastDay);
  }

  Topic copy() {
    return new Topic(this);
  }

  /** A position's parts. */
  record Place(String topicId, long offset) {
    static Place of(Position position) {
      String text = position.value();
      int colon = text.lastIndexOf(':');
      try {
        return new Place(text.substring(0, colon), Long.parseLong(text.substring(colon + 1)));
      } catch (IndexOutOfBoundsException | NumberFormatException e) {
        throw new MeshException(
            TransportError.NOT_SUPPORTED,
            "Position '%s' is not one of this transport.".formatted(position),
            e);
      }
    }
  }
}
