package io.meshwork.benchmarks.relay;

import io.meshwork.api.Manifest;
import io.meshwork.api.ManifestBroker;
import io.meshwork.api.ManifestLink;
import io.meshwork.api.MeshJson;
import io.meshwork.local.KafkaCluster;
import io.meshwork.local.KafkaSettings;
import io.meshwork.local.Loopback;
import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.InstallationId;
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
 * Our relay as it ships, with nothing set that it has a default for: one unfiltered link, from a
 * manifest that it finds on its disk. Its control plane is away, which it does not need.
 */
final class RelayProcess {
  private static final String MODULE = "provisioning/relay";
  private static final String PROGRAM = "io.meshwork.relay.RelayProgram";

  /** What the control plane gives every link. */
  private static final long MAX_BYTES_IN_FLIGHT = 16L << 20;

  private static final TransportName KAFKA = new TransportName("kafka");
  private static final KafkaTransport TRANSPORT = new KafkaTransport();
  private static final BrokerName SOURCE = new BrokerName("kafka-source");
  private static final BrokerName TARGET = new BrokerName("kafka-target");
  private static final EventTypeName TYPE = new EventTypeName("github.webhook");

  private final Mover.Job job;
  private final DeliveryClass delivery;
  private final UUID installation = UUID.randomUUID();
  private final RegionName region;
  private final Path state;

  private RelayProcess(Mover.Job job, DeliveryClass delivery) throws IOException {
    this.job = job;
    this.delivery = delivery;
    region = new RegionName(job.tag());
    state = Files.createTempDirectory("meshwork-bench-" + job.tag());
    state.toFile().deleteOnExit();
  }

  static Mover.Working start(Mover.Job job, DeliveryClass delivery) {
    try {
      return new RelayProcess(job, delivery).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Mover.Working start() throws IOException {
    String target = job.source() + ".from." + job.tag();
    job.clusters().target().create(target);
    makeSlots();
    Path manifest = state.resolve("manifest.json");
    Files.writeString(manifest, MeshJson.write(manifest(target)));
    Path key = Files.writeString(state.resolve("key"), "nobody-asks");
    List.of(manifest, key).forEach(path -> path.toFile().deleteOnExit());
    ChildJvm.Program program =
        new ChildJvm.Program(
            ClassPaths.of(MODULE),
            PROGRAM,
            List.of(),
            List.of(),
            Map.of(
                "MESHWORK_URL", "http://" + Loopback.HOST + ":" + Loopback.freePort(),
                "MESHWORK_REGION", region.value(),
                "MESHWORK_RELAY_KEY_FILE", key.toString(),
                "MESHWORK_RELAY_STATE", state.toString(),
                "MESHWORK_RELAY_PORT", "0"),
            job.heapMegabytes());
    return new Mover.Working(
        new ChildJvm(program, job.folder().resolve(job.tag() + ".log")), target);
  }

  private Manifest manifest(String target) throws IOException {
    ManifestLink link =
        new ManifestLink(
            new LinkId(job.tag()),
            ManifestLink.LinkKind.TRANSFER,
            TYPE,
            new TeamName("bench"),
            null,
            new ManifestLink.End(SOURCE, new ChannelAddress(job.source()), Clusters.PARTITIONS),
            new ManifestLink.End(TARGET, new ChannelAddress(target), Clusters.PARTITIONS),
            delivery,
            DesiredLink.SLOTS,
            List.of(),
            new StartAt.Earliest(),
            MAX_BYTES_IN_FLIGHT,
            List.of(),
            null,
            null);
    return new Manifest(
        Manifest.FORMAT,
        List.of(),
        installation,
        region,
        1,
        List.of(
            broker(SOURCE, job.clusters().source().cluster()),
            broker(TARGET, job.clusters().target().cluster())),
        List.of(link),
        List.of());
  }

  private ManifestBroker broker(BrokerName name, KafkaCluster cluster) throws IOException {
    return new ManifestBroker(name, KAFKA, region, settings(cluster));
  }

  private Map<String, String> settings(KafkaCluster cluster) throws IOException {
    Path file = state.resolve(cluster.settings().name() + ".password");
    Files.writeString(file, cluster.settings().superPassword());
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
  private void makeSlots() throws IOException {
    Map<String, String> settings = settings(job.clusters().target().cluster());
    BrokerAccess access =
        new BrokerAccess(
            TARGET,
            Settings.check(TRANSPORT.settings(), settings),
            new InstallationId(installation),
            Secrets.ofThisProcess());
    SlotGroup group = new SlotGroup(SOURCE, TARGET, delivery, region, DesiredLink.SLOTS);
    List<Resource> resources =
        TRANSPORT
            .blueprint(access.settings())
            .render(new Needs(TARGET, List.of(new Need.Slots(group, Set.of(TYPE)))))
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
