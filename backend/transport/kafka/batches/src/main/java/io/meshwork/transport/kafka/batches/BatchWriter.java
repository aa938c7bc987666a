package io.meshwork.transport.kafka.batches;

import io.meshwork.model.event.Event;
import java.time.Duration;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Writes batches, in transactions of one id or, without an id, idempotently: in order and never
 * twice by itself. Phases: {@link #fence}, then any number of {@code begin, write…, flush, commit |
 * abort}. Faults of writes are told by what was {@link Written}, and by a {@link #commit} that
 * comes in spite of them; all others are thrown as Kafka's own exceptions. Time is bounded
 * everywhere. One thread.
 */
public final class BatchWriter implements AutoCloseable {
  private final Wire wire;
  private final Coordinator coordinator;
  private final Outbox outbox;

  /**
   * Over connections that it closes in the end.
   *
   * @param transactionalId {@code null}: without transactions
   * @param patience for all that goes into one flush, and for each question to the coordinator
   */
  public BatchWriter(Wire wire, @Nullable String transactionalId, Duration patience) {
    this(wire, transactionalId, patience, true);
  }

  /** With transactions of the first kind alone, whatever the cluster can. */
  static BatchWriter ofFirstKind(Wire wire, String transactionalId, Duration patience) {
    return new BatchWriter(wire, transactionalId, patience, false);
  }

  private BatchWriter(
      Wire wire, @Nullable String transactionalId, Duration patience, boolean secondKind) {
    this.wire = wire;
    this.coordinator = new Coordinator(wire, transactionalId, patience, secondKind);
    this.outbox = new Outbox(wire, coordinator, patience);
  }

  /** Whether it writes in transactions. */
  public boolean isTransactional() {
    return coordinator.isTransactional();
  }

  /** Shuts out every earlier owner of the id, and ends what it left open. Comes first, once. */
  public void fence() {
    coordinator.fence();
  }

  /** A new transaction; without an id, what went wrong before is forgotten. */
  public void begin() {
    if (outbox.fault() != null) {
      abort();
    }
  }

  /**
   * Writes one event, together with others of its partition.
   *
   * @param size about how many bytes it takes before compression
   * @param mostBytes that a batch of the topic may have
   */
  public Written write(TopicPartition partition, Event event, long size, long mostBytes) {
    return outbox.write(partition, event, size, mostBytes);
  }

  /**
   * Writes the records of a batch together with others of its partition: the same bytes, behind
   * what was written before.
   *
   * @param mostBytes that a batch of the topic may have
   */
  public Merged merge(TopicPartition partition, StoredBatch batch, long mostBytes) {
    return outbox.merge(partition, batch, mostBytes);
  }

  /** Writes a batch as it is, behind what was written to its partition before. */
  public Written forward(TopicPartition partition, StoredBatch batch) {
    return outbox.forward(partition, batch);
  }

  /**
   * How many bytes go into a transaction that ends in a few seconds, as far as the brokers' limits
   * on rates are known.
   */
  public long bytesInTime() {
    return outbox.bytesInTime();
  }

  /** Returns when all that was written is answered for. */
  public void flush() {
    outbox.flush();
  }

  /** Commits all that was written. */
  public void commit() {
    outbox.flush();
    KafkaException fault = outbox.fault();
    if (fault != null) {
      throw fault;
    }
    if (coordinator.isTransactional()) {
      if (outbox.isTouched()) {
        coordinator.end(true);
      }
      outbox.ended(coordinator.isSecondKind());
    }
  }

  /** Takes all back; without an id, what has been written stays. */
  public void abort() {
    outbox.settle();
    if (coordinator.isTransactional() && outbox.isTouched()) {
      coordinator.end(false);
    }
    if (!coordinator.isSecondKind()) {
      coordinator.renew();
    }
    outbox.ended(true);
  }

  @Override
  public void close() {
    wire.close();
  }
}
