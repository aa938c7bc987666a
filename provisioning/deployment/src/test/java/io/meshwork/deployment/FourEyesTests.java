package io.meshwork.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwork.api.DeploymentDocument;
import io.meshwork.api.Documents;
import io.meshwork.api.PlanDocument;
import io.meshwork.api.PlanScope;
import io.meshwork.api.PlanScope.ResourceRef;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.ApiKeys;
import io.meshwork.controlplane.access.KeyRequest;
import io.meshwork.controlplane.access.Scope;
import io.meshwork.controlplane.catalog.ApplyDocuments;
import io.meshwork.controlplane.catalog.ApplyOptions;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.catalog.Precondition;
import io.meshwork.deployment.plan.PlanQuery;
import io.meshwork.deployment.plan.Plans;
import io.meshwork.deployment.run.Clearance;
import io.meshwork.deployment.run.Deployments;
import io.meshwork.model.ApplicationName;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.PublicationName;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.TeamRole;
import io.meshwork.model.event.Event;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FourEyesTests {
  private static final Actor COLLEAGUE = World.person("otto", "orders", TeamRole.OWNER);
  private static final Actor OPERATOR =
      new Actor("ada", "Ada", World.ADMIN.holder(), World.ADMIN.roles(), World.ADMIN.teams());

  private World world;

  @BeforeEach
  void start() {
    world = new World().withPublisher("none");
    world.save(
        """
        ---
        {apiVersion: mesh/v1, kind: Team, metadata: {name: orders}, spec: {members: [{subject: olga, role: owner}, {subject: otto, role: owner}]}}
        """);
    world.apply(world.plan());
    world.save(
        """
        ---
        {apiVersion: mesh/v1, kind: Region, metadata: {name: eu}, spec: {jurisdiction: eu, autoApply: none, fourEyes: true, reaches: [{region: us, cost: 1}]}}
        """);
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void keepsAnAuthorFromApplyingByAKeyOfTheirTeam() {
    publish(World.OWNER);
    PlanDocument plan = planned(World.OWNER);

    Actor own = key(World.OWNER);
    assertRefused(own, plan, "'olga' planned this", "application 'shop'", "team 'orders'");
    Actor colleagues = key(COLLEAGUE);
    assertRefused(colleagues, plan, "'otto', who made it", "another operator");
    assertClear(COLLEAGUE, plan);
  }

  @Test
  void takesWhatAKeyPlannedForItsMakers() {
    Actor key = key(World.OWNER);
    publish(key);
    PlanDocument plan = planned(key);

    assertRefused(World.OWNER, plan, "planned this", "Somebody else");
    assertClear(COLLEAGUE, plan);
  }

  @Test
  void keepsWhoChangedTheCatalogFromApplyingWhatMeshworkPlannedForIt() {
    publish(World.OWNER);
    PlanDocument plan = waiting();

    assertThat(plan.createdBy()).isEqualTo("meshwork");
    assertRefused(
        World.OWNER, plan, "'olga' changed Publication late-orders", "member of team 'orders'");
    assertClear(COLLEAGUE, plan);

    world.ended(world.bean(Deployments.class).start(COLLEAGUE, plan.id()).id());
    change(COLLEAGUE);
    PlanDocument next = planned(OPERATOR);
    assertRefused(COLLEAGUE, next, "'otto' changed EventType orders.order.late");
    assertClear(World.person("mia", "orders", TeamRole.OWNER), next);
  }

  @Test
  void asksForASecondPersonToEndAWaitToo() {
    publish(World.OWNER);
    PlanDocument plan = planned(World.OWNER);
    world.ended(world.bean(Deployments.class).start(COLLEAGUE, plan.id()).id());
    Event event = new Event(null, "{}".getBytes(StandardCharsets.UTF_8), List.of(), 1);
    world.eu().foreigner().publish(new ChannelAddress("orders.order.late"), 0, List.of(event));
    world
        .bean(Catalog.class)
        .retire(World.OWNER, new PublicationName("late-orders"), Precondition.NONE);
    UUID ending = world.bean(Deployments.class).start(COLLEAGUE, planned(OPERATOR).id()).id();
    DeploymentDocument ended = world.ended(ending);
    assertThat(ended.contract()).isNotNull();

    assertThatThrownBy(() -> hurry(World.OWNER, ending))
        .hasMessageContaining("'olga' changed Publication late-orders");
    assertThat(hurry(COLLEAGUE, ending).contract()).isNotNull();
  }

  private DeploymentDocument hurry(Actor actor, UUID deployment) {
    return world.bean(Deployments.class).hurry(actor, deployment, "space is short", List.of());
  }

  private void assertClear(Actor actor, PlanDocument plan) {
    assertThat(world.bean(Deployments.class).clearance(actor, plan.id()))
        .isEqualTo(new Clearance.Clear());
  }

  private void assertRefused(Actor actor, PlanDocument plan, String... words) {
    assertThatThrownBy(() -> world.bean(Deployments.class).start(actor, plan.id()))
        .hasMessageContaining("four eyes")
        .hasMessageContainingAll(words);
  }

  private Actor key(Actor maker) {
    UUID id =
        world
            .bean(ApiKeys.class)
            .issue(
                maker,
                new ApplicationName("shop"),
                new KeyRequest("ci", Set.of(Scope.values()), null))
            .key()
            .id();
    return new Actor(
        "key:" + id,
        "shop (ci)",
        new Actor.Holder.Application(
            new ApplicationName("shop"), new TeamName("orders"), id, Set.of(Scope.values())),
        Set.of(),
        Map.of(new TeamName("orders"), TeamRole.MEMBER));
  }

  private void publish(Actor actor) {
    save(
        actor,
        """
        ---
        {apiVersion: mesh/v1, kind: EventType, metadata: {name: orders.order.late, team: orders}, spec: {schema: {format: json-schema, definition: {type: object}}, partitions: 2, examples: [{id: 1}]}}
        ---
        {apiVersion: mesh/v1, kind: Publication, metadata: {name: late-orders, team: orders}, spec: {application: shop, eventType: orders.order.late, broker: memory-eu}}
        """);
  }

  private void change(Actor actor) {
    save(
        actor,
        """
        ---
        {apiVersion: mesh/v1, kind: EventType, metadata: {name: orders.order.late, team: orders}, spec: {schema: {format: json-schema, definition: {type: object}}, partitions: 2, retention: P60D, examples: [{id: 1}]}}
        """);
  }

  private void save(Actor actor, String yaml) {
    world.bean(ApplyDocuments.class).apply(actor, Documents.read(yaml), ApplyOptions.PLAIN);
  }

  private PlanDocument planned(Actor actor) {
    return world
        .bean(Plans.class)
        .compute(
            actor,
            new PlanScope(
                null,
                List.of(
                    new ResourceRef("Publication", "late-orders"),
                    new ResourceRef("EventType", "orders.order.late"))),
            List.of());
  }

  private PlanDocument waiting() {
    return Awaitility.await()
        .until(
            () ->
                world
                    .bean(Plans.class)
                    .list(World.ADMIN, new PlanQuery(null, true, 10, null))
                    .items()
                    .stream()
                    .filter(plan -> plan.state() == PlanDocument.State.READY)
                    .filter(plan -> !plan.actions().isEmpty())
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }
}
