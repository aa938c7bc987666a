package io.meshwork.transport.kafka.batches;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.DefaultRecordBatch;
import org.jspecify.annotations.Nullable;

/**
 * What is on its way to one partition. Invariants: batches are sent in the order of their
 * sequences; the first of a transaction is answered before another is sent; after a fault nothing
 * is sent until the transaction has ended.
 */
final class PartitionQueue {
  private final TopicPartition partition;
  private final Deque<Sending> waiting = new ArrayDeque<>();
  private @Nullable Encoding encoding;
  private int sequence;
  private int unanswered;
  private boolean open;
  private boolean added;
  private long notBefore;
  private @Nullable KafkaException broken;

  PartitionQueue(TopicPartition partition) {
    this.partition = partition;
  }

  TopicPartition partition() {
    return partition;
  }

  Deque<Sending> waiting() {
    return waiting;
  }

  @Nullable Encoding encoding() {
    return encoding;
  }

  void encode(@Nullable Encoding next) {
    encoding = next;
  }

  /** The sequence of a batch of so many records. */
  int nextSequence(int records) {
    int mine = sequence;
    sequence = DefaultRecordBatch.incrementSequence(sequence, records);
    return mine;
  }

  /** Whether the first that waits may be sent now. */
  boolean canSend(long now) {
    return !waiting.isEmpty()
        && broken == null
        && (open || unanswered == 0)
        && now - notBefore >= 0;
  }

  boolean isAdded() {
    return added;
  }

  void added() {
    added = true;
  }

  Sending send() {
    unanswered++;
    return waiting.remove();
  }

  boolean isQuiet() {
    return unanswered == 0 && waiting.isEmpty();
  }

  int unanswered() {
    return unanswered;
  }

  boolean isOpen() {
    return open;
  }

  void answered() {
    unanswered--;
    open = true;
  }

  /** The first of the transaction is to be sent again; nothing followed it. */
  void again(Sending first, long at) {
    unanswered--;
    waiting.addFirst(first);
    notBefore = at;
  }

  void failed(Sending which, KafkaException why, Set<Integer> culprits) {
    unanswered--;
    which.failed(why, culprits);
    breakOff(why);
  }

  /** Nothing more goes there in this transaction. */
  void breakOff(KafkaException why) {
    if (broken == null) {
      broken = why;
    }
    waiting.forEach(each -> each.failed(why, Set.of(-1)));
    waiting.clear();
  }

  @Nullable KafkaException broken() {
    return broken;
  }

  /** The transaction has ended. */
  void ended(boolean sequencesBeginAnew) {
    waiting.clear();
    encoding = null;
    open = false;
    added = false;
    broken = null;
    notBefore = System.nanoTime();
    if (sequencesBeginAnew) {
      sequence = 0;
    }
  }
}
