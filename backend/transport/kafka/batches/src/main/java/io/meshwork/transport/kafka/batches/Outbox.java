package io.meshwork.transport.kafka.batches;

import io.meshwork.model.event.Event;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.ClientResponse;
import org.apache.kafka.clients.Metadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.message.ProduceResponseData.BatchIndexAndErrorMessage;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ProduceResponse;
import org.jspecify.annotations.Nullable;

/** The batches of one transaction on their way to the leaders of their partitions. One thread. */
final class Outbox {
  /** What waits, at most, before writing blocks. */
  private static final long MOST_WAITING = 8L << 20;

  /** So much waits while answers are due before it is looked whether they have come. */
  private static final long WORTH_A_LOOK = 128L << 10;

  /** What a transaction takes, at most, where the rate is limited. */
  private static final long IN_TIME_MS = 5_000;

  private static final long LEAST_IN_TIME = 64L << 10;
  private static final int ENCODED_BYTES = 128 << 10;
  private static final int SPARE = 32;

  /** So much more a record may take, numbered and timed anew. */
  private static final int GROWTH = 12;

  private static final long RETRY_NANOS = Duration.ofMillis(5).toNanos();
  private static final long RETRY_MS = 5;
  private static final long STEP_MS = 50;

  private final Wire wire;
  private final Coordinator coordinator;
  private final Duration patience;
  private final Map<TopicPartition, PartitionQueue> queues = new LinkedHashMap<>();
  private final Deque<RecordBytes> spare = new ArrayDeque<>();
  private final ByteBuffer scratch = ByteBuffer.allocate(ENCODED_BYTES);
  private final Unpacked unpacked = new Unpacked();
  private long waitingBytes;
  private long looked;
  private int requests;
  private boolean touched;
  private long answers;
  private boolean throttled;
  private long bytesInTime = Long.MAX_VALUE;
  private @Nullable KafkaException fault;

  Outbox(Wire wire, Coordinator coordinator, Duration patience) {
    this.wire = wire;
    this.coordinator = coordinator;
    this.patience = patience;
  }

  /** Whether the broker may know of the transaction. */
  boolean isTouched() {
    return touched;
  }

  /** The first fault of the transaction. */
  @Nullable KafkaException fault() {
    return fault;
  }

  Written write(TopicPartition partition, Event event, long size, long mostBytes) {
    return encoding(queue(partition), size, mostBytes).append(event);
  }

  Merged merge(TopicPartition partition, StoredBatch batch, long mostBytes) {
    int bytes = unpacked.unpack(batch);
    int grown = bytes + GROWTH * batch.count();
    Written written = encoding(queue(partition), grown, mostBytes).append(unpacked);
    return new Merged(written, unpacked.hashes());
  }

  /** The batch that grows, or another one where that has no room for so much more. */
  private Encoding encoding(PartitionQueue queue, long size, long mostBytes) {
    Encoding encoding = queue.encoding();
    if (encoding != null && !encoding.hasRoom(size)) {
      close(queue);
      encoding = null;
    }
    if (encoding == null) {
      RecordBytes plain = spare.isEmpty() ? new RecordBytes() : spare.pop();
      encoding =
          new Encoding(
              plain, (int) Math.min(ENCODED_BYTES, mostBytes), coordinator.isTransactional());
      queue.encode(encoding);
    }
    return encoding;
  }

  Written forward(TopicPartition partition, StoredBatch batch) {
    PartitionQueue queue = queue(partition);
    close(queue);
    int sequence = queue.nextSequence(batch.count());
    Sending sending =
        new Sending(
            batch.count(),
            batch.lend(
                coordinator.producerId(),
                coordinator.producerEpoch(),
                sequence,
                coordinator.isTransactional()));
    add(queue, sending);
    return new Written(() -> sending, 0, batch.count());
  }

  private void close(PartitionQueue queue) {
    Encoding encoding = queue.encoding();
    if (encoding != null) {
      queue.encode(null);
      int sequence = queue.nextSequence(encoding.count());
      add(
          queue,
          encoding.close(coordinator.producerId(), coordinator.producerEpoch(), sequence, scratch));
      keep(encoding.plain());
    }
  }

  private void add(PartitionQueue queue, Sending sending) {
    KafkaException broken = queue.broken();
    if (broken != null) {
      sending.failed(broken, Set.of(-1));
      return;
    }
    queue.waiting().add(sending);
    waitingBytes += sending.size();
    if (requests == 0 || waitingBytes - looked >= WORTH_A_LOOK) {
      look(0);
      long until = System.nanoTime() + patience.toNanos();
      while (waitingBytes > MOST_WAITING && System.nanoTime() < until) {
        look(STEP_MS);
      }
      looked = waitingBytes;
    }
  }

  /** Sends what can be sent and takes what has come. */
  private void look(long waitMs) {
    boolean sent = true;
    while (sent) {
      sent = send();
      wire.poll(sent ? 0 : waitMs);
    }
  }

  /**
   * Sends everything and waits until everything is answered. Patience ends when nothing is answered
   * for so long, although no broker asks for patience itself.
   */
  void flush() {
    queues.values().forEach(this::close);
    long until = System.nanoTime() + patience.toNanos();
    long before = answers;
    while (!queues.values().stream().allMatch(PartitionQueue::isQuiet)) {
      if (throttled || answers != before) {
        before = answers;
        until = System.nanoTime() + patience.toNanos();
      }
      if (System.nanoTime() >= until) {
        giveUp(new TimeoutException("not everything was answered within " + patience));
        break;
      }
      look(isWaitingToRetry() ? RETRY_MS : STEP_MS);
    }
    looked = waitingBytes;
  }

  private boolean isWaitingToRetry() {
    return requests == 0;
  }

  /** Sends nothing more, and waits a while for the answers that are due. */
  void settle() {
    giveUp(new TimeoutException("given up"));
    long until = System.nanoTime() + Duration.ofMillis(wire.timeoutMs()).toNanos();
    while (requests > 0 && System.nanoTime() < until) {
      wire.poll(STEP_MS);
    }
  }

  private void giveUp(KafkaException why) {
    for (PartitionQueue queue : queues.values()) {
      if (!queue.isQuiet()) {
        queue.waiting().forEach(each -> waitingBytes -= each.size());
        queue.breakOff(why);
        noteFault(why);
      }
    }
  }

  void ended(boolean sequencesBeginAnew) {
    queues.values().forEach(queue -> queue.ended(sequencesBeginAnew));
    if (sequencesBeginAnew) {
      queues.clear();
    }
    waitingBytes = 0;
    looked = 0;
    touched = false;
    fault = null;
  }

  private boolean send() {
    long now = System.nanoTime();
    throttled = false;
    Map<Integer, ProduceRound> rounds = new HashMap<>();
    List<PartitionQueue> ready = new ArrayList<>();
    for (PartitionQueue queue : queues.values()) {
      if (queue.canSend(now)) {
        ready.add(queue);
      }
    }
    if (coordinator.isTransactional() && !coordinator.isSecondKind()) {
      announce(ready);
    }
    for (PartitionQueue queue : ready) {
      Metadata.LeaderAndEpoch leader = wire.leader(queue.partition());
      Uuid topicId = wire.topicId(queue.partition().topic());
      if (leader.leader.isPresent() && topicId != null) {
        Node node = leader.leader.get();
        ProduceRound round =
            rounds.computeIfAbsent(
                node.id(), _ -> new ProduceRound(node, wire.canSend(node), wire.timeoutMs()));
        throttled |= wire.isThrottled(node);
        if (round.takes(queue)) {
          round.add(queue, queue.send(), topicId);
        }
      }
    }
    boolean sent = false;
    for (ProduceRound round : rounds.values()) {
      if (!round.isEmpty()) {
        sent = true;
        touched = true;
        requests++;
        waitingBytes -= round.bytes();
        wire.send(
            round.node(),
            round.request(
                coordinator.transactionalId(),
                coordinator.isTransactional() && !coordinator.isSecondKind()),
            response -> answered(round, response));
      }
    }
    return sent;
  }

  private void announce(List<PartitionQueue> ready) {
    List<PartitionQueue> unknown = ready.stream().filter(queue -> !queue.isAdded()).toList();
    if (!unknown.isEmpty()) {
      touched = true;
      coordinator.addPartitions(unknown.stream().map(PartitionQueue::partition).toList());
      unknown.forEach(PartitionQueue::added);
    }
  }

  private void answered(ProduceRound round, ClientResponse response) {
    requests--;
    ProduceResponse body;
    try {
      body = (ProduceResponse) Wire.body(response);
    } catch (KafkaException e) {
      wire.refresh();
      round.parcels().forEach(parcel -> fail(parcel, e, Set.of(-1)));
      return;
    }
    answers++;
    measure(round.bytes(), body.throttleTimeMs());
    body.data()
        .responses()
        .forEach(
            topic ->
                topic
                    .partitionResponses()
                    .forEach(
                        answer -> {
                          var parcel = round.find(topic.topicId(), topic.name(), answer.index());
                          if (parcel != null) {
                            take(parcel, answer);
                          }
                        }));
  }

  /** A broker that limits the rate says for how long so many bytes were too many. */
  private void measure(long bytes, int throttleMs) {
    if (throttleMs > 0) {
      bytesInTime = Math.max(LEAST_IN_TIME, bytes * IN_TIME_MS / throttleMs);
    } else if (bytesInTime < Long.MAX_VALUE / 2) {
      bytesInTime *= 2;
    }
  }

  /** How much a transaction should hold so that it ends in time. */
  long bytesInTime() {
    return bytesInTime;
  }

  private void take(ProduceRound.Parcel parcel, PartitionProduceResponse answer) {
    Errors error = Errors.forCode(answer.errorCode());
    PartitionQueue queue = parcel.queue();
    if (error == Errors.NONE || error == Errors.DUPLICATE_SEQUENCE_NUMBER) {
      parcel.sending().stored(parcel.topicId(), answer.baseOffset());
      queue.answered();
    } else if (!queue.isOpen() && queue.broken() == null && isToBeTriedAgain(error)) {
      waitingBytes += parcel.sending().size();
      queue.again(parcel.sending(), System.nanoTime() + RETRY_NANOS);
      if (error != Errors.CONCURRENT_TRANSACTIONS) {
        wire.refresh();
      }
    } else {
      String words = answer.errorMessage();
      KafkaException why =
          words == null ? error.exception() : (KafkaException) error.exception(words);
      wire.refresh();
      fail(
          parcel,
          why,
          answer.recordErrors().stream()
              .map(BatchIndexAndErrorMessage::batchIndex)
              .collect(Collectors.toSet()));
    }
  }

  private void fail(ProduceRound.Parcel parcel, KafkaException why, Set<Integer> culprits) {
    parcel.queue().waiting().forEach(each -> waitingBytes -= each.size());
    parcel.queue().failed(parcel.sending(), why, culprits);
    noteFault(why);
  }

  private void noteFault(KafkaException why) {
    if (fault == null) {
      fault = why;
    }
  }

  private void keep(RecordBytes plain) {
    if (spare.size() < SPARE && plain.capacity() <= 2 * ENCODED_BYTES) {
      spare.push(plain.cleared());
    }
  }

  /** Of the first batch of a transaction, which nothing has followed yet. */
  private static boolean isToBeTriedAgain(Errors error) {
    return switch (error) {
      case CONCURRENT_TRANSACTIONS,
          COORDINATOR_NOT_AVAILABLE,
          COORDINATOR_LOAD_IN_PROGRESS,
          NOT_COORDINATOR,
          NOT_LEADER_OR_FOLLOWER,
          LEADER_NOT_AVAILABLE,
          KAFKA_STORAGE_ERROR,
          UNKNOWN_TOPIC_OR_PARTITION,
          UNKNOWN_TOPIC_ID ->
          true;
      default -> false;
    };
  }

  private PartitionQueue queue(TopicPartition partition) {
    return queues.computeIfAbsent(
        partition,
        of -> {
          wire.alsoInterest(of.topic());
          return new PartitionQueue(of);
        });
  }
}
