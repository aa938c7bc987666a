package io.meshwork.deployment.status;

import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.deployment.execution.BoundedCall;
import io.meshwork.deployment.observation.Brokers;
import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.MeshException;
import io.meshwork.planner.LinkEnd;
import io.meshwork.planner.Route;
import io.meshwork.transport.spi.Capability;
import io.meshwork.transport.spi.ConsumerGroup;
import io.meshwork.transport.spi.Reader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the groups of subscribers that read channels themselves are behind. Asked of each broker
 * at most every ten seconds and only while somebody wants to know; never waited for.
 */
public class DirectLag {
  private static final Logger LOG = LoggerFactory.getLogger(DirectLag.class);
  private static final Duration FRESH = Duration.ofSeconds(10);
  private static final Duration FORGET = Duration.ofMinutes(5);
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final Map<BrokerName, Wanted> wanted = new ConcurrentHashMap<>();
  private final Brokers brokers;
  private final Catalog catalog;
  private final Clock clock;

  /** Over these brokers. */
  public DirectLag(Brokers brokers, Catalog catalog, Clock clock) {
    this.brokers = brokers;
    this.catalog = catalog;
    this.clock = clock;
  }

  /** Events that the subscription's groups have not read, empty while not known. */
  OptionalLong of(Route route) {
    Set<ChannelAddress> channels =
        route.reads().stream().map(LinkEnd::address).collect(Collectors.toSet());
    Wanted at =
        wanted.compute(
            route.broker(), (_, known) -> ask(known == null ? Wanted.NOTHING : known, channels));
    if (at.answers().isEmpty()) {
      refreshWhenOld(route.broker());
      return OptionalLong.empty();
    }
    refreshWhenOld(route.broker());
    String group = route.consumerGroup();
    List<ConsumerGroup> own =
        at.answers().stream()
            .filter(each -> channels.contains(each.channel()))
            .filter(each -> each.name().equals(group) || each.name().startsWith(group + "."))
            .toList();
    return own.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(own.stream().mapToLong(ConsumerGroup::lag).sum());
  }

  private Wanted ask(Wanted known, Set<ChannelAddress> channels) {
    Instant now = clock.instant();
    Set<ChannelAddress> all = new HashSet<>(channels);
    if (known.since().plus(FORGET).isAfter(now)) {
      all.addAll(known.channels());
      return new Wanted(known.since(), known.askedAt(), all, known.answers());
    }
    return new Wanted(now, known.askedAt(), all, known.answers());
  }

  private void refreshWhenOld(BrokerName broker) {
    Instant now = clock.instant();
    boolean[] due = {false};
    wanted.computeIfPresent(
        broker,
        (_, known) -> {
          due[0] = known.askedAt().plus(FRESH).isBefore(now);
          return due[0] ? new Wanted(known.since(), now, known.channels(), known.answers()) : known;
        });
    if (due[0]) {
      Thread.ofVirtual().name("lag-" + broker).start(() -> refresh(broker));
    }
  }

  private void refresh(BrokerName broker) {
    var entity = catalog.snapshot(catalog.currentRevision()).brokers().get(broker);
    Wanted known = wanted.get(broker);
    if (entity == null || known == null) {
      wanted.remove(broker);
      return;
    }
    try {
      if (!brokers.transport(entity.spec()).capabilities().contains(Capability.CONSUMER_LAG)) {
        return;
      }
      List<ConsumerGroup> answers =
          BoundedCall.within(
              LIMIT,
              "Broker '%s'".formatted(broker),
              () -> {
                try (Reader reader = brokers.reader(broker, entity.spec())) {
                  return reader.consumers(known.channels());
                }
              });
      wanted.computeIfPresent(
          broker, (_, then) -> new Wanted(then.since(), then.askedAt(), then.channels(), answers));
    } catch (MeshException e) {
      LOG.atDebug().addKeyValue("broker", broker).log("Lag is not known: {}", e.text());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record Wanted(
      Instant since, Instant askedAt, Set<ChannelAddress> channels, List<ConsumerGroup> answers) {
    static final Wanted NOTHING = new Wanted(Instant.EPOCH, Instant.EPOCH, Set.of(), List.of());
  }
}
