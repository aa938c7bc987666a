package io.meshwork.transport.kafka;

import io.meshwork.model.MeshException;
import io.meshwork.transport.spi.Outgoing;
import io.meshwork.transport.spi.TransportError;
import io.meshwork.transport.spi.WriteOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.jspecify.annotations.Nullable;

/** Remembers what topics take, for a while; asks the cluster for what it does not know. */
final class TopicBook implements AutoCloseable {
  private static final long KNOWN_NANOS = Duration.ofSeconds(60).toNanos();
  private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long ABSENT_NANOS = Duration.ofSeconds(1).toNanos();
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  private final Connection connection;
  private final String role;
  private final Map<String, Page> pages = new ConcurrentHashMap<>();
  private @Nullable Admin admin;

  TopicBook(Connection connection, String role) {
    this.connection = connection;
    this.role = role;
  }

  /** Why the event cannot be written; {@code null} when, as far as is known, it can. */
  @Nullable WriteOutcome objection(Outgoing outgoing, long now) {
    String topic = outgoing.channel().value();
    WriteOutcome objection = objection(find(topic), outgoing, now);
    if (objection instanceof WriteOutcome.Refused && isToBeAsked(topic)) {
      forget(topic);
      return objection(find(topic), outgoing, now);
    }
    return objection;
  }

  private static @Nullable WriteOutcome objection(
      @Nullable TopicRules rules, Outgoing outgoing, long now) {
    return rules == null
        ? new WriteOutcome.Later(
            PATIENCE, "Topic '%s' is not there; deploy it.".formatted(outgoing.channel()))
        : rules.objection(outgoing, now);
  }

  /** Nothing is refused for good by rules that may have been changed since. */
  private boolean isToBeAsked(String topic) {
    Page page = pages.get(topic);
    return page != null && System.nanoTime() - page.at > FRESH_NANOS;
  }

  /** What the topic takes, {@code null} when it is not there. */
  @Nullable TopicRules find(String topic) {
    Page page = pages.get(topic);
    if (page == null || page.isOld()) {
      page = new Page(askOr(page, topic), System.nanoTime());
      pages.put(topic, page);
    }
    return page.rules;
  }

  /** To be asked again, for the cluster said otherwise. */
  void forget(String topic) {
    pages.remove(topic);
  }

  /** What was known holds while the cluster does not answer: it says itself what it refuses. */
  private @Nullable TopicRules askOr(@Nullable Page known, String topic) {
    try {
      return ask(topic);
    } catch (MeshException e) {
      if (known == null || known.rules == null || e.code() != TransportError.BROKER_UNREACHABLE) {
        throw e;
      }
      return known.rules;
    }
  }

  private @Nullable TopicRules ask(String topic) {
    var shelf = new TopicShelf(connection, admin());
    TopicDescription found = shelf.describe(List.of(topic)).get(topic);
    if (found == null) {
      return null;
    }
    var future =
        admin().describeConfigs(List.of(TopicShelf.config(topic))).values().values().stream()
            .findFirst()
            .orElseThrow();
    return connection.fault(future) == null
        ? TopicRules.of(
            found.topicId(),
            found.partitions().size(),
            connection.await("reading topic '" + topic + "'", future))
        : TopicRules.unknown(found.topicId(), found.partitions().size());
  }

  synchronized Admin admin() {
    Admin open = admin;
    if (open == null) {
      open = connection.admin(role);
      admin = open;
    }
    return open;
  }

  @Override
  public synchronized void close() {
    if (admin != null) {
      admin.close(CLOSE_LIMIT);
      admin = null;
    }
  }

  private record Page(@Nullable TopicRules rules, long at) {
    boolean isOld() {
      return System.nanoTime() - at > (rules == null ? ABSENT_NANOS : KNOWN_NANOS);
    }
  }
}
