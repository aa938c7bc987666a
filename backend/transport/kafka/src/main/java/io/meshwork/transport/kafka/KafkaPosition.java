package io.meshwork.transport.kafka;

import io.meshwork.model.MeshException;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.TransportError;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Uuid;

/**
 * A position's meaning: {@code topicId:offset:leaderEpoch}. The topic's id tells a topic made anew
 * under the same name, the epoch a log that was cut off and written again.
 *
 * @param offset of the next record
 * @param epoch of the leader that wrote the record before it, -1: not known
 */
record KafkaPosition(Uuid topicId, long offset, int epoch) {
  static final int UNKNOWN_EPOCH = -1;

  /** The texts of topic ids, which cost more than all the rest: each position holds one. */
  private static final Map<Uuid, String> TEXTS = new ConcurrentHashMap<>();

  private static final int MOST_TEXTS = 10_000;

  static KafkaPosition of(Position position) {
    String[] parts = position.value().split(":", -1);
    try {
      if (parts.length == 3) {
        return new KafkaPosition(
            Uuid.fromString(parts[0]), Long.parseLong(parts[1]), Integer.parseInt(parts[2]));
      }
    } catch (IllegalArgumentException e) {
      throw unknown(position, e);
    }
    throw unknown(position, null);
  }

  Position position() {
    return new Position(text(topicId) + ":" + offset + ":" + epoch);
  }

  private static String text(Uuid topicId) {
    String known = TEXTS.get(topicId);
    if (known == null) {
      if (TEXTS.size() >= MOST_TEXTS) {
        TEXTS.clear();
      }
      known = topicId.toString();
      TEXTS.put(topicId, known);
    }
    return known;
  }

  OffsetAndMetadata offsetAndMetadata() {
    return new OffsetAndMetadata(offset, epoch < 0 ? Optional.empty() : Optional.of(epoch), "");
  }

  private static MeshException unknown(
      Position position, @org.jspecify.annotations.Nullable Exception cause) {
    String message =
        "Position '%s' is not one of a Kafka topic; start from earliest, latest or a time."
            .formatted(position);
    return cause == null
        ? new MeshException(TransportError.NOT_SUPPORTED, message)
        : new MeshException(TransportError.NOT_SUPPORTED, message, cause);
  }
}
