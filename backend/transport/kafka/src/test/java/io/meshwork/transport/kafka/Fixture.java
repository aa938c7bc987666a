package io.meshwork.transport.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.local.KafkaCluster;
import io.meshwork.local.TestClusters;
import io.meshwork.model.ApplicationName;
import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.ChannelId;
import io.meshwork.model.DataSize;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.InstallationId;
import io.meshwork.model.LinkId;
import io.meshwork.model.RegionName;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.model.event.Event;
import io.meshwork.model.event.Header;
import io.meshwork.transport.spi.BrokerAccess;
import io.meshwork.transport.spi.ChannelShape;
import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.Deployer;
import io.meshwork.transport.spi.Digest;
import io.meshwork.transport.spi.EventSink;
import io.meshwork.transport.spi.EventSource;
import io.meshwork.transport.spi.Need;
import io.meshwork.transport.spi.Needs;
import io.meshwork.transport.spi.Operation;
import io.meshwork.transport.spi.Outcome;
import io.meshwork.transport.spi.Outgoing;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Received;
import io.meshwork.transport.spi.Rendering;
import io.meshwork.transport.spi.Settings;
import io.meshwork.transport.spi.SlotGroup;
import io.meshwork.transport.spi.SourcePartition;
import io.meshwork.transport.spi.WriteOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;

/** A shared cluster, seen as one fresh installation sees it. */
final class Fixture {
  static final BrokerName BROKER = new BrokerName("kafka-us");
  static final BrokerName ORIGIN = new BrokerName("kafka-eu");
  static final KafkaTransport TRANSPORT = new KafkaTransport();
  static final ChannelShape SHAPE =
      new ChannelShape(2, Duration.ofDays(1), null, DataSize.parse("1MiB"));

  final KafkaCluster cluster;
  final InstallationId installation = new InstallationId(UUID.randomUUID());
  final String tag = UUID.randomUUID().toString().substring(0, 8);

  Fixture() {
    this(TestClusters.shared("kafka"));
  }

  Fixture(KafkaCluster cluster) {
    this.cluster = cluster;
  }

  BrokerAccess access() {
    return access("mesh", cluster.settings().superPassword(), Map.of());
  }

  BrokerAccess access(String user, String password, Map<String, String> more) {
    Map<String, String> values = new HashMap<>();
    values.put("bootstrap", cluster.bootstrap());
    values.put("protocol", "SASL_PLAINTEXT");
    values.put("username", user);
    values.put("password", "env:TEST_PASSWORD");
    values.putAll(more);
    Settings settings = Settings.check(TRANSPORT.settings(), values);
    return new BrokerAccess(BROKER, settings, installation, _ -> password);
  }

  Connection connection() {
    return new Connection(access());
  }

  EventTypeName type(String name) {
    return new EventTypeName(name + "." + tag);
  }

  ChannelId.Entry entry(String name) {
    return new ChannelId.Entry(type(name), BROKER);
  }

  ChannelAddress address(String name) {
    return new ChannelAddress(type(name).value());
  }

  SlotGroup group(int slots) {
    return new SlotGroup(
        new BrokerName("kafka-" + tag),
        BROKER,
        DeliveryClass.EFFECTIVELY_ONCE,
        new RegionName("us"),
        slots);
  }

  Need.Channel channel(String name) {
    return new Need.Channel(entry(name), SHAPE, Set.of(type(name)));
  }

  Need.Read read(String name, String principal, String subscription) {
    var application = new ApplicationName("reader");
    return new Need.Read(
        entry(name),
        application,
        principal,
        new SubscriptionName(subscription),
        Set.of(application));
  }

  Need.Publish publish(String name, String principal) {
    var application = new ApplicationName("writer");
    return new Need.Publish(entry(name), application, principal, Set.of(application));
  }

  Need.Slots slots(SlotGroup group) {
    return new Need.Slots(group, Set.of(group.source()));
  }

  Rendering render(Need... needs) {
    return TRANSPORT.blueprint(access().settings()).render(new Needs(BROKER, List.of(needs)));
  }

  /** Deploys what the needs render, but for what all installations of a cluster share. */
  void deploy(Need... needs) {
    try (Deployer deployer = TRANSPORT.deployer(access())) {
      var operations =
          render(needs).resources().stream()
              .filter(one -> !one.id().name().equals(Topics.CROSSINGS))
              .<Operation>map(Operation.Create::new)
              .toList();
      assertThat(deployer.execute(operations))
          .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Outcome.Done.class));
    }
    if (Arrays.stream(needs).anyMatch(Need.Slots.class::isInstance)) {
      ensureCrossings();
    }
  }

  private void ensureCrossings() {
    var crossings = Topics.crossings(Duration.ZERO, null);
    try (Deployer deployer = TRANSPORT.deployer(access())) {
      if (!deployer.observe(Set.of(crossings.id())).resources().containsKey(crossings.id())) {
        assertThat(deployer.execute(List.of(new Operation.Create(crossings))))
            .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Outcome.Done.class));
      }
    }
  }

  static Event event(String key, String payload) {
    return new Event(
        key.getBytes(StandardCharsets.UTF_8),
        payload.getBytes(StandardCharsets.UTF_8),
        List.of(new Header("ce_id", payload.getBytes(StandardCharsets.UTF_8))),
        System.currentTimeMillis());
  }

  static Outgoing outgoing(ChannelAddress channel, int partition, String payload) {
    return new Outgoing(channel, partition, event("key", payload));
  }

  void write(ChannelAddress channel, int partition, String... payloads) {
    try (EventSink sink = TRANSPORT.sink(access())) {
      var outcomes =
          sink.write(
              Arrays.stream(payloads).map(one -> outgoing(channel, partition, one)).toList());
      assertThat(outcomes)
          .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(WriteOutcome.Stored.class));
    }
  }

  static List<Received> receive(EventSource source, int count) {
    List<Received> received = new ArrayList<>();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              received.addAll(source.poll(Duration.ofMillis(200)).events());
              return received.size() >= count;
            });
    return received;
  }

  static List<String> payloads(List<Received> received) {
    return received.stream()
        .map(one -> new String(one.event().payload(), StandardCharsets.UTF_8))
        .toList();
  }

  static Crossing crossing(String link, SourcePartition source, Position from, Position through) {
    return new Crossing(
        new LinkId(link),
        source,
        from,
        through,
        1,
        0,
        0,
        Digest.NONE,
        Digest.NONE,
        List.of(),
        Instant.now());
  }
}
