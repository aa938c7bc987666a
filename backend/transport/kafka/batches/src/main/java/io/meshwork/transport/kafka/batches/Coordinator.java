package io.meshwork.transport.kafka.batches;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.message.EndTxnRequestData;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.AddPartitionsToTxnRequest;
import org.apache.kafka.common.requests.AddPartitionsToTxnResponse;
import org.apache.kafka.common.requests.EndTxnRequest;
import org.apache.kafka.common.requests.EndTxnResponse;
import org.apache.kafka.common.requests.FindCoordinatorRequest;
import org.apache.kafka.common.requests.FindCoordinatorRequest.CoordinatorType;
import org.apache.kafka.common.requests.FindCoordinatorResponse;
import org.apache.kafka.common.requests.InitProducerIdRequest;
import org.apache.kafka.common.requests.InitProducerIdResponse;
import org.jspecify.annotations.Nullable;

/**
 * Talks to the coordinator of one transactional id; without an id any broker gives producers
 * theirs. Every question is safe to be asked again, and is, for a bounded time, while the
 * coordinator moves, loads or is busy with what went before.
 */
final class Coordinator {
  private static final int TRANSACTION_TIMEOUT_MS = 60_000;
  private static final long BACKOFF_MS = 10;

  private final Wire wire;
  private final @Nullable String transactionalId;
  private final Duration patience;
  private final boolean mayBeSecondKind;
  private @Nullable Node node;
  private long producerId = RecordBatch.NO_PRODUCER_ID;
  private short producerEpoch = RecordBatch.NO_PRODUCER_EPOCH;
  private boolean secondKind;

  Coordinator(
      Wire wire, @Nullable String transactionalId, Duration patience, boolean mayBeSecondKind) {
    this.wire = wire;
    this.transactionalId = transactionalId;
    this.patience = patience;
    this.mayBeSecondKind = mayBeSecondKind;
  }

  @Nullable String transactionalId() {
    return transactionalId;
  }

  boolean isTransactional() {
    return transactionalId != null;
  }

  long producerId() {
    return producerId;
  }

  short producerEpoch() {
    return producerEpoch;
  }

  /** Whether transactions are of the second kind (KIP-890): every one has its own epoch. */
  boolean isSecondKind() {
    return secondKind;
  }

  /** Shuts out whoever had the id before, and ends what they left open. */
  void fence() {
    init(RecordBatch.NO_PRODUCER_ID, RecordBatch.NO_PRODUCER_EPOCH);
    secondKind = isTransactional() && mayBeSecondKind && wire.hasTransactionsV2();
  }

  /** Takes the next epoch, so that sequences begin anew; only as long as it is the owner. */
  void renew() {
    if (isTransactional()) {
      init(producerId, producerEpoch);
    } else {
      fence();
    }
  }

  private void init(long id, short epoch) {
    var request =
        new InitProducerIdRequest.Builder(
            new InitProducerIdRequestData()
                .setTransactionalId(transactionalId)
                .setTransactionTimeoutMs(TRANSACTION_TIMEOUT_MS)
                .setProducerId(id)
                .setProducerEpoch(epoch));
    var response =
        (InitProducerIdResponse) ask(request, answer -> ((InitProducerIdResponse) answer).error());
    producerId = response.data().producerId();
    producerEpoch = response.data().producerEpoch();
  }

  /** Transactions of the first kind: tells beforehand where will be written. */
  void addPartitions(List<TopicPartition> partitions) {
    var request =
        AddPartitionsToTxnRequest.Builder.forClient(
            transactionalId, producerId, producerEpoch, partitions);
    ask(request, answer -> worst((AddPartitionsToTxnResponse) answer));
  }

  private static Errors worst(AddPartitionsToTxnResponse response) {
    return response.errors().values().stream()
        .flatMap(each -> each.values().stream())
        .filter(error -> error != Errors.NONE && error != Errors.OPERATION_NOT_ATTEMPTED)
        .findFirst()
        .orElse(Errors.NONE);
  }

  /** Commits or aborts. */
  void end(boolean commit) {
    var request =
        new EndTxnRequest.Builder(
            new EndTxnRequestData()
                .setTransactionalId(transactionalId)
                .setProducerId(producerId)
                .setProducerEpoch(producerEpoch)
                .setCommitted(commit),
            secondKind);
    var response = (EndTxnResponse) ask(request, answer -> ((EndTxnResponse) answer).error());
    if (secondKind && response.data().producerId() >= 0) {
      producerId = response.data().producerId();
      producerEpoch = response.data().producerEpoch();
    }
  }

  private AbstractResponse ask(
      AbstractRequest.Builder<?> request, Function<AbstractResponse, Errors> verdict) {
    long until = System.nanoTime() + patience.toNanos();
    while (true) {
      RuntimeException fault;
      try {
        AbstractResponse answer = wire.call(find(left(until)), request, left(until));
        Errors error = verdict.apply(answer);
        if (error == Errors.NONE) {
          return answer;
        }
        if (!isToBeAskedAgain(error)) {
          throw error.exception();
        }
        fault = error.exception();
        if (error == Errors.NOT_COORDINATOR || error == Errors.COORDINATOR_NOT_AVAILABLE) {
          node = null;
        }
      } catch (TimeoutException e) {
        node = null;
        fault = e;
      }
      if (System.nanoTime() >= until) {
        throw new TimeoutException("no answer in time: " + fault.getMessage(), fault);
      }
      wire.pause(BACKOFF_MS);
    }
  }

  private static Duration left(long until) {
    return Duration.ofNanos(Math.max(0, until - System.nanoTime()));
  }

  private static boolean isToBeAskedAgain(Errors error) {
    return switch (error) {
      case NOT_COORDINATOR,
          COORDINATOR_NOT_AVAILABLE,
          COORDINATOR_LOAD_IN_PROGRESS,
          CONCURRENT_TRANSACTIONS,
          UNKNOWN_TOPIC_OR_PARTITION,
          REQUEST_TIMED_OUT ->
          true;
      default -> false;
    };
  }

  private @Nullable Node find(Duration left) {
    if (!isTransactional()) {
      return null;
    }
    Node known = node;
    if (known == null) {
      var request =
          new FindCoordinatorRequest.Builder(
              new FindCoordinatorRequestData()
                  .setKeyType(CoordinatorType.TRANSACTION.id())
                  .setCoordinatorKeys(List.of(transactionalId)));
      var answer = (FindCoordinatorResponse) wire.call(null, request, left);
      FindCoordinatorResponseData.Coordinator found =
          Objects.requireNonNull(answer.coordinators().getFirst());
      Errors error = Errors.forCode(found.errorCode());
      if (error == Errors.COORDINATOR_NOT_AVAILABLE) {
        throw new TimeoutException("no coordinator yet for " + transactionalId);
      }
      if (error != Errors.NONE) {
        throw error.exception();
      }
      known = new Node(found.nodeId(), found.host(), found.port());
      node = known;
    }
    return known;
  }
}
