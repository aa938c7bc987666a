package io.meshwork.transport.kafka;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.MeshException;
import io.meshwork.transport.spi.Outgoing;
import io.meshwork.transport.spi.TransportError;
import io.meshwork.transport.spi.WriteOutcome;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Remembers what topics take, for a while; asks the cluster for what it does not know. */
final class TopicBook implements AutoCloseable {
  private static final long KNOWN_NANOS = Duration.ofSeconds(60).toNanos();
  private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long ABSENT_NANOS = Duration.ofSeconds(1).toNanos();
  private static final int MOST_AT_ONCE = 500;
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  private final Connection connection;
  private final String role;
  private final Map<String, Page> pages = new ConcurrentHashMap<>();
  private volatile Set<String> expected = Set.of();
  private @Nullable Admin admin;

  TopicBook(Connection connection, String role) {
    this.connection = connection;
    this.role = role;
  }

  /**
   * Whoever asks for one of these is told of all of them that have to be asked for, by one call.
   */
  void expect(Set<ChannelAddress> channels) {
    expected = channels.stream().map(ChannelAddress::value).collect(Collectors.toSet());
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
      page = askOr(page, topic);
      pages.put(topic, page);
    }
    return page.rules;
  }

  /** To be asked again, for the cluster said otherwise. */
  void forget(String topic) {
    pages.remove(topic);
  }

  /** What was known holds while the cluster does not answer: it says itself what it refuses. */
  private Page askOr(@Nullable Page known, String topic) {
    try {
      return ask(topic);
    } catch (MeshException e) {
      if (known == null || known.rules == null || e.code() != TransportError.BROKER_UNREACHABLE) {
        throw e;
      }
      return new Page(known.rules, System.nanoTime());
    }
  }

  /** Asks for the topic, and on the way for others that are about to be asked for. */
  private Page ask(String topic) {
    Set<String> asked = new TreeSet<>();
    for (String other : expected) {
      Page page = pages.get(other);
      if (asked.size() < MOST_AT_ONCE && (page == null || page.isGettingOld())) {
        asked.add(other);
      }
    }
    asked.add(topic);
    Map<String, TopicDescription> there = describe(asked, topic);
    Map<ConfigResource, KafkaFuture<Config>> configs =
        admin().describeConfigs(there.keySet().stream().map(TopicShelf::config).toList()).values();
    there.forEach(
        (name, found) -> pages.put(name, new Page(rules(found, configs), System.nanoTime())));
    Page page = there.containsKey(topic) ? pages.get(topic) : null;
    return page == null ? new Page(null, System.nanoTime()) : page;
  }

  /** Those that are there. What is wrong with others is told when they are asked for themselves. */
  private Map<String, TopicDescription> describe(Set<String> topics, String asked) {
    Map<String, TopicDescription> there = new HashMap<>();
    admin()
        .describeTopics(topics)
        .topicNameValues()
        .forEach(
            (name, future) -> {
              Throwable fault = connection.fault(future);
              if (fault == null
                  || (name.equals(asked) && !(fault instanceof UnknownTopicOrPartitionException))) {
                there.put(name, connection.await("reading topic '" + name + "'", future));
              }
            });
    return there;
  }

  private TopicRules rules(
      TopicDescription topic, Map<ConfigResource, KafkaFuture<Config>> configs) {
    var future = Objects.requireNonNull(configs.get(TopicShelf.config(topic.name())), "asked for");
    int partitions = topic.partitions().size();
    return connection.fault(future) == null
        ? TopicRules.of(
            topic.topicId(),
            partitions,
            connection.await("reading topic '" + topic.name() + "'", future))
        : TopicRules.unknown(topic.topicId(), partitions);
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
    /** Half a life before it is old, so that one call renews what would be asked for soon. */
    boolean isGettingOld() {
      return rules == null ? isOld() : System.nanoTime() - at > KNOWN_NANOS / 2;
    }

    boolean isOld() {
      return System.nanoTime() - at > (rules == null ? ABSENT_NANOS : KNOWN_NANOS);
    }
  }
}
