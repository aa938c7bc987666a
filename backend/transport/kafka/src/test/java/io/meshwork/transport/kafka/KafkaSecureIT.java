package io.meshwork.transport.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.meshwork.local.KafkaCluster;
import io.meshwork.local.Loopback;
import io.meshwork.local.TestClusters;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.MeshException;
import io.meshwork.transport.spi.Batch;
import io.meshwork.transport.spi.BrokerAccess;
import io.meshwork.transport.spi.Bundle;
import io.meshwork.transport.spi.Digest;
import io.meshwork.transport.spi.EventSource;
import io.meshwork.transport.spi.Outgoing;
import io.meshwork.transport.spi.OutgoingBundle;
import io.meshwork.transport.spi.Passing;
import io.meshwork.transport.spi.Secrets;
import io.meshwork.transport.spi.Settings;
import io.meshwork.transport.spi.SlotGroup;
import io.meshwork.transport.spi.SlotId;
import io.meshwork.transport.spi.SlotSink;
import io.meshwork.transport.spi.SlotWriter;
import io.meshwork.transport.spi.SourceLimits;
import io.meshwork.transport.spi.SourcePartition;
import io.meshwork.transport.spi.StartPosition;
import io.meshwork.transport.spi.TransportError;
import io.meshwork.transport.spi.WriteOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both engines over TLS with a login, and as users whose rates the cluster limits. */
@Timeout(120)
class KafkaSecureIT {
  private static final String PASSWORD = "reader-password";
  private static final int EVENTS = 2_000;
  private static final int EVENT_BYTES = 1_000;

  @TempDir static Path keys;

  private static KafkaCluster cluster;
  private static String certificate;
  private static int securePort;

  private final Fixture fixture = new Fixture(cluster);

  @BeforeAll
  static void startWithACertificateOfItsOwn() throws Exception {
    keytool(
        "-genkeypair -alias broker -keyalg EC -dname CN=broker -ext SAN=ip:127.0.0.1 -validity 2");
    keytool("-exportcert -rfc -alias broker -file " + keys.resolve("broker.pem"));
    certificate = Files.readString(keys.resolve("broker.pem"));
    securePort = Loopback.freePort();
    cluster = TestClusters.own("secure", KafkaSecureIT::properties);
  }

  @AfterAll
  static void stop() {
    cluster.kill();
  }

  private static void keytool(String arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments.split(" ", -1)));
    command.addAll(
        List.of("-keystore", keys.resolve("broker.p12").toString(), "-storepass", "for-tests"));
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  private static Map<String, String> properties(int port) {
    String here = Loopback.HOST + ":";
    String controller = here + Loopback.freePort();
    String clients = "CLIENT://" + here + port + ",SECURE://" + here + securePort;
    String listener = "listener.name.secure.";
    return Map.ofEntries(
        Map.entry("listeners", clients + ",CONTROLLER://" + controller),
        Map.entry("advertised.listeners", clients),
        Map.entry("controller.quorum.voters", "1@" + controller),
        Map.entry(
            "listener.security.protocol.map",
            "CLIENT:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT,SECURE:SASL_SSL"),
        Map.entry(
            listener + "scram-sha-512.sasl.jaas.config",
            "org.apache.kafka.common.security.scram.ScramLoginModule required;"),
        Map.entry(listener + "ssl.keystore.type", "PKCS12"),
        Map.entry(listener + "ssl.keystore.location", keys.resolve("broker.p12").toString()),
        Map.entry(listener + "ssl.keystore.password", "for-tests"),
        Map.entry(listener + "ssl.key.password", "for-tests"),
        Map.entry("quota.window.num", "2"));
  }

  private BrokerAccess secure(String password, Map<String, String> more) {
    Map<String, String> values = new HashMap<>();
    values.put("bootstrap", Loopback.HOST + ":" + securePort);
    values.put("protocol", "SASL_SSL");
    values.put("username", "mesh");
    values.put("password", "env:PASSWORD");
    values.put("truststore", "env:CERTIFICATE");
    values.putAll(more);
    values.values().removeIf(String::isEmpty);
    Secrets secrets = which -> which.toString().contains("CERTIFICATE") ? certificate : password;
    return new BrokerAccess(
        Fixture.BROKER,
        Settings.check(Fixture.TRANSPORT.settings(), values),
        fixture.installation,
        secrets);
  }

  private String superPassword() {
    return cluster.superPassword();
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "clients"})
  void movesEventsOverTls(String engine) throws Exception {
    SlotGroup group = deployed();
    publish();

    Map<Passing, Integer> ways = copy(secure(superPassword(), Map.of("engine", engine)), group);

    assertThat(ways.containsKey(Passing.FORWARDED)).isEqualTo(engine.equals("auto"));
    assertAllArrived();
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "clients"})
  void saysThatItDoesNotTrustTheBroker(String engine) {
    refuses(
        secure(
            superPassword(),
            Map.of("engine", engine, "truststore", "", "requestTimeoutSeconds", "3")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "clients"})
  void saysThatTheBrokerDoesNotKnowIt(String engine) {
    refuses(secure("another-password", Map.of("engine", engine, "requestTimeoutSeconds", "3")));
  }

  private void refuses(BrokerAccess access) {
    SlotGroup group = deployed();
    assertThatExceptionOfType(MeshException.class)
        .isThrownBy(() -> copy(access, group))
        .satisfies(e -> assertThat(e.code()).isEqualTo(TransportError.AUTHENTICATION_FAILED))
        .satisfies(e -> assertThat(e.text()).doesNotContain("another-password"));
  }

  /** Two megabytes, of which 250 kB may be written a second: longer than a request may take. */
  @Test
  void takesTheTimeThatALimitOnWritingAsksFor() throws Exception {
    assertSlow("producer_byte_rate", 250_000, "2");
  }

  @Test
  void takesTheTimeThatALimitOnReadingAsksFor() throws Exception {
    assertSlow("consumer_byte_rate", 500_000, "15");
  }

  private void assertSlow(String quota, int bytes, String timeoutSeconds) throws Exception {
    SlotGroup group = deployed();
    publish();
    String user = "slow-" + fixture.tag;
    grantAll(user);
    limit(user, quota, bytes);
    long began = System.nanoTime();

    Map<Passing, Integer> ways =
        copy(
            fixture.access(user, PASSWORD, Map.of("requestTimeoutSeconds", timeoutSeconds)), group);

    assertThat(ways).containsKey(Passing.FORWARDED);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofSeconds(2));
    assertAllArrived();
  }

  private void grantAll(String user) throws Exception {
    cluster.addUser(user, PASSWORD);
    try (Admin admin = cluster.admin()) {
      admin
          .createAcls(
              List.of(
                  all(user, ResourceType.TOPIC),
                  all(user, ResourceType.GROUP),
                  all(user, ResourceType.TRANSACTIONAL_ID)))
          .all()
          .get();
    }
  }

  private static AclBinding all(String user, ResourceType type) {
    return new AclBinding(
        new ResourcePattern(type, ResourcePattern.WILDCARD_RESOURCE, PatternType.LITERAL),
        new AccessControlEntry("User:" + user, "*", AclOperation.ALL, AclPermissionType.ALLOW));
  }

  private static void limit(String user, String quota, double bytes) throws Exception {
    var entity = new ClientQuotaEntity(Map.of(ClientQuotaEntity.USER, user));
    try (Admin admin = cluster.admin()) {
      admin
          .alterClientQuotas(
              List.of(
                  new ClientQuotaAlteration(
                      entity, List.of(new ClientQuotaAlteration.Op(quota, bytes)))))
          .all()
          .get();
    }
  }

  private SlotGroup deployed() {
    SlotGroup group = fixture.group(1);
    fixture.deploy(fixture.channel("in"), fixture.channel("out"), fixture.slots(group));
    return group;
  }

  /** In batches that are worth forwarding, of bytes that no compression makes fewer. */
  private void publish() throws ExecutionException, InterruptedException {
    Map<String, Object> config = new HashMap<>(cluster.superSettings());
    config.putAll(Map.of("linger.ms", 1_000, "batch.size", 64 << 10));
    Random random = new Random(1);
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    var bytes = new ByteArraySerializer();
    try (var producer = new KafkaProducer<>(config, bytes, bytes)) {
      for (int i = 0; i < EVENTS; i++) {
        byte[] payload = new byte[EVENT_BYTES];
        random.nextBytes(payload);
        sent.add(
            producer.send(new ProducerRecord<>(fixture.address("in").value(), 0, null, payload)));
      }
      for (Future<RecordMetadata> each : sent) {
        each.get();
      }
    }
  }

  private Map<Passing, Integer> copy(BrokerAccess access, SlotGroup group) {
    Map<Passing, Integer> ways = new EnumMap<>(Passing.class);
    ChannelAddress to = fixture.address("out");
    var writer = new SlotWriter(new SlotId(group, 0), UUID.randomUUID(), 0);
    try (EventSource source = Fixture.TRANSPORT.source(access, new SourceLimits(5_000, 8 << 20));
        SlotSink sink = Fixture.TRANSPORT.slotSink(access, writer)) {
      sink.fence();
      source.assign(
          Map.of(new SourcePartition(fixture.address("in"), 0), new StartPosition.Earliest()));
      int done = 0;
      while (done < EVENTS) {
        Batch batch = source.poll(Duration.ofMillis(500));
        sink.begin();
        for (Bundle bundle : batch.bundles()) {
          ways.merge(pass(sink, bundle, to), bundle.count(), Integer::sum);
          done += bundle.count();
        }
        assertThat(sink.flush())
            .allMatch(
                each ->
                    each instanceof WriteOutcome.Stored
                        || each instanceof WriteOutcome.StoredWhole);
        sink.commit(List.of());
      }
    }
    return ways;
  }

  private static Passing pass(SlotSink sink, Bundle bundle, ChannelAddress to) {
    Passing way = sink.passing(bundle, to);
    if (way == Passing.FORWARDED) {
      sink.forward(new OutgoingBundle(to, 0, bundle));
    } else {
      bundle.events().forEach(each -> sink.write(new Outgoing(to, 0, each.event())));
    }
    return way;
  }

  private void assertAllArrived() {
    assertThat(digests("out")).hasSize(EVENTS).isEqualTo(digests("in"));
  }

  private List<String> digests(String name) {
    try (EventSource source =
        Fixture.TRANSPORT.source(fixture.access(), new SourceLimits(5_000, 8 << 20))) {
      source.assign(
          Map.of(new SourcePartition(fixture.address(name), 0), new StartPosition.Earliest()));
      return Fixture.receive(source, EVENTS).stream()
          .map(each -> Digest.of(each.event()).toString())
          .toList();
    }
  }
}
