package io.meshwork.transport.kafka.batches;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Something written: an event within a batch, or a batch as a whole. What became of it is known
 * once {@link BatchWriter#flush} has returned.
 */
public final class Written {
  private final Shipment shipment;
  private final int first;
  private final int count;

  Written(Shipment shipment, int first, int count) {
    this.shipment = shipment;
    this.first = first;
    this.count = count;
  }

  /** Why it is not stored; {@code null}: it is, as far as the transaction commits. */
  public @Nullable KafkaException fault() {
    return shipment.sending().fault();
  }

  /** Whether the fault lies in this event or batch itself, not in what it was sent with. */
  public boolean isCulprit() {
    Sending sending = shipment.sending();
    return sending.culprits().isEmpty()
        ? sending.count() == count
        : sending.culprits().stream().anyMatch(each -> each >= first && each < first + count);
  }

  /**
   * Whether the fault may lie in it: of all that went together, the broker did not say in which.
   */
  public boolean isSuspect() {
    Sending sending = shipment.sending();
    return sending.fault() != null && sending.culprits().isEmpty();
  }

  /** How many records. */
  public int count() {
    return count;
  }

  /** The bytes that it went together with, and its own. */
  public int sentBytes() {
    return shipment.sending().size();
  }

  /** The topic's id under which it was stored. */
  public Uuid topicId() {
    return shipment.sending().topicId();
  }

  /** The offset of the first of it. */
  public long offset() {
    return shipment.sending().baseOffset() + first;
  }

  /** The offset of the last of it. */
  public long lastOffset() {
    return offset() + count - 1;
  }

  /** A batch, which may be still growing. */
  interface Shipment {
    /** Once it grows no more. */
    Sending sending();
  }
}
