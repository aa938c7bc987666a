package io.meshwork.relay.faults;

import static org.awaitility.Awaitility.await;

import io.meshwork.api.Manifest;
import io.meshwork.api.ManifestLink;
import io.meshwork.local.KafkaAccess;
import io.meshwork.local.KafkaBrokers;
import io.meshwork.local.KafkaCluster;
import io.meshwork.local.Loopback;
import io.meshwork.local.TestClusters;
import io.meshwork.model.MeshException;
import io.meshwork.model.TransportName;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.relay.KafkaMesh;
import io.meshwork.relay.RelayProcess;
import io.meshwork.relay.StubControlPlane;
import io.meshwork.transport.spi.LinkPartition;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Reader;
import io.meshwork.transport.spi.SourcePartition;
import io.meshwork.transport.spi.Transports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Two clusters, of one broker each behind a wire or of three, a link of each class between them,
 * and relays that share its slots.
 */
final class FaultWorld implements AutoCloseable {
  private static final int MOST_EVENTS = 12_000_000;
  private static final AtomicInteger WORLDS = new AtomicInteger();

  private final Path directory;
  private final Map<String, Wire> wires;
  private final Map<String, KafkaCluster> clusters;
  private final Map<String, KafkaBrokers> threes;
  private final Fault.Site site;
  private final StubControlPlane controlPlane = new StubControlPlane();
  private final Map<DeliveryClass, KafkaMesh> meshes = new EnumMap<>(DeliveryClass.class);
  private final Map<DeliveryClass, ManifestLink> links = new EnumMap<>(DeliveryClass.class);
  private final Map<DeliveryClass, Ledger> ledgers = new EnumMap<>(DeliveryClass.class);
  private final List<RelayProcess> relays = new ArrayList<>();
  private final KafkaProducer<byte[], byte[]> producer;
  private final Queue<Future<RecordMetadata>> sent = new ConcurrentLinkedQueue<>();
  private long published;
  private long revision = 1;
  private int started;

  /** Between clusters that nobody else has. */
  FaultWorld(Fault.Site site, Path directory) {
    this(site, directory, "of-" + WORLDS.incrementAndGet());
  }

  /** Between clusters of that name, which others may have where they are of three brokers. */
  FaultWorld(Fault.Site site, Path directory, String name) {
    this.site = site;
    this.directory = directory;
    if (site == Fault.Site.ONE) {
      int euPort = Loopback.quietPort();
      int usPort = Loopback.quietPort();
      threes = Map.of();
      wires = Map.of("eu", new Wire(euPort), "us", new Wire(usPort));
      clusters =
          Map.of(
              "eu", TestClusters.behind("eu", wire("eu").port(), euPort),
              "us", TestClusters.behind("us", wire("us").port(), usPort));
    } else {
      threes =
          Map.of("eu", TestClusters.ofThree("eu" + name), "us", TestClusters.ofThree("us" + name));
      wires = Map.of();
      clusters = Map.of();
    }
    for (DeliveryClass delivery : DeliveryClass.values()) {
      KafkaMesh mesh = new KafkaMesh(this::access, Map.of("requestTimeoutSeconds", "5"), delivery);
      mesh.makeEntry("eu");
      ManifestLink link = mesh.link("eu", "eu", "us");
      meshes.put(delivery, mesh);
      links.put(delivery, link);
      ledgers.put(delivery, ledger(delivery, link));
    }
    producer = producer();
    serve();
    relays.add(start());
    relays.add(start());
    awaitFlow();
  }

  /** The first events have crossed: from now on everything that stands still is a fault's doing. */
  private void awaitFlow() {
    publish(60);
    published();
    for (Ledger ledger : ledgers.values()) {
      await()
          .atMost(Duration.ofMinutes(3))
          .until(
              () -> {
                ledger.read(Duration.ofMillis(100));
                return ledger.isComplete();
              });
    }
  }

  Fault.Site site() {
    return site;
  }

  private KafkaAccess access(String region) {
    return site == Fault.Site.ONE ? cluster(region) : brokers(region);
  }

  /** One broker, where there is one. */
  KafkaCluster cluster(String region) {
    return clusters.get(region);
  }

  /** Three brokers, where there are three. */
  KafkaBrokers brokers(String region) {
    return threes.get(region);
  }

  /** The channel that the link of a class reads in the one region and writes in the other. */
  String channel(DeliveryClass delivery, String region) {
    ManifestLink link = links.get(delivery);
    return (region.equals("eu") ? link.from() : link.to()).channel().value();
  }

  Wire wire(String region) {
    return wires.get(region);
  }

  StubControlPlane controlPlane() {
    return controlPlane;
  }

  Ledger ledger(DeliveryClass delivery) {
    return ledgers.get(delivery);
  }

  private Ledger ledger(DeliveryClass delivery, ManifestLink link) {
    Map<String, Object> settings = new HashMap<>(access("us").superSettings());
    settings.putAll(Ledger.reading());
    var bytes = new ByteArrayDeserializer();
    return new Ledger(
        delivery,
        new KafkaConsumer<>(settings, bytes, bytes),
        link.to().channel().value(),
        KafkaMesh.PARTITIONS,
        MOST_EVENTS);
  }

  private KafkaProducer<byte[], byte[]> producer() {
    Map<String, Object> settings = new HashMap<>(access("eu").superSettings());
    settings.putAll(
        Map.of(
            "acks",
            "all",
            "delivery.timeout.ms",
            240_000,
            "linger.ms",
            3,
            "max.block.ms",
            240_000));
    var bytes = new ByteArraySerializer();
    return new KafkaProducer<>(settings, bytes, bytes);
  }

  /** Publishes so many more events of each class. */
  void publish(int count) {
    for (DeliveryClass delivery : DeliveryClass.values()) {
      String topic = channel(delivery, "eu");
      for (long n = published; n < published + count; n++) {
        var record =
            new ProducerRecord<>(
                topic, (int) (n % KafkaMesh.PARTITIONS), Ledger.key(n), Ledger.payload(n));
        record.headers().add("mark", Ledger.mark(n).getBytes(StandardCharsets.UTF_8));
        sent.add(producer.send(record));
      }
    }
    published += count;
  }

  /** Returns when all is acknowledged: how many events each class has, from the first on. */
  long published() {
    producer.flush();
    ledgers.values().forEach(ledger -> ledger.published(published));
    for (var future = sent.poll(); future != null; future = sent.poll()) {
      future.resultNow();
    }
    return published;
  }

  /** Reads what is still to come, until for a while nothing does. */
  void drain() {
    int quiet = 0;
    while (quiet < 5) {
      boolean any = false;
      for (Ledger ledger : ledgers.values()) {
        any |= ledger.read(Duration.ofMillis(200));
      }
      quiet = any ? 0 : quiet + 1;
    }
  }

  /** A new revision of the manifest, in which each link is a little other than before. */
  synchronized void serve() {
    revision++;
    Manifest manifest = meshes.get(DeliveryClass.EFFECTIVELY_ONCE).manifest("us", changed());
    controlPlane.serve(
        new Manifest(
            manifest.format(),
            manifest.requires(),
            manifest.installation(),
            manifest.region(),
            revision,
            manifest.brokers(),
            manifest.links(),
            List.of(),
            manifest.teamRates()));
  }

  private ManifestLink[] changed() {
    return links.values().stream()
        .map(
            link ->
                new ManifestLink(
                    link.id(),
                    link.kind(),
                    link.eventType(),
                    link.team(),
                    link.subscription(),
                    link.from(),
                    link.to(),
                    link.delivery(),
                    link.slots(),
                    link.filters(),
                    link.startAt(),
                    (4L << 20) + revision % 7,
                    link.moves(),
                    link.deadLetters(),
                    link.rate(),
                    link.transform()))
        .toArray(ManifestLink[]::new);
  }

  List<RelayProcess> relays() {
    return relays;
  }

  RelayProcess start() {
    return RelayProcess.start(controlPlane.address(), "us", directory.resolve("relay" + started++));
  }

  /** Whether the link's committed positions are at the end of its source. */
  boolean isSettled(DeliveryClass delivery) {
    var transport = Transports.installed().get(new TransportName("kafka"));
    KafkaMesh mesh = meshes.get(delivery);
    ManifestLink link = links.get(delivery);
    try (Reader source = transport.reader(mesh.access("eu"));
        Reader target = transport.reader(mesh.access("us"))) {
      Map<LinkPartition, Position> positions = target.positions();
      for (Map.Entry<SourcePartition, Position> end :
          source.ends(link.from().channel()).entrySet()) {
        Position at = positions.get(new LinkPartition(link.id(), end.getKey()));
        if (at == null || source.distance(end.getKey(), at, end.getValue()) > 0) {
          return false;
        }
      }
      return true;
    } catch (MeshException e) {
      // Asked again: a broker that has just come back may not know yet.
      return false;
    }
  }

  static void pause(Duration time) {
    await().pollDelay(time).atMost(time.plusSeconds(60)).until(() -> true);
  }

  /** Clusters of three brokers stay for others of that name. */
  @Override
  public void close() throws IOException {
    relays.forEach(RelayProcess::kill);
    producer.close(Duration.ofSeconds(1));
    for (Ledger ledger : ledgers.values()) {
      ledger.close();
    }
    controlPlane.close();
    for (KafkaCluster cluster : clusters.values()) {
      if (cluster.isAlive()) {
        cluster.kill();
      }
    }
    for (Wire wire : wires.values()) {
      wire.close();
    }
  }
}
