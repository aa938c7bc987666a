package io.meshwork.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwork.api.DeploymentDocument;
import io.meshwork.api.DeploymentDocument.StepState;
import io.meshwork.api.Documents;
import io.meshwork.api.Manifest;
import io.meshwork.api.PlanDocument;
import io.meshwork.api.PlanScope;
import io.meshwork.controlplane.access.AccessError;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.Permissions;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.deployment.installation.Installation;
import io.meshwork.deployment.manifest.ManifestKeeper;
import io.meshwork.deployment.manifest.Manifests;
import io.meshwork.deployment.plan.PlanQuery;
import io.meshwork.deployment.plan.Plans;
import io.meshwork.deployment.run.Deployments;
import io.meshwork.deployment.store.ManifestStore;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.ErrorCode;
import io.meshwork.model.MeshException;
import io.meshwork.model.RegionName;
import io.meshwork.model.TeamName;
import io.meshwork.transport.memory.FaultPoint;
import io.meshwork.transport.memory.MemoryCall;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;

class DeploymentTests {
  private static final RegionName US = new RegionName("us");

  private World world;

  @BeforeEach
  void start() {
    world = new World().withPublisher("none").withSubscription("").granted();
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void plansAppliesAndPlansNothingMore() {
    PlanDocument plan = world.plan();
    assertThat(plan.blocked()).isEmpty();
    assertThat(plan.state()).isEqualTo(PlanDocument.State.READY);

    DeploymentDocument deployment = world.apply(plan);

    assertThat(deployment.problem()).isNull();
    assertThat(deployment.state()).isEqualTo(DeploymentDocument.State.APPLIED);
    assertThat(deployment.steps())
        .extracting(DeploymentDocument.Step::state)
        .containsOnly(StepState.DONE);
    assertThat(world.plan().state()).isEqualTo(PlanDocument.State.EMPTY);
    Manifest manifest = world.bean(Manifests.class).current(World.ADMIN, US);
    assertThat(manifest.revision()).isEqualTo(1);
    assertThat(manifest.links()).hasSize(1);
    assertThat(manifest.brokers()).hasSize(2);
    assertThat(find(plan).state()).isEqualTo(PlanDocument.State.APPLIED);
  }

  @Test
  void appliesAPlanOnce() {
    PlanDocument plan = world.plan();
    world.apply(plan);

    assertRefused(DeploymentError.PLAN_APPLIED, () -> start(plan));
  }

  @Test
  void readsWhatWasSwitchedWhileSomebodyElseLooked() {
    PlanDocument plan = world.plan();
    List<Runnable> meanwhile = new ArrayList<>();
    Clock clock =
        new Clock() {
          @Override
          public Instant instant() {
            if (!meanwhile.isEmpty()) {
              meanwhile.removeFirst().run();
            }
            return Instant.EPOCH;
          }

          @Override
          public ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }
        };
    ManifestKeeper keeper =
        new ManifestKeeper(
            world.bean(ManifestStore.class),
            world.bean(Catalog.class),
            world.bean(Permissions.class),
            world.bean(Installation.class),
            world.bean(TransactionTemplate.class),
            clock);

    meanwhile.add(
        () -> {
          keeper.all();
          world.apply(plan);
        });

    assertThat(keeper.read()).containsKey(US);
  }

  @Test
  void refusesAPlanThatIsEmpty() {
    world.apply(world.plan());
    PlanDocument plan = world.plan();

    assertRefused(DeploymentError.PLAN_EMPTY, () -> start(plan));
  }

  @Test
  void refusesAPlanWhoseCatalogMovedAndNamesWhatMoved() {
    PlanDocument plan = world.plan();
    world.withSubscription("{\"data\":{\"total\":[{\"numeric\":[\">\",100]}]}}").granted();

    assertThatThrownBy(() -> start(plan))
        .isInstanceOf(MeshException.class)
        .hasMessageContaining("is stale")
        .hasMessageContaining("needed");
    assertThat(find(plan).state()).isEqualTo(PlanDocument.State.STALE);
    assertThat(world.bean(Deployments.class).list(World.ADMIN, 10, null).items()).isEmpty();
  }

  @Test
  void refusesAPlanWhoseBrokerMoved() {
    PlanDocument plan = world.plan();
    String entry = topic(plan, "memory-eu");
    world.eu().foreigner().createTopic(new ChannelAddress(entry), 7);

    assertRefused(DeploymentError.PLAN_STALE, () -> start(plan));

    PlanDocument again = world.plan();
    assertThat(again.state()).isEqualTo(PlanDocument.State.BLOCKED);
    assertThat(again.blocked()).extracting(PlanDocument.Blocked::code).contains("FOREIGN_RESOURCE");
    assertRefused(DeploymentError.PLAN_BLOCKED, () -> start(again));
  }

  @Test
  void namesABrokerThatIsAwayAndPlansTheRestLater() {
    world.us().faults().away();

    PlanDocument plan = world.plan();

    assertThat(plan.state()).isEqualTo(PlanDocument.State.BLOCKED);
    assertThat(plan.blocked()).extracting(PlanDocument.Blocked::code).contains("BROKER_AWAY");
    world.us().faults().back();
    assertThat(world.plan().state()).isEqualTo(PlanDocument.State.READY);
  }

  @Test
  void keepsWhatWasDoneWhenAStepFailsAndPlansOnlyTheRest() {
    PlanDocument plan = world.plan();
    var faults = world.us().faults();
    faults.fail(FaultPoint.every(MemoryCall.CREATE));

    DeploymentDocument deployment = world.apply(plan);

    assertThat(deployment.state()).isEqualTo(DeploymentDocument.State.FAILED);
    assertThat(deployment.problem()).contains("'us-").contains("Plan again");
    assertThat(deployment.steps())
        .extracting(DeploymentDocument.Step::state)
        .contains(StepState.DONE, StepState.FAILED, StepState.SKIPPED);
    assertThat(world.bean(Manifests.class).current(World.ADMIN, US).links()).isEmpty();
    faults.clear();
    PlanDocument rest = world.plan();
    assertThat(rest.actions()).hasSizeLessThan(plan.actions().size());
    assertThat(world.apply(rest).state()).isEqualTo(DeploymentDocument.State.APPLIED);
    assertThat(world.plan().state()).isEqualTo(PlanDocument.State.EMPTY);
  }

  @Test
  void plansForDocumentsWithoutSavingThemAndSavesThemWhenApplied() {
    world.apply(world.plan());
    String yaml =
        """
        ---
        {apiVersion: mesh/v1, kind: EventType, metadata: {name: orders.order.paid, team: orders}, spec: {schema: {format: json-schema, definition: {type: object}}}}
        ---
        {apiVersion: mesh/v1, kind: Publication, metadata: {name: shop-paid, team: orders}, spec: {application: shop, eventType: orders.order.paid, broker: memory-eu}}
        """;
    Catalog catalog = world.bean(Catalog.class);
    var before = catalog.currentRevision();

    PlanDocument plan =
        world
            .bean(Plans.class)
            .compute(
                World.OWNER, new PlanScope(new TeamName("orders"), null), Documents.read(yaml));

    assertThat(plan.actions()).isNotEmpty();
    assertThat(catalog.currentRevision()).isEqualTo(before);
    DeploymentDocument deployment =
        world.ended(world.bean(Deployments.class).start(World.OWNER, plan.id()).id());
    assertThat(deployment.state()).isEqualTo(DeploymentDocument.State.APPLIED);
    assertThat(catalog.currentRevision()).isEqualTo(before.next());
    assertThat(world.plan().state()).isEqualTo(PlanDocument.State.EMPTY);
  }

  @Test
  void tellsWhoFollowsEachChangeUntilTheEnd() {
    PlanDocument plan = world.plan();
    List<DeploymentDocument> told = new CopyOnWriteArrayList<>();
    Deployments deployments = world.bean(Deployments.class);
    UUID id = deployments.start(World.ADMIN, plan.id()).id();

    try (var following = deployments.follow(World.ADMIN, id, told::add)) {
      Awaitility.await().until(() -> !told.isEmpty() && told.getLast().endedAt() != null);
    }

    assertThat(told.getLast().state()).isEqualTo(DeploymentDocument.State.APPLIED);
  }

  @Test
  void showsATeamItsOwnPlansOnly() {
    PlanScope own = new PlanScope(new TeamName("billing"), null);
    Plans plans = world.bean(Plans.class);
    PlanDocument plan = plans.compute(World.SUBSCRIBER, own, List.of());
    PlanDocument ofMesh = world.plan();

    assertThat(plans.list(World.SUBSCRIBER, PlanQuery.newest(10)).items())
        .extracting(PlanDocument::id)
        .containsExactly(plan.id());
    assertThat(plans.list(World.ADMIN, PlanQuery.newest(1)).nextCursor()).isNotNull();
    assertRefused(AccessError.NOT_FOUND, () -> plans.find(World.STRANGER, plan.id()));
    assertRefused(AccessError.NOT_FOUND, () -> plans.find(World.SUBSCRIBER, ofMesh.id()));
    assertRefused(
        AccessError.NOT_FOUND,
        () -> world.bean(Deployments.class).start(World.STRANGER, plan.id()));
    assertRefused(AccessError.NOT_FOUND, () -> plans.compute(World.STRANGER, own, List.of()));
    assertRefused(
        AccessError.FORBIDDEN, () -> plans.compute(World.SUBSCRIBER, PlanScope.MESH, List.of()));
    assertRefused(
        AccessError.NOT_FOUND,
        () -> plans.compute(World.STRANGER, resource("Subscription", "billing-orders"), List.of()));
    assertRefused(
        AccessError.NOT_FOUND,
        () -> plans.compute(World.STRANGER, resource("Subscription", "nowhere"), List.of()));
  }

  @Test
  void refusesAScopeThatIsNone() {
    Plans plans = world.bean(Plans.class);
    var ref = new PlanScope.ResourceRef("Subscription", "billing-orders");

    for (PlanScope scope :
        List.of(
            new PlanScope(new TeamName("billing"), List.of(ref)),
            new PlanScope(null, List.of()),
            resource("Topic", "x"))) {
      assertRefused(
          DeploymentError.INVALID_SCOPE, () -> plans.compute(World.ADMIN, scope, List.of()));
    }
  }

  @Test
  void keepsToFreezeWindowsAndFourEyes() {
    region("fourEyes: true");
    PlanDocument plan = world.plan();
    assertRefused(DeploymentError.DEPLOYMENT_NOT_ALLOWED, () -> start(plan));

    region(
        "freezeWindows: [{from: '2020-01-01T00:00:00Z', until: '2999-01-01T00:00:00Z', reason: peak}]");
    assertThatThrownBy(() -> start(plan))
        .hasMessageContaining("frozen until")
        .hasMessageContaining("peak");

    region("fourEyes: true");
    Actor other =
        new Actor("ada", "Ada", World.ADMIN.holder(), World.ADMIN.roles(), World.ADMIN.teams());
    assertThat(world.bean(Deployments.class).start(other, plan.id()).plan()).isEqualTo(plan.id());
  }

  private void region(String more) {
    world.save(
        "---\n{apiVersion: mesh/v1, kind: Region, metadata: {name: us}, spec: {jurisdiction: us, autoApply: none, reaches: [{region: eu, cost: 1}], %s}}"
            .formatted(more));
  }

  private static PlanScope resource(String kind, String name) {
    return new PlanScope(null, List.of(new PlanScope.ResourceRef(kind, name)));
  }

  private PlanDocument find(PlanDocument plan) {
    return world.bean(Plans.class).find(World.ADMIN, plan.id());
  }

  private void start(PlanDocument plan) {
    world.bean(Deployments.class).start(World.ADMIN, plan.id());
  }

  static String topic(PlanDocument plan, String broker) {
    Optional<String> topic =
        plan.actions().stream()
            .filter(action -> broker.equals(action.broker()))
            .map(PlanDocument.ActionDocument::resource)
            .filter(resource -> resource.startsWith("topic "))
            .map(resource -> resource.substring("topic ".length()))
            .findFirst();
    return topic.orElseThrow();
  }

  static void assertRefused(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MeshException.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }
}
