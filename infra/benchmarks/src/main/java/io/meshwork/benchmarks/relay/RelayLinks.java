package io.meshwork.benchmarks.relay;

import io.meshwork.api.Manifest;
import io.meshwork.api.ManifestBroker;
import io.meshwork.api.ManifestLink;
import io.meshwork.local.KafkaCluster;
import io.meshwork.local.KafkaSettings;
import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.InstallationId;
import io.meshwork.model.JsonText;
import io.meshwork.model.LinkId;
import io.meshwork.model.RegionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.TransportName;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.model.catalog.StartAt;
import io.meshwork.planner.DesiredLink;
import io.meshwork.transport.kafka.KafkaTransport;
import io.meshwork.transport.spi.BrokerAccess;
import io.meshwork.transport.spi.Deployer;
import io.meshwork.transport.spi.Need;
import io.meshwork.transport.spi.Needs;
import io.meshwork.transport.spi.Operation;
import io.meshwork.transport.spi.Outcome;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.Secrets;
import io.meshwork.transport.spi.Settings;
import io.meshwork.transport.spi.SlotGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Links between the brokers of a benchmark, all of one class and of one region that no other
 * benchmark has, as the control plane would tell relays of them.
 */
final class RelayLinks {
  /** What the control plane gives every link. */
  private static final long MAX_BYTES_IN_FLIGHT = 16L << 20;

  private static final TransportName KAFKA = new TransportName("kafka");
  private static final KafkaTransport TRANSPORT = new KafkaTransport();
  private static final BrokerName SOURCE = new BrokerName("kafka-source");
  private static final EventTypeName TYPE = new EventTypeName("github.webhook");

  /** A broker's slots belong to one. */
  private static final UUID INSTALLATION = UUID.randomUUID();

  private final Clusters clusters;
  private final DeliveryClass delivery;
  private final RegionName region;
  private final BrokerName target;
  private final Path secrets;

  RelayLinks(Clusters clusters, DeliveryClass delivery, String region) {
    this.clusters = clusters;
    this.delivery = delivery;
    this.region = new RegionName(region);
    this.target = clusters.isOne() ? SOURCE : new BrokerName("kafka-target");
    try {
      secrets = Files.createTempDirectory("meshwork-bench-" + region);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    secrets.toFile().deleteOnExit();
  }

  /** From a topic to a topic; without filters all events pass, else those that any lets pass. */
  ManifestLink link(String id, String from, String to, List<String> filters) {
    return new ManifestLink(
        new LinkId(id),
        ManifestLink.LinkKind.TRANSFER,
        TYPE,
        new TeamName("bench"),
        null,
        end(SOURCE, clusters.source(), from),
        end(target, clusters.target(), to),
        delivery,
        DesiredLink.SLOTS,
        filters.stream().map(JsonText::new).toList(),
        new StartAt.Earliest(),
        MAX_BYTES_IN_FLIGHT,
        List.of(),
        null,
        null,
        null);
  }

  private static ManifestLink.End end(BrokerName broker, Clusters.Side side, String topic) {
    return new ManifestLink.End(broker, new ChannelAddress(topic), side.partitions(topic).size());
  }

  Manifest manifest(long revision, List<ManifestLink> links) {
    ManifestBroker from = broker(SOURCE, clusters.source().cluster());
    return new Manifest(
        Manifest.FORMAT,
        List.of(),
        INSTALLATION,
        region,
        revision,
        clusters.isOne()
            ? List.of(from)
            : List.of(from, broker(target, clusters.target().cluster())),
        links,
        List.of(),
        List.of());
  }

  private ManifestBroker broker(BrokerName name, KafkaCluster cluster) {
    return new ManifestBroker(name, KAFKA, region, settings(cluster));
  }

  private Map<String, String> settings(KafkaCluster cluster) {
    Path file = secrets.resolve(cluster.settings().name() + ".password");
    try {
      Files.writeString(file, cluster.settings().superPassword());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    file.toFile().deleteOnExit();
    return Map.of(
        "bootstrap",
        cluster.bootstrap(),
        "protocol",
        "SASL_PLAINTEXT",
        "username",
        KafkaSettings.SUPER_USER,
        "password",
        "file:" + file);
  }

  /** As the deployment of a plan does before a manifest is served. */
  void makeSlots() {
    Map<String, String> settings = settings(clusters.target().cluster());
    BrokerAccess access =
        new BrokerAccess(
            target,
            Settings.check(TRANSPORT.settings(), settings),
            new InstallationId(INSTALLATION),
            Secrets.ofThisProcess());
    SlotGroup group = new SlotGroup(SOURCE, target, delivery, region, DesiredLink.SLOTS);
    List<Resource> resources =
        TRANSPORT
            .blueprint(access.settings())
            .render(new Needs(target, List.of(new Need.Slots(group, Set.of(TYPE)))))
            .resources();
    try (Deployer deployer = TRANSPORT.deployer(access)) {
      for (Resource resource : resources) {
        Outcome outcome = deployer.execute(List.of(new Operation.Create(resource))).getFirst();
        if (!(outcome instanceof Outcome.Done)) {
          throw new IllegalStateException(resource.id() + ": " + outcome);
        }
      }
    }
  }
}
