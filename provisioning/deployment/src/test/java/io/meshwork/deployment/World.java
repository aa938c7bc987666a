package io.meshwork.deployment;

import io.meshwork.api.DeploymentDocument;
import io.meshwork.api.Documents;
import io.meshwork.api.PlanDocument;
import io.meshwork.api.PlanScope;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.GlobalRole;
import io.meshwork.controlplane.catalog.ApplyDocuments;
import io.meshwork.controlplane.catalog.ApplyOptions;
import io.meshwork.controlplane.catalog.Grants;
import io.meshwork.controlplane.catalog.Verdict;
import io.meshwork.deployment.plan.Plans;
import io.meshwork.deployment.run.Deployments;
import io.meshwork.local.KafkaCluster;
import io.meshwork.local.TestDatabase;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.GrantKey;
import io.meshwork.model.catalog.TeamRole;
import io.meshwork.transport.memory.MemoryBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Two regions with a broker each, a team that publishes in one and a team that subscribes in the
 * other; servers over one database that can be stopped and started.
 */
final class World implements AutoCloseable {
  static final Actor ADMIN =
      new Actor(
          "admin", "Admin", new Actor.Holder.Person(), Set.of(GlobalRole.ADMINISTRATOR), Map.of());
  static final Actor OWNER = person("olga", "orders", TeamRole.OWNER);
  static final Actor SUBSCRIBER = person("berta", "billing", TeamRole.OWNER);
  static final Actor STRANGER = person("stan", "strangers", TeamRole.OWNER);
  static final EventTypeName TYPE = new EventTypeName("orders.order.placed");
  static final SubscriptionName SUBSCRIPTION = new SubscriptionName("billing-orders");
  static final String ADMIN_KEY = "administrator-of-the-test-world";
  static final String RELAY_KEY_EU = "relay-of-eu-in-the-test-world";
  static final String RELAY_KEY_US = "relay-of-us-in-the-test-world";
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final String database = TestDatabase.freshDatabase();
  private final int number = NUMBER.incrementAndGet();
  private final List<ConfigurableApplicationContext> servers = new ArrayList<>();
  private final Path keys;

  private final String euBroker;
  private final String usBroker;
  private final Class<?>[] sources;
  private final String undoWindow;
  private final int verifyPerSecond;

  /** With one server, over brokers in memory. */
  World() {
    this("24h");
  }

  /** The same, where undoing is exact for so long. */
  World(String undoWindow) {
    this(undoWindow, 0);
  }

  /** The same, that verifies so many events a second by itself. */
  World(String undoWindow, int verifyPerSecond) {
    this.undoWindow = undoWindow;
    this.verifyPerSecond = verifyPerSecond;
    keys = keyFiles();
    euBroker = "transport: memory, settings: {broker: eu-%d}".formatted(number);
    usBroker = "transport: memory, settings: {broker: us-%d}".formatted(number);
    sources = new Class<?>[] {DeploymentServer.InMemory.class, DeploymentServer.class};
    server();
  }

  /** With one server, over real clusters. */
  World(KafkaCluster eu, KafkaCluster us) {
    undoWindow = "24h";
    verifyPerSecond = 0;
    keys = keyFiles();
    euBroker = broker(eu);
    usBroker = broker(us);
    sources = new Class<?>[] {DeploymentServer.class};
    server();
  }

  private String broker(KafkaCluster cluster) {
    Path secret = keys.resolve(cluster.settings().name());
    try {
      Files.writeString(secret, cluster.settings().superPassword());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "transport: kafka, settings: {bootstrap: '%s', protocol: SASL_PLAINTEXT, username: mesh, password: 'file:%s'}"
        .formatted(cluster.bootstrap(), secret);
  }

  static Actor person(String subject, String team, TeamRole role) {
    return new Actor(
        subject, subject, new Actor.Holder.Person(), Set.of(), Map.of(new TeamName(team), role));
  }

  /** One more server over the same database. */
  ConfigurableApplicationContext server() {
    ConfigurableApplicationContext server =
        new SpringApplicationBuilder(sources)
            .run(
                "--spring.datasource.url=" + database,
                "--spring.datasource.username=" + TestDatabase.user(),
                "--spring.datasource.password=" + TestDatabase.password(),
                "--server.port=0",
                "--meshwork.bootstrap.admin-key-file=" + keys.resolve("admin"),
                "--meshwork.bootstrap.relay-keys-file=" + keys.resolve("relays"),
                "--meshwork.deployment.undo-window=" + undoWindow,
                "--meshwork.deployment.contract-every=50ms",
                "--meshwork.deployment.drift-every=1h",
                "--meshwork.deployment.verify-per-second=" + verifyPerSecond,
                "--meshwork.deployment.probe-every=1h",
                "--meshwork.deployment.observe-within=" + (inMemory() ? "4s" : "20s"),
                "--meshwork.deployment.attempts=4",
                "--meshwork.deployment.first-pause=1ms",
                "--meshwork.deployment.longest-pause=5ms",
                "--meshwork.deployment.call-within=" + (inMemory() ? "500ms" : "30s"));
    servers.add(server);
    return server;
  }

  private boolean inMemory() {
    return sources.length > 1;
  }

  /** The server started last. */
  <T> T bean(Class<T> type) {
    return servers.getLast().getBean(type);
  }

  int port() {
    return Integer.parseInt(
        servers.getLast().getEnvironment().getRequiredProperty("local.server.port"));
  }

  /** Stops the server started last. */
  void stopServer() {
    servers.removeLast().close();
  }

  MemoryBroker eu() {
    return DeploymentServer.BROKERS.broker("eu-" + number);
  }

  MemoryBroker us() {
    return DeploymentServer.BROKERS.broker("us-" + number);
  }

  /** Saves documents, as an administrator. */
  void save(String yaml) {
    bean(ApplyDocuments.class).apply(ADMIN, Documents.read(yaml), ApplyOptions.PLAIN);
  }

  /** Regions, brokers, teams, applications, the event type and its publication in eu. */
  World withPublisher(String autoApply) {
    return withMesh(autoApply).withPublication();
  }

  /** The event type's publication in eu. */
  World withPublication() {
    save(
        """
        ---
        {apiVersion: mesh/v1, kind: Publication, metadata: {name: shop-orders, team: orders}, spec: {application: shop, eventType: orders.order.placed, broker: memory-eu}}
        """);
    return this;
  }

  /** Regions, brokers, teams, applications and the event type, which nobody publishes. */
  World withMesh(String autoApply) {
    save(
        """
        ---
        {apiVersion: mesh/v1, kind: Region, metadata: {name: eu}, spec: {jurisdiction: eu, autoApply: %1$s, reaches: [{region: us, cost: 1}]}}
        ---
        {apiVersion: mesh/v1, kind: Region, metadata: {name: us}, spec: {jurisdiction: us, autoApply: %1$s, reaches: [{region: eu, cost: 1}]}}
        ---
        {apiVersion: mesh/v1, kind: Broker, metadata: {name: memory-eu}, spec: {region: eu, %2$s}}
        ---
        {apiVersion: mesh/v1, kind: Broker, metadata: {name: memory-us}, spec: {region: us, %3$s}}
        ---
        {apiVersion: mesh/v1, kind: Team, metadata: {name: orders}, spec: {members: [{subject: olga, role: owner}]}}
        ---
        {apiVersion: mesh/v1, kind: Team, metadata: {name: billing}, spec: {members: [{subject: berta, role: owner}]}}
        ---
        {apiVersion: mesh/v1, kind: Team, metadata: {name: strangers}, spec: {members: [{subject: stan, role: owner}]}}
        ---
        {apiVersion: mesh/v1, kind: Application, metadata: {name: shop, team: orders}, spec: {principals: {memory-eu: shop}}}
        ---
        {apiVersion: mesh/v1, kind: Application, metadata: {name: biller, team: billing}, spec: {principals: {memory-us: biller}}}
        ---
        {apiVersion: mesh/v1, kind: EventType, metadata: {name: orders.order.placed, team: orders}, spec: {schema: {format: json-schema, definition: {type: object}}, partitions: 2, examples: [{id: 1}]}}
        """
            .formatted(autoApply, euBroker, usBroker));
    return this;
  }

  /** The subscription in us, with a filter or without. */
  World withSubscription(String filter) {
    save(
        """
        ---
        {apiVersion: mesh/v1, kind: Subscription, metadata: {name: billing-orders, team: billing}, spec: {application: biller, eventTypes: [orders.order.placed], at: {broker: memory-us}%s}}
        """
            .formatted(filter.isEmpty() ? "" : ", filter: " + filter));
    return this;
  }

  /** A subscription of the publishing team where it publishes. */
  World withOwnSubscription(String filter) {
    save(
        """
        ---
        {apiVersion: mesh/v1, kind: Subscription, metadata: {name: orders-own, team: orders}, spec: {application: shop, eventTypes: [orders.order.placed], at: {broker: memory-eu}, filter: %s}}
        """
            .formatted(filter));
    return this;
  }

  /** The owner's word for it. */
  World granted() {
    bean(Grants.class).approve(OWNER, new GrantKey(SUBSCRIPTION, TYPE), Verdict.PLAIN);
    return this;
  }

  /** The owner's word taken back. */
  World revoked() {
    bean(Grants.class).revoke(OWNER, new GrantKey(SUBSCRIPTION, TYPE), Verdict.PLAIN);
    return this;
  }

  PlanDocument plan() {
    return bean(Plans.class).compute(ADMIN, PlanScope.MESH, List.of());
  }

  /** Applies a plan and waits for its end. */
  DeploymentDocument apply(PlanDocument plan) {
    return ended(bean(Deployments.class).start(ADMIN, plan.id()).id());
  }

  DeploymentDocument ended(UUID deployment) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> bean(Deployments.class).find(ADMIN, deployment),
            found -> found.endedAt() != null);
  }

  private Path keyFiles() {
    try {
      Path directory = Files.createTempDirectory("world-");
      Files.writeString(directory.resolve("admin"), ADMIN_KEY);
      Files.writeString(
          directory.resolve("relays"), "eu=" + RELAY_KEY_EU + "\nus=" + RELAY_KEY_US + "\n");
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    servers.forEach(ConfigurableApplicationContext::close);
  }
}
