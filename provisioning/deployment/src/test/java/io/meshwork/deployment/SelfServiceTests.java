package io.meshwork.deployment;

import static io.meshwork.model.catalog.SubscriptionLife.PAUSED;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.api.DeploymentDocument;
import io.meshwork.api.LinkReport;
import io.meshwork.api.Manifest;
import io.meshwork.api.PlanDocument;
import io.meshwork.api.RelayReport;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.catalog.SubscriptionStatusSource;
import io.meshwork.controlplane.catalog.SubscriptionStatusSource.Provisioned;
import io.meshwork.controlplane.catalog.SubscriptionStatusSource.Stage;
import io.meshwork.controlplane.monitoring.LinkDirectory;
import io.meshwork.controlplane.monitoring.Monitoring;
import io.meshwork.deployment.manifest.Manifests;
import io.meshwork.deployment.observation.Brokers;
import io.meshwork.deployment.plan.PlanQuery;
import io.meshwork.deployment.plan.Plans;
import io.meshwork.deployment.plan.StubbornComputer;
import io.meshwork.deployment.run.Deployments;
import io.meshwork.deployment.store.ChangedEntries;
import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.PublicationName;
import io.meshwork.model.RegionName;
import io.meshwork.model.catalog.BrokerSpec;
import io.meshwork.transport.spi.Deployer;
import io.meshwork.transport.spi.ResourceId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

class SelfServiceTests {
  private static final RegionName US = new RegionName("us");

  @Test
  void plansForTheOthersThoughOneEntryCannotBePlanned() {
    try (World world = new World().withPublisher("all")) {
      StubbornComputer.FAULTS.add(new PublicationName("a-stuck"));
      for (String name : List.of("a-stuck", "b-fine")) {
        world.save(
            """
            ---
            {apiVersion: mesh/v1, kind: EventType, metadata: {name: orders.%1$s, team: orders}, spec: {schema: {format: json-schema, definition: {type: object}}, examples: [{id: 1}]}}
            ---
            {apiVersion: mesh/v1, kind: Publication, metadata: {name: %1$s, team: orders}, spec: {application: shop, eventType: orders.%1$s, broker: memory-eu}}
            """
                .formatted(name));
      }

      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .untilAsserted(
              () ->
                  assertThat(world.eu().foreigner().read(new ChannelAddress("orders.b-fine"), 0))
                      .isEmpty());
      StubbornComputer.FAULTS.remove(new PublicationName("a-stuck"));
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .untilAsserted(
              () ->
                  assertThat(world.eu().foreigner().read(new ChannelAddress("orders.a-stuck"), 0))
                      .isEmpty());
    }
  }

  @Test
  void deploysAGrantedSubscriptionAtOnceWhereSafePlansMay() {
    try (World world = new World().withPublisher("safe").withSubscription("").granted()) {
      await().until(() -> links(world).size() == 1);
      await()
          .until(() -> stage(world) == Stage.PROVISIONING && problem(world).contains("No relay"));

      report(world);

      await().until(() -> stage(world) == Stage.ACTIVE);
      Provisioned provisioned = provisioned(world);
      assertThat(provisioned.channels()).hasSize(1);
      assertThat(provisioned.appliedRevision()).isNotNull();
      assertThat(provisioned.problem()).isNull();
      assertThat(provisioned.stages()).containsOnly(Map.entry(World.TYPE, Stage.ACTIVE));
      assertThat(provisioned.lagEvents()).isEqualTo(7);
      assertThat(world.bean(LinkDirectory.class).links().values())
          .extracting(LinkDirectory.Placed::runsIn)
          .containsExactly(US);
      assertThat(world.bean(Deployments.class).list(World.ADMIN, 10, null).items())
          .isNotEmpty()
          .allMatch(deployment -> deployment.startedBy().equals(Actor.mesh().subject()));
      assertThat(world.plan().state()).isEqualTo(PlanDocument.State.EMPTY);
    }
  }

  @Test
  void leavesThePlanToAnOperatorWhereNothingMayDeployAlone() {
    try (World world = new World().withPublisher("none").withSubscription("").granted()) {
      await().until(() -> !waiting(world, World.SUBSCRIBER).isEmpty());
      await().until(() -> stage(world) == Stage.WAITING && problem(world).contains("operator"));
      assertThat(world.bean(Deployments.class).list(World.ADMIN, 10, null).items()).isEmpty();

      world.apply(world.plan());

      await().until(() -> waiting(world, World.ADMIN).isEmpty());
      report(world);
      await().until(() -> stage(world) == Stage.ACTIVE);
    }
  }

  @Test
  void keepsWhatIsNotSafeForAnOperatorAndDeploysItWhereAllMay() {
    try (World world = new World().withPublisher("safe").withSubscription("").granted()) {
      await().until(() -> links(world).size() == 1);

      world.bean(Catalog.class).setLife(World.SUBSCRIBER, World.SUBSCRIPTION, PAUSED);

      await().until(() -> !waiting(world, World.ADMIN).isEmpty());
      assertThat(readers(world)).isNotEmpty();
      world.withPublisher("all");
      await().until(() -> readers(world).isEmpty());
    }
  }

  @Test
  void deploysWhatWasGrantedBeforeAnybodyPublishedWithTheFirstPublication() {
    try (World world = new World().withMesh("safe").withSubscription("").granted()) {
      await().until(() -> settled(world));
      assertThat(links(world)).isEmpty();

      world.withPublication();

      await().until(() -> links(world).size() == 1);
      await().until(() -> stage(world) == Stage.PROVISIONING);
    }
  }

  @Test
  void withdrawsWhatAnOwnerTakesBackAtOnceWhereSafePlansMayAndKeepsTheChannel() {
    try (World world = new World().withPublisher("safe").withSubscription("").granted()) {
      await().until(() -> links(world).size() == 1);
      Set<?> channels = channels(world);

      world.revoked();

      await().until(() -> links(world).isEmpty());
      await().until(() -> settled(world));
      assertThat(waiting(world, World.ADMIN))
          .flatExtracting(PlanDocument::actions)
          .extracting(PlanDocument.ActionDocument::verb)
          .as("taking channels away is an operator's decision")
          .containsOnly("delete");
      assertThat(channels(world)).isEqualTo(channels).isNotEmpty();
      assertThat(readers(world)).isEmpty();
    }
  }

  @Test
  void leavesEvenAWithdrawalToAnOperatorWhereNothingMayDeployAlone() {
    try (World world = new World().withPublisher("none").withSubscription("").granted()) {
      await().until(() -> !waiting(world, World.SUBSCRIBER).isEmpty());
      world.apply(world.plan());
      await().until(() -> links(world).size() == 1);

      world.revoked();

      await().until(() -> !waiting(world, World.ADMIN).isEmpty());
      assertThat(links(world)).hasSize(1);
    }
  }

  @Test
  void takesUpWhatChangedWhileNoServerRanAndWaitsForABrokerThatIsAway() {
    try (World world = new World().withPublisher("safe")) {
      await()
          .until(() -> !world.bean(Deployments.class).list(World.ADMIN, 9, null).items().isEmpty());
      world.us().faults().away();
      world.withSubscription("").granted();
      await().until(() -> !waiting(world, World.ADMIN).isEmpty());
      assertThat(waiting(world, World.ADMIN).getFirst().blocked())
          .extracting(PlanDocument.Blocked::code)
          .contains("BROKER_AWAY");
      world.stopServer();
      world.us().faults().back();

      world.server();

      await().until(() -> links(world).size() == 1);
      await().until(() -> waiting(world, World.ADMIN).isEmpty());
      assertThat(world.bean(Deployments.class).list(World.ADMIN, 9, null).items())
          .extracting(DeploymentDocument::state)
          .containsOnly(DeploymentDocument.State.APPLIED);
    }
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(40));
  }

  private static List<PlanDocument> waiting(World world, Actor actor) {
    return world.bean(Plans.class).list(actor, PlanQuery.waiting(10)).items();
  }

  private static List<?> links(World world) {
    return world.bean(Manifests.class).current(World.ADMIN, US).links();
  }

  /** Whether every change so far has its plan, and none is being applied. */
  private static boolean settled(World world) {
    return world.bean(ChangedEntries.class).due().isEmpty()
        && world
            .bean(ChangedEntries.class)
            .looked()
            .equals(world.bean(Catalog.class).currentRevision())
        && world.bean(Deployments.class).list(World.ADMIN, 50, null).items().stream()
            .allMatch(deployment -> deployment.endedAt() != null);
  }

  /** What stands on the subscriber's broker and holds events. */
  private static Set<ResourceId> channels(World world) {
    return there(world, id -> !isAccess(id) && !id.kind().equals("slots"));
  }

  /** Who may use what on the subscriber's broker. */
  private static Set<ResourceId> readers(World world) {
    return there(world, SelfServiceTests::isAccess);
  }

  private static boolean isAccess(ResourceId id) {
    return id.kind().equals("acl");
  }

  private static Set<ResourceId> there(World world, Predicate<ResourceId> which) {
    BrokerName name = new BrokerName("memory-us");
    Catalog catalog = world.bean(Catalog.class);
    BrokerSpec spec = catalog.snapshot(catalog.currentRevision()).brokers().get(name).spec();
    try (Deployer deployer = world.bean(Brokers.class).deployer(name, spec)) {
      return deployer.observe(Set.of()).resources().keySet().stream()
          .filter(which)
          .collect(Collectors.toSet());
    }
  }

  private static Provisioned provisioned(World world) {
    return world
        .bean(SubscriptionStatusSource.class)
        .statusOf(Set.of(World.SUBSCRIPTION))
        .get(World.SUBSCRIPTION);
  }

  private static Stage stage(World world) {
    Provisioned provisioned = provisioned(world);
    return provisioned == null ? null : provisioned.stage();
  }

  private static String problem(World world) {
    return String.valueOf(provisioned(world).problem());
  }

  /** A relay of us says that it runs what it was told. */
  static void report(World world) {
    report(world, UUID.randomUUID());
  }

  /** What this relay of us says when it runs the manifest of now. */
  static void report(World world, UUID instance) {
    Actor relay = new Actor("relay:us", "us", new Actor.Holder.Relay(US), Set.of(), Map.of());
    Manifest manifest = world.bean(Manifests.class).current(relay, US);
    world
        .bean(Monitoring.class)
        .accept(
            relay,
            US,
            new RelayReport(
                instance,
                "host",
                US,
                Instant.now(),
                Instant.now(),
                manifest.revision(),
                null,
                manifest.links().stream()
                    .map(
                        link ->
                            new LinkReport(
                                link.id(),
                                LinkReport.State.RUNNING,
                                null,
                                2,
                                0,
                                0,
                                0,
                                0,
                                0,
                                0,
                                7,
                                1.5,
                                LinkReport.Latency.NONE,
                                0,
                                LinkReport.Work.NONE))
                    .toList(),
                List.of()));
  }
}
