package io.meshwork.transport.kafka.batches;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.clients.ClientResponse;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.Metadata;
import org.apache.kafka.clients.NetworkClient;
import org.apache.kafka.clients.NodeApiVersions;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Connections to the brokers of one cluster. No thread of its own: things happen within {@link
 * #poll}, which whoever owns it calls; {@link #wakeUp} from any. Brokers that ask for patience get
 * it: nothing is sent to them meanwhile.
 */
public final class Wire implements AutoCloseable {
  /** How many requests of one connection may be unanswered; more would break sequences. */
  static final int IN_FLIGHT = 5;

  /** The first version that names topics by id. */
  private static final short FETCH_BY_ID = 13;

  private static final long STEP_MS = 100;

  private final int timeout;
  private final Interest interest;
  private final ApiVersions versions = new ApiVersions();
  private final Metrics metrics;
  private final NetworkClient client;

  /** With the same configuration as Kafka's own clients. Connects when first used. */
  public Wire(Map<String, Object> configuration) {
    var config = new AdminClientConfig(configuration);
    this.timeout = config.getInt(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG);
    var context = new LogContext("[" + config.getString(AdminClientConfig.CLIENT_ID_CONFIG) + "] ");
    this.interest = new Interest(config, context);
    interest.bootstrap(ClientUtils.parseAndValidateAddresses(config));
    this.metrics = new Metrics(new MetricConfig(), List.of(), Time.SYSTEM);
    this.client =
        ClientUtils.createNetworkClient(
            config,
            metrics,
            "meshwork",
            context,
            versions,
            Time.SYSTEM,
            IN_FLIGHT,
            interest,
            null,
            null);
  }

  int timeoutMs() {
    return timeout;
  }

  /** Which topics it should know of; the others it forgets. */
  public void interest(Set<String> topics) {
    interest.in(topics);
  }

  /** One more topic that it should know of. */
  void alsoInterest(String topic) {
    interest.also(topic);
  }

  /** What it knows is old. */
  void refresh() {
    interest.requestUpdate(false);
  }

  int knowledge() {
    return interest.updateVersion();
  }

  /** Who leads a partition; nobody: not known, and asked for. */
  Metadata.LeaderAndEpoch leader(TopicPartition partition) {
    Metadata.LeaderAndEpoch leader = interest.currentLeader(partition);
    if (leader.leader.isEmpty() || leader.leader.get().isEmpty()) {
      interest.requestUpdate(false);
      return Metadata.LeaderAndEpoch.noLeaderOrEpoch();
    }
    return leader;
  }

  @Nullable Uuid topicId(String topic) {
    Uuid id = interest.topicIds().get(topic);
    return id == null || id.equals(Uuid.ZERO_UUID) ? null : id;
  }

  /** Whether transactions are of the second kind, KIP-890; known once connected. */
  boolean hasTransactionsV2() {
    Short level = versions.getFinalizedFeaturesInfo().finalizedFeatures.get("transaction.version");
    return level != null && level >= 2;
  }

  /** Whether a request may be sent to it now; connects where there is no connection. */
  boolean canSend(Node node) {
    long now = Time.SYSTEM.milliseconds();
    if (!client.ready(node, now)) {
      AuthenticationException refused = client.authenticationException(node);
      if (refused != null) {
        throw refused;
      }
      return false;
    }
    NodeApiVersions known = versions.get(node.idString());
    if (known != null && known.latestUsableVersion(ApiKeys.FETCH) < FETCH_BY_ID) {
      throw new UnsupportedVersionException("Brokers that fetch by topic id are needed");
    }
    return true;
  }

  /** Whether the broker asks for patience; meanwhile nothing is sent to it. */
  boolean isThrottled(Node node) {
    return client.throttleDelayMs(node, Time.SYSTEM.milliseconds()) > 0;
  }

  /** Sends; what comes back, if only that nothing will, is told within a {@link #poll}. */
  void send(Node node, AbstractRequest.Builder<?> request, Consumer<ClientResponse> then) {
    long now = Time.SYSTEM.milliseconds();
    client.send(
        client.newClientRequest(node.idString(), request, now, true, timeout, then::accept), now);
  }

  /** Lets things happen, waiting for the first of them. */
  void poll(long waitMs) {
    client.poll(waitMs, Time.SYSTEM.milliseconds());
    interest.maybeThrowAnyException();
  }

  /**
   * Asks one broker, {@code null}: whichever is least busy, and waits for the answer. Patience
   * begins when the broker may be asked.
   */
  AbstractResponse call(
      @Nullable Node asked, AbstractRequest.Builder<?> request, Duration patience) {
    long until = System.nanoTime() + patience.toNanos();
    while (true) {
      Node node = asked == null ? client.leastLoadedNode(Time.SYSTEM.milliseconds()).node() : asked;
      if (node != null && canSend(node)) {
        Answer answer = new Answer();
        send(node, request, answer);
        while (answer.response == null && System.nanoTime() < until) {
          poll(STEP_MS);
        }
        return answer.body(request);
      }
      if (asked != null && isThrottled(asked)) {
        until = System.nanoTime() + patience.toNanos();
      }
      if (System.nanoTime() >= until || (asked != null && client.connectionFailed(asked))) {
        throw new TimeoutException("no broker could be asked to " + request.apiKey().name);
      }
      poll(STEP_MS);
    }
  }

  /** Lets things happen for so long. */
  void pause(long millis) {
    long until = System.nanoTime() + Duration.ofMillis(millis).toNanos();
    long left = millis;
    while (left > 0) {
      poll(left);
      left = Duration.ofNanos(until - System.nanoTime()).toMillis();
    }
  }

  /** Makes a waiting {@link #poll} return. Any thread. */
  public void wakeUp() {
    client.wakeup();
  }

  @Override
  public void close() {
    Utils.closeQuietly(client, "connections");
    Utils.closeQuietly(metrics, "metrics");
    interest.close();
  }

  /** Reports what a response says about itself; the answer of one that came. */
  static AbstractResponse body(ClientResponse response) {
    if (response.versionMismatch() != null) {
      throw response.versionMismatch();
    }
    if (response.authenticationException() != null) {
      throw response.authenticationException();
    }
    if (!response.hasResponse()) {
      throw new TimeoutException(
          response.wasTimedOut() ? "the broker did not answer" : "the broker hung up");
    }
    return response.responseBody();
  }

  private static final class Answer implements Consumer<ClientResponse> {
    private @Nullable ClientResponse response;

    @Override
    public void accept(ClientResponse came) {
      response = came;
    }

    AbstractResponse body(AbstractRequest.Builder<?> request) {
      ClientResponse came = response;
      if (came == null) {
        throw new TimeoutException("no answer in time to " + request.apiKey().name);
      }
      return Wire.body(came);
    }
  }
}
