package io.meshwork.relay;

import io.meshwork.api.Manifest;
import io.meshwork.api.ManifestBroker;
import io.meshwork.api.ManifestLink;
import io.meshwork.api.ManifestRedrive;
import io.meshwork.local.KafkaAccess;
import io.meshwork.local.TestClusters;
import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.ChannelId;
import io.meshwork.model.DataSize;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.InstallationId;
import io.meshwork.model.LinkId;
import io.meshwork.model.RegionName;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.TransportName;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.model.catalog.StartAt;
import io.meshwork.model.event.Event;
import io.meshwork.model.event.Header;
import io.meshwork.transport.spi.BrokerAccess;
import io.meshwork.transport.spi.ChannelShape;
import io.meshwork.transport.spi.Deployer;
import io.meshwork.transport.spi.EventSink;
import io.meshwork.transport.spi.Need;
import io.meshwork.transport.spi.Needs;
import io.meshwork.transport.spi.ObservedResource;
import io.meshwork.transport.spi.Operation;
import io.meshwork.transport.spi.Outcome;
import io.meshwork.transport.spi.Outgoing;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Reader;
import io.meshwork.transport.spi.Received;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.Secrets;
import io.meshwork.transport.spi.Settings;
import io.meshwork.transport.spi.SlotGroup;
import io.meshwork.transport.spi.SourcePartition;
import io.meshwork.transport.spi.Transport;
import io.meshwork.transport.spi.Transports;
import io.meshwork.transport.spi.WriteOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Real clusters eu, us and ap, and one event type of its own. */
public final class KafkaMesh {
  public static final int PARTITIONS = 6;
  public static final int SLOTS = 3;
  private static final UUID INSTALLATION = UUID.randomUUID();
  private static final TransportName KAFKA = new TransportName("kafka");

  private final Function<String, ? extends KafkaAccess> clusters;
  private final Map<String, String> more;
  private final Map<String, Map<String, String>> known = new ConcurrentHashMap<>();
  private final DeliveryClass delivery;
  private final Transport transport = Transports.installed().get(KAFKA);
  private final String tag = UUID.randomUUID().toString().substring(0, 8);
  private final EventTypeName type = new EventTypeName("orders." + tag);

  /** On the clusters that tests share. */
  public KafkaMesh() {
    this(TestClusters::shared, Map.of(), DeliveryClass.EFFECTIVELY_ONCE);
  }

  /** On these clusters, by region, with these settings beside. */
  public KafkaMesh(
      Function<String, ? extends KafkaAccess> clusters,
      Map<String, String> more,
      DeliveryClass delivery) {
    this.clusters = clusters;
    this.more = more;
    this.delivery = delivery;
  }

  public BrokerName broker(String region) {
    return new BrokerName("kafka-" + region);
  }

  private Map<String, String> settings(String region) {
    return known.computeIfAbsent(region, this::found);
  }

  private Map<String, String> found(String region) {
    KafkaAccess cluster = clusters.apply(region);
    try {
      Path secret = Files.createTempFile("relay-secret", "");
      secret.toFile().deleteOnExit();
      Files.writeString(secret, cluster.superPassword());
      Map<String, String> settings = new HashMap<>(more);
      settings.putAll(
          Map.of(
              "bootstrap",
              cluster.bootstrap(),
              "protocol",
              "SASL_PLAINTEXT",
              "username",
              "mesh",
              "password",
              "file:" + secret));
      return settings;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public BrokerAccess access(String region) {
    return new BrokerAccess(
        broker(region),
        Settings.check(transport.settings(), settings(region)),
        new InstallationId(INSTALLATION),
        Secrets.ofThisProcess());
  }

  private ChannelId entryId(String region) {
    return new ChannelId.Entry(type, broker(region));
  }

  private ChannelId arrivalId(String origin, String region) {
    return new ChannelId.Arrival(type, broker(origin), broker(region));
  }

  private ChannelAddress address(ChannelId id, String region) {
    return transport.blueprint(access(region).settings()).address(id);
  }

  public ChannelAddress entry(String region) {
    return address(entryId(region), region);
  }

  public ChannelAddress arrival(String origin, String region) {
    return address(arrivalId(origin, region), region);
  }

  public void makeEntry(String region) {
    make(region, channel(entryId(region)));
  }

  /** A link from a region's channel of an origin to the next region's, and what it needs. */
  public ManifestLink link(String origin, String near, String far) {
    return link(origin, near, far, delivery);
  }

  /** The same link of another class. */
  ManifestLink link(String origin, String near, String far, DeliveryClass promise) {
    return link(origin, near, far, promise, channel(arrivalId(origin, far)));
  }

  private ManifestLink link(
      String origin, String near, String far, DeliveryClass promise, Need... needs) {
    SlotGroup group = new SlotGroup(broker(near), broker(far), promise, new RegionName(far), SLOTS);
    make(far, needs);
    make(far, new Need.Slots(group, Set.of(type)));
    ChannelAddress from = origin.equals(near) ? entry(near) : arrival(origin, near);
    return new ManifestLink(
        new LinkId(type + " of " + origin + ": " + near + " to " + far),
        ManifestLink.LinkKind.TRANSFER,
        type,
        new TeamName("orders"),
        null,
        new ManifestLink.End(broker(near), from, PARTITIONS),
        new ManifestLink.End(broker(far), arrival(origin, far), PARTITIONS),
        promise,
        SLOTS,
        List.of(),
        new StartAt.Earliest(),
        4 << 20,
        List.of(),
        null,
        null,
        null);
  }

  /**
   * The link between two regions with dead letters, where the far channel takes only small events.
   */
  ManifestLink buryingLink(String near, String far) {
    return link(
            near,
            near,
            far,
            delivery,
            channel(arrivalId(near, far), "1KiB"),
            channel(deadId(far), "1MiB"))
        .burying(new ManifestLink.End(broker(far), dead(far), PARTITIONS));
  }

  private ChannelId deadId(String region) {
    return new ChannelId.DeadLetter(new SubscriptionName("dead-" + tag), broker(region));
  }

  ChannelAddress dead(String region) {
    return address(deadId(region), region);
  }

  /** Lets the far channel take large events too. */
  void raiseLimit(String near, String far) {
    BrokerAccess access = access(far);
    ChannelId id = arrivalId(near, far);
    Resource raised =
        transport
            .blueprint(access.settings())
            .render(new Needs(access.broker(), List.of(channel(id))))
            .resources()
            .getFirst();
    try (Deployer deployer = transport.deployer(access)) {
      ObservedResource found = deployer.observe(Set.of(raised.id())).resources().get(raised.id());
      Outcome outcome =
          deployer
              .execute(List.of(new Operation.Change(found.resource(), raised, found.identity())))
              .getFirst();
      if (!(outcome instanceof Outcome.Done)) {
        throw new IllegalStateException(outcome.toString());
      }
    }
  }

  /** From now on a topic takes batches up to so many bytes; nobody is told. */
  void limit(String region, ChannelAddress channel, int bytes) {
    try (Admin admin = clusters.apply(region).admin()) {
      admin
          .incrementalAlterConfigs(
              Map.of(
                  new ConfigResource(ConfigResource.Type.TOPIC, channel.value()),
                  List.of(
                      new AlterConfigOp(
                          new ConfigEntry(
                              TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(bytes)),
                          AlterConfigOp.OpType.SET))))
          .all()
          .get(20, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The manifest with these redrives. */
  static Manifest redriving(Manifest manifest, ManifestRedrive... redrives) {
    return new Manifest(
        manifest.format(),
        manifest.requires(),
        manifest.installation(),
        manifest.region(),
        manifest.revision(),
        manifest.brokers(),
        manifest.links(),
        List.of(redrives),
        manifest.teamRates());
  }

  public Manifest manifest(String region, ManifestLink... links) {
    return new Manifest(
        Manifest.FORMAT,
        List.of(),
        INSTALLATION,
        new RegionName(region),
        1,
        Arrays.stream(links)
            .flatMap(link -> Stream.of(link.from().broker(), link.to().broker()))
            .map(name -> name.value().substring("kafka-".length()))
            .distinct()
            .sorted()
            .map(
                name ->
                    new ManifestBroker(broker(name), KAFKA, new RegionName(name), settings(name)))
            .toList(),
        List.of(links),
        List.of(),
        List.of());
  }

  private Need channel(ChannelId id) {
    return channel(id, "1MiB");
  }

  private Need channel(ChannelId id, String maxSize) {
    return new Need.Channel(
        id,
        new ChannelShape(PARTITIONS, Duration.ofDays(1), null, DataSize.parse(maxSize)),
        Set.of(type));
  }

  private void make(String region, Need... needs) {
    BrokerAccess access = access(region);
    List<Resource> resources =
        transport
            .blueprint(access.settings())
            .render(new Needs(access.broker(), List.of(needs)))
            .resources();
    try (Deployer deployer = transport.deployer(access)) {
      for (Resource resource : resources) {
        Outcome outcome = deployer.execute(List.of(new Operation.Create(resource))).getFirst();
        if (!(outcome instanceof Outcome.Done)) {
          throw new IllegalStateException(resource.id() + ": " + outcome);
        }
      }
    }
  }

  /** Publishes events numbered from one number to before another, spread over the partitions. */
  void publish(String region, int from, int until) {
    ChannelAddress channel = entry(region);
    List<Outgoing> events =
        IntStream.range(from, until)
            .mapToObj(
                number ->
                    new Outgoing(channel, number % PARTITIONS, numbered(region + "-" + number)))
            .toList();
    publish(region, events);
  }

  /** Publishes these. */
  void publish(String region, List<Outgoing> events) {
    try (EventSink sink = transport.sink(access(region))) {
      for (WriteOutcome outcome : sink.write(events)) {
        if (!(outcome instanceof WriteOutcome.Stored)) {
          throw new IllegalStateException(outcome.toString());
        }
      }
    }
  }

  private static Event numbered(String name) {
    return new Event(
        name.getBytes(StandardCharsets.UTF_8),
        ("{\"name\":\"" + name + "\"}").getBytes(StandardCharsets.UTF_8),
        List.of(new Header("ce_id", name.getBytes(StandardCharsets.UTF_8))),
        System.currentTimeMillis());
  }

  /** What a reader of committed events finds in a channel, by partition in order. */
  List<List<Event>> read(String region, ChannelAddress channel) {
    try (Reader reader = transport.reader(access(region))) {
      Map<SourcePartition, Position> starts = reader.positionsAt(channel, Instant.EPOCH);
      List<List<Event>> partitions = new ArrayList<>();
      for (int number = 0; number < PARTITIONS; number++) {
        SourcePartition partition = new SourcePartition(channel, number);
        partitions.add(
            reader.range(partition, starts.get(partition), 100_000).stream()
                .map(Received::event)
                .toList());
      }
      return partitions;
    }
  }

  long count(String region, ChannelAddress channel) {
    return read(region, channel).stream().mapToLong(List::size).sum();
  }

  /** Where a channel begins now. */
  Map<SourcePartition, Position> starts(String region, ChannelAddress channel) {
    try (Reader reader = transport.reader(access(region))) {
      return reader.positionsAt(channel, Instant.EPOCH);
    }
  }

  /** Where a channel ends now. */
  Map<SourcePartition, Position> ends(String region, ChannelAddress channel) {
    try (Reader reader = transport.reader(access(region))) {
      return reader.ends(channel);
    }
  }

  /** Counts keys in a channel as any other consumer would. */
  Map<String, Integer> keys(String region, ChannelAddress channel) {
    Map<String, Object> settings = new HashMap<>(clusters.apply(region).superSettings());
    settings.put("isolation.level", "read_committed");
    var bytes = new ByteArrayDeserializer();
    try (var consumer = new KafkaConsumer<>(settings, bytes, bytes)) {
      List<TopicPartition> all =
          IntStream.range(0, PARTITIONS)
              .mapToObj(number -> new TopicPartition(channel.value(), number))
              .toList();
      consumer.assign(all);
      consumer.seekToBeginning(all);
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      Map<String, Integer> found = new HashMap<>();
      while (all.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
        consumer
            .poll(Duration.ofMillis(200))
            .forEach(
                each ->
                    found.merge(new String(each.key(), StandardCharsets.UTF_8), 1, Integer::sum));
      }
      return found;
    }
  }

  /** Deletes what lies before an offset of every partition, as retention does. */
  void expire(String region, ChannelAddress channel, long before) {
    try (Admin admin = clusters.apply(region).admin()) {
      Map<TopicPartition, RecordsToDelete> old = new HashMap<>();
      for (int number = 0; number < PARTITIONS; number++) {
        old.put(new TopicPartition(channel.value(), number), RecordsToDelete.beforeOffset(before));
      }
      admin.deleteRecords(old).all().get(20, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }
}
