package io.meshwork.transport.kafka.batches;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.ClientResponse;
import org.apache.kafka.clients.FetchSessionHandler;
import org.apache.kafka.clients.FetchSessionHandler.FetchRequestData;
import org.apache.kafka.clients.Metadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.FetchResponse;
import org.apache.kafka.common.utils.LogContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches committed batches from the leaders, one request a broker at a time. Places are asked for
 * when a request is made, never remembered; what is wanted no more when the answer comes is up to
 * the caller. One thread.
 */
public final class Fetcher {
  private static final Logger LOG = LoggerFactory.getLogger(Fetcher.class);
  private static final int PARTITION_BYTES = 1 << 20;

  /** A new place waits for the fetch that is on its way, so for this long at most. */
  private static final int WAIT_MS = 200;

  private static final long LEADERLESS_NANOS = Duration.ofMillis(500).toNanos();
  private static final int LEADERLESS_ANSWERS = 2;

  private final Wire wire;
  private final int bytes;
  private final Map<Integer, FetchSessionHandler> sessions = new HashMap<>();
  private final Set<Integer> asked = new HashSet<>();
  private final Map<TopicPartition, Leaderless> leaderless = new HashMap<>();
  private final List<Fetched> answers = new ArrayList<>();
  private boolean due = true;
  private int knowledge;

  /**
   * Over these connections.
   *
   * @param bytes of one answer, about; a batch that is larger comes alone
   */
  public Fetcher(Wire wire, int bytes) {
    this.wire = wire;
    this.bytes = bytes;
  }

  /** Other places are wanted than when it was last asked. */
  public void changed() {
    due = true;
  }

  /** What has come, else what comes while it waits. */
  public List<Fetched> poll(long waitMs) {
    wire.poll(answers.isEmpty() ? waitMs : 0);
    if (answers.isEmpty()) {
      return List.of();
    }
    List<Fetched> came = List.copyOf(answers);
    answers.clear();
    return came;
  }

  /**
   * Asks whom nothing is asked of.
   *
   * @param wanted all places; called only when a request may be due
   */
  public void ask(Supplier<Collection<Wanted>> wanted) {
    int now = wire.knowledge();
    if (!due && now == knowledge) {
      return;
    }
    knowledge = now;
    due = false;
    Map<Integer, Request> requests = new HashMap<>();
    for (Wanted each : wanted.get()) {
      Metadata.LeaderAndEpoch leader = wire.leader(each.partition());
      if (leader.leader.isEmpty()) {
        due = true;
        noLeader(each);
        continue;
      }
      leaderless.remove(each.partition());
      Node node = leader.leader.get();
      if (!asked.contains(node.id())) {
        requests
            .computeIfAbsent(node.id(), _ -> new Request(node, session(node.id()).newBuilder()))
            .add(each, leader.epoch);
      }
    }
    requests.values().stream().filter(request -> wire.canSend(request.node)).forEach(this::send);
    if (requests.values().stream().anyMatch(request -> !asked.contains(request.node.id()))) {
      due = true;
    }
  }

  /**
   * Where nobody leads for a while, as the brokers have said more than once since, there may be no
   * such topic any more.
   */
  private void noLeader(Wanted place) {
    Leaderless since =
        leaderless.computeIfAbsent(
            place.partition(), _ -> new Leaderless(System.nanoTime(), wire.knowledge()));
    if (System.nanoTime() - since.at > LEADERLESS_NANOS
        && wire.knowledge() - since.knowledge >= LEADERLESS_ANSWERS) {
      leaderless.remove(place.partition());
      answers.add(new Fetched.Gone(place));
    }
  }

  private void send(Request request) {
    FetchRequestData data = request.builder.build();
    var built =
        FetchRequest.Builder.forConsumer(ApiKeys.FETCH.latestVersion(), WAIT_MS, 1, data.toSend())
            .isolationLevel(IsolationLevel.READ_COMMITTED)
            .setMaxBytes(bytes)
            .metadata(data.metadata())
            .removed(data.toForget())
            .replaced(data.toReplace());
    asked.add(request.node.id());
    wire.send(request.node, built, response -> answered(request, response));
  }

  private void answered(Request request, ClientResponse response) {
    asked.remove(request.node.id());
    due = true;
    FetchSessionHandler session = session(request.node.id());
    FetchResponse body;
    try {
      body = (FetchResponse) Wire.body(response);
    } catch (TimeoutException e) {
      session.handleError(e);
      wire.refresh();
      return;
    }
    short version = response.requestHeader().apiVersion();
    if (!session.handleResponse(body, version)) {
      if (body.error() == Errors.FETCH_SESSION_TOPIC_ID_ERROR) {
        wire.refresh();
      }
      return;
    }
    body.responseData(session.sessionTopicNames(), version)
        .forEach(
            (partition, data) -> {
              Wanted place = request.places.get(partition);
              if (place != null) {
                take(place, data);
              }
            });
  }

  private void take(Wanted place, FetchResponseData.PartitionData data) {
    Errors error = Errors.forCode(data.errorCode());
    switch (error) {
      case NONE -> {
        if (FetchResponse.isDivergingEpoch(data)) {
          answers.add(new Fetched.CutOff(place, data.divergingEpoch().endOffset()));
        } else {
          answers.add(BatchWalk.through(place, data));
        }
      }
      case OFFSET_OUT_OF_RANGE -> answers.add(new Fetched.OutOfRange(place));
      case UNKNOWN_TOPIC_ID, UNKNOWN_TOPIC_OR_PARTITION, INCONSISTENT_TOPIC_ID -> {
        wire.refresh();
        answers.add(new Fetched.Gone(place));
      }
      case TOPIC_AUTHORIZATION_FAILED -> answers.add(new Fetched.Forbidden(place));
      case CORRUPT_MESSAGE ->
          throw new CorruptRecordException(
              "a record of %s behind offset %d is corrupt at the source"
                  .formatted(place.partition(), place.offset()));
      case NOT_LEADER_OR_FOLLOWER,
          REPLICA_NOT_AVAILABLE,
          KAFKA_STORAGE_ERROR,
          FENCED_LEADER_EPOCH,
          UNKNOWN_LEADER_EPOCH,
          OFFSET_NOT_AVAILABLE,
          LEADER_NOT_AVAILABLE ->
          wire.refresh();
      default -> {
        if (!(error.exception() instanceof org.apache.kafka.common.errors.RetriableException)
            && error != Errors.UNKNOWN_SERVER_ERROR) {
          throw new KafkaException(
              "%s cannot be read: %s".formatted(place.partition(), error.message()));
        }
        LOG.atDebug()
            .addKeyValue("partition", place.partition())
            .addKeyValue("error", error)
            .log("fetch failed, trying again");
        wire.refresh();
      }
    }
  }

  private FetchSessionHandler session(int node) {
    return sessions.computeIfAbsent(
        node, id -> new FetchSessionHandler(new LogContext("[fetch " + id + "] "), id));
  }

  /** Since when, and since which answer of the brokers, nobody is known to lead. */
  private record Leaderless(long at, int knowledge) {}

  /** What is asked of one broker. */
  private static final class Request {
    private final Node node;
    private final FetchSessionHandler.Builder builder;
    private final Map<TopicPartition, Wanted> places = new HashMap<>();

    Request(Node node, FetchSessionHandler.Builder builder) {
      this.node = node;
      this.builder = builder;
    }

    void add(Wanted place, Optional<Integer> leaderEpoch) {
      places.put(place.partition(), place);
      builder.add(
          place.partition(),
          new FetchRequest.PartitionData(
              place.topicId(),
              place.offset(),
              FetchRequest.INVALID_LOG_START_OFFSET,
              PARTITION_BYTES,
              leaderEpoch,
              place.epoch() < 0 ? Optional.empty() : Optional.of(place.epoch())));
    }
  }
}
