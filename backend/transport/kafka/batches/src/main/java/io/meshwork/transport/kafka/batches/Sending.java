package io.meshwork.transport.kafka.batches;

import java.nio.ByteBuffer;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One batch on its way into a partition, and what becomes of it. */
final class Sending {
  private final int count;
  private final ByteBuffer bytes;
  private boolean answered;
  private long baseOffset;
  private Uuid topicId = Uuid.ZERO_UUID;
  private @Nullable KafkaException fault;
  private Set<Integer> culprits = Set.of();

  /** Of so many records. */
  Sending(int count, ByteBuffer bytes) {
    this.count = count;
    this.bytes = bytes;
  }

  int count() {
    return count;
  }

  /** A view of its own. */
  ByteBuffer bytes() {
    return bytes.duplicate();
  }

  int size() {
    return bytes.remaining();
  }

  void stored(Uuid topic, long offset) {
    answered = true;
    topicId = topic;
    baseOffset = offset;
  }

  void failed(KafkaException why, Set<Integer> whichRecords) {
    answered = true;
    fault = why;
    culprits = whichRecords;
  }

  Uuid topicId() {
    return topicId;
  }

  long baseOffset() {
    return baseOffset;
  }

  /** Why it is not stored; {@code null}: it is. */
  @Nullable KafkaException fault() {
    return answered ? fault : new TimeoutException("the batch has not been answered for");
  }

  /** Which of its records the broker took offence at; empty: it did not say. */
  Set<Integer> culprits() {
    return culprits;
  }
}
