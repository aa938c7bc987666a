package io.meshwork.relay.engine;

import io.meshwork.api.LinkReport;
import io.meshwork.api.Manifest;
import io.meshwork.api.ManifestBroker;
import io.meshwork.api.ManifestLink;
import io.meshwork.api.ManifestRedrive;
import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.InstallationId;
import io.meshwork.model.RegionName;
import io.meshwork.model.TransportName;
import io.meshwork.model.event.Event;
import io.meshwork.model.event.Header;
import io.meshwork.relay.figures.Figures;
import io.meshwork.relay.spans.HopSpans;
import io.meshwork.transport.memory.MemoryBroker;
import io.meshwork.transport.memory.MemoryBrokers;
import io.meshwork.transport.memory.MemoryTransport;
import io.meshwork.transport.spi.BrokerAccess;
import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.Deployer;
import io.meshwork.transport.spi.Need;
import io.meshwork.transport.spi.Needs;
import io.meshwork.transport.spi.ObservedResource;
import io.meshwork.transport.spi.Operation;
import io.meshwork.transport.spi.Reader;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.ResourceId;
import io.meshwork.transport.spi.Secrets;
import io.meshwork.transport.spi.Settings;
import io.meshwork.transport.spi.SlotGroup;
import io.meshwork.transport.spi.SlotId;
import io.meshwork.transport.spi.SlotSink;
import io.meshwork.transport.spi.SlotWriter;
import io.meshwork.transport.spi.Transports;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Brokers in memory, and relays over them. */
public final class MemoryMesh implements AutoCloseable {
  public static final EngineSettings QUICK =
      new EngineSettings(
          1 << 20,
          Duration.ofMillis(20),
          Duration.ofMillis(20),
          Duration.ofMillis(50),
          Duration.ofMillis(100),
          Duration.ofMillis(5),
          Duration.ofMillis(50),
          Duration.ofSeconds(2));

  private final UUID installation = UUID.randomUUID();
  private final MemoryBrokers brokers = new MemoryBrokers(Clock.systemUTC());
  private final Set<String> made = new HashSet<>();
  private final List<Relay> relays = new ArrayList<>();
  private long revision;

  /** One engine with its figures. */
  public record Relay(Engine engine, Figures figures) implements AutoCloseable {
    public LinkReport report(String link) {
      return figures.reports().stream()
          .filter(report -> report.link().value().equals(link))
          .findFirst()
          .orElseThrow();
    }

    @Override
    public void close() {
      engine.close();
    }
  }

  public MemoryBroker broker(String name) {
    return brokers.broker(name);
  }

  public Transports transports() {
    return new Transports(List.of(new MemoryTransport(brokers)));
  }

  public Relay relay() {
    return relay(QUICK);
  }

  public Relay relay(EngineSettings settings) {
    return relay(settings, Clock.systemUTC());
  }

  /** One whose clock may be wrong. */
  public Relay relay(EngineSettings settings, Clock clock) {
    return relay(settings, EngineTime.of(clock));
  }

  /** One whose rates go by a time of their own. */
  public Relay relay(EngineSettings settings, EngineTime time) {
    Figures figures = new Figures(time.clock());
    Relay relay =
        new Relay(
            new Engine(
                transports(), Secrets.ofThisProcess(), figures, settings, time, HopSpans.OFF),
            figures);
    relays.add(relay);
    return relay;
  }

  public void topic(String broker, String name, int partitions) {
    broker(broker).foreigner().createTopic(new ChannelAddress(name), partitions);
  }

  /** A manifest of these links, a revision later; what they need of their targets is made. */
  public Manifest manifest(ManifestLink... links) {
    Set<BrokerName> names = new HashSet<>();
    for (ManifestLink link : links) {
      names.add(link.from().broker());
      names.add(link.to().broker());
      makeSlots(
          new SlotGroup(
              link.from().broker(),
              link.to().broker(),
              link.delivery(),
              new RegionName("us"),
              link.slots()));
    }
    return new Manifest(
        Manifest.FORMAT,
        List.of(),
        installation,
        new RegionName("us"),
        ++revision,
        names.stream()
            .sorted()
            .map(
                name ->
                    new ManifestBroker(
                        name,
                        new TransportName("memory"),
                        new RegionName(name.value()),
                        Map.of(MemoryTransport.BROKER, name.value())))
            .toList(),
        List.of(links),
        List.of(),
        List.of());
  }

  /** The same a revision later, with these redrives. */
  public Manifest redriving(Manifest manifest, ManifestRedrive... redrives) {
    return new Manifest(
        manifest.format(),
        manifest.requires(),
        manifest.installation(),
        manifest.region(),
        ++revision,
        manifest.brokers(),
        manifest.links(),
        List.of(redrives),
        manifest.teamRates());
  }

  /** The same a revision later, with these rates of teams and no others. */
  public Manifest limiting(Manifest manifest, Manifest.TeamRate... rates) {
    return new Manifest(
        manifest.format(),
        manifest.requires(),
        manifest.installation(),
        manifest.region(),
        ++revision,
        manifest.brokers(),
        manifest.links(),
        manifest.redrives(),
        List.of(rates));
  }

  private void makeSlots(SlotGroup group) {
    MemoryTransport transport = new MemoryTransport(brokers);
    transport
        .blueprint(settings(group.target().value()))
        .render(new Needs(group.target(), List.of(new Need.Slots(group, Set.of(group.source())))))
        .resources()
        .stream()
        .filter(resource -> made.add(group.target() + "/" + resource.id()))
        .forEach(broker(group.target().value()).foreigner()::create);
  }

  private static Settings settings(String broker) {
    return Settings.check(new MemoryTransport().settings(), Map.of(MemoryTransport.BROKER, broker));
  }

  /** Commits as a relay of an earlier version would have. */
  public void commit(SlotId slot, Crossing crossing) {
    String target = slot.group().target().value();
    try (SlotSink sink =
        new MemoryTransport(brokers).slotSink(access(target), SlotWriter.main(slot))) {
      sink.fence();
      sink.begin();
      sink.commit(List.of(crossing));
    }
  }

  /** In how many source partitions a link has committed a position there. */
  public long begun(String broker) {
    return reader(broker).positions().keySet().stream()
        .filter(each -> !each.link().value().contains("#"))
        .count();
  }

  public Reader reader(String broker) {
    return new MemoryTransport(brokers).reader(access(broker));
  }

  private BrokerAccess access(String broker) {
    return new BrokerAccess(
        new BrokerName(broker),
        settings(broker),
        new InstallationId(installation),
        Secrets.ofThisProcess());
  }

  /** Makes a topic of one partition that takes events up to so many bytes. */
  public void topicUpTo(String broker, String name, int bytes) {
    Map<String, String> attributes =
        Map.of("partitions", "1", "retention", "PT168H", "maxSize", Integer.toString(bytes));
    broker(broker).foreigner().create(Resource.of("topic", name, attributes));
  }

  /** Gives a topic more partitions. */
  public void widen(String broker, String topic, int partitions) {
    reshape(broker, topic, "partitions", partitions);
  }

  /** Gives an attribute of a topic another value. */
  public void reshape(String broker, String topic, String attribute, int value) {
    ResourceId id = new ResourceId("topic", topic);
    try (Deployer deployer = new MemoryTransport(brokers).deployer(access(broker))) {
      ObservedResource found = deployer.observe(Set.of(id)).resources().get(id);
      Map<String, String> wider = new HashMap<>(found.resource().attributes());
      wider.put(attribute, Integer.toString(value));
      deployer.execute(List.of(new Operation.Adopt(id, found.identity())));
      deployer.execute(
          List.of(
              new Operation.Change(
                  found.resource(), Resource.of("topic", topic, wider), found.identity())));
    }
  }

  public void publish(String broker, String topic, int partition, Event... events) {
    broker(broker).foreigner().publish(new ChannelAddress(topic), partition, List.of(events));
  }

  /** Publishes events numbered from one number to before another. */
  public void publishNumbers(String broker, String topic, int partition, int from, int until) {
    publish(
        broker,
        topic,
        partition,
        IntStream.range(from, until).mapToObj(MemoryMesh::numbered).toArray(Event[]::new));
  }

  public static Event numbered(int number) {
    return event("{\"n\":" + number + "}");
  }

  public static Event event(String json) {
    return new Event(
        "key".getBytes(StandardCharsets.UTF_8),
        json.getBytes(StandardCharsets.UTF_8),
        List.of(
            new Header("ce_type", "orders.order.placed".getBytes(StandardCharsets.UTF_8)),
            new Header("ce_id", "1".getBytes(StandardCharsets.UTF_8))),
        System.currentTimeMillis());
  }

  public List<Event> read(String broker, String topic, int partition) {
    return broker(broker).foreigner().read(new ChannelAddress(topic), partition);
  }

  /** The payloads in a partition. */
  public Stream<String> payloads(String broker, String topic, int partition) {
    return read(broker, topic, partition).stream()
        .map(event -> new String(event.payload(), StandardCharsets.UTF_8));
  }

  public static List<String> numbers(int from, int until) {
    return IntStream.range(from, until).mapToObj(number -> "{\"n\":" + number + "}").toList();
  }

  @Override
  public void close() {
    relays.forEach(Relay::close);
  }
}
