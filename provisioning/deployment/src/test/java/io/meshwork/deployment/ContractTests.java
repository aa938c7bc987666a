package io.meshwork.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwork.api.DeploymentDocument;
import io.meshwork.api.DeploymentDocument.StepState;
import io.meshwork.api.DeploymentDocument.Wait;
import io.meshwork.api.DeploymentDocument.WaitCode;
import io.meshwork.api.PlanAllowances;
import io.meshwork.api.PlanAllowances.Named;
import io.meshwork.api.PlanDocument;
import io.meshwork.controlplane.access.AccessError;
import io.meshwork.controlplane.audit.AuditLog;
import io.meshwork.controlplane.audit.AuditQuery;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.catalog.Precondition;
import io.meshwork.deployment.drift.Drift;
import io.meshwork.deployment.observation.BrokerSight;
import io.meshwork.deployment.observation.Observations;
import io.meshwork.deployment.plan.Plans;
import io.meshwork.deployment.run.Deployments;
import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.MeshException;
import io.meshwork.model.event.Event;
import io.meshwork.transport.memory.FaultPoint;
import io.meshwork.transport.memory.MemoryCall;
import io.meshwork.transport.spi.ResourceId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class ContractTests {
  private static final ResourceId ARRIVAL =
      new ResourceId("topic", "orders.order.placed.from.memory-eu");

  private static World served(String undoWindow) {
    World world = new World(undoWindow).withPublisher("none").withSubscription("").granted();
    world.apply(world.plan());
    return world;
  }

  private static DeploymentDocument end(World world) {
    world.bean(Catalog.class).retire(World.SUBSCRIBER, World.SUBSCRIPTION, Precondition.NONE);
    return world.apply(world.plan());
  }

  private static DeploymentDocument find(World world, UUID id) {
    return world.bean(Deployments.class).find(World.ADMIN, id);
  }

  private static DeploymentDocument closed(World world, UUID id) {
    return Awaitility.await()
        .until(
            () -> find(world, id), found -> found.contract() != null && !found.contract().open());
  }

  private static DeploymentDocument waiting(World world, UUID id, WaitCode why) {
    return Awaitility.await()
        .until(
            () -> find(world, id),
            found ->
                found.steps().stream()
                    .flatMap(step -> step.waitsFor().stream())
                    .anyMatch(wait -> wait.why() == why));
  }

  private static List<String> waits(DeploymentDocument deployment) {
    return deployment.steps().stream()
        .flatMap(step -> step.waitsFor().stream())
        .map(Wait::message)
        .toList();
  }

  private static boolean isThere(World world) {
    return held(world).containsKey(ARRIVAL);
  }

  /** What the broker in us holds of ours; channels with their identities. */
  private static Map<ResourceId, String> held(World world) {
    var catalog = world.bean(Catalog.class);
    BrokerName us = new BrokerName("memory-us");
    var spec =
        Objects.requireNonNull(catalog.snapshot(catalog.currentRevision()).brokers().get(us))
            .spec();
    BrokerSight.Seen seen =
        (BrokerSight.Seen)
            world
                .bean(Observations.class)
                .observe(Map.of(us, spec), Map.of(us, Set.of(ARRIVAL)))
                .get(us);
    Map<ResourceId, String> held = new TreeMap<>();
    seen.observation()
        .resources()
        .forEach(
            (id, there) ->
                held.put(
                    id,
                    (id.kind().equals("acl") ? "" : there.identity() + " ")
                        + there.resource().attributes()));
    return held;
  }

  private static void publish(World world, int events) {
    List<Event> batch =
        IntStream.range(0, events)
            .mapToObj(
                each ->
                    new Event(
                        null,
                        "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        List.of(),
                        System.currentTimeMillis()))
            .toList();
    world.us().foreigner().publish(new ChannelAddress(ARRIVAL.name()), 0, batch);
  }

  @Test
  void whatGoesWaitsForTheUndoWindowAndThePlanAfterItIsEmpty() {
    try (World world = served("24h")) {
      publish(world, 3);

      DeploymentDocument deployment = end(world);

      assertThat(deployment.state()).isEqualTo(DeploymentDocument.State.APPLIED);
      DeploymentDocument waits = waiting(world, deployment.id(), WaitCode.UNDO_WINDOW);
      assertThat(waits.steps().getLast().state()).isEqualTo(StepState.WAITING);
      assertThat(waits.steps().getLast().waitsFor().getFirst().until())
          .isEqualTo(waits.contract().undoUntil());
      assertThat(world.plan().state()).isEqualTo(PlanDocument.State.EMPTY);
      assertThat(isThere(world)).isTrue();
    }
  }

  @Test
  void anEmptyChannelGoesAtOnceBecauseNothingCanBeLost() {
    try (World world = served("24h")) {
      DeploymentDocument deployment = closed(world, end(world).id());

      assertThat(deployment.steps())
          .extracting(DeploymentDocument.Step::state)
          .containsOnly(StepState.DONE);
      assertThat(deployment.steps().getLast().message()).contains("0 events");
      assertThat(isThere(world)).isFalse();
      assertThat(world.plan().state()).isEqualTo(PlanDocument.State.EMPTY);
    }
  }

  @Test
  void whatIsInUseWaitsAndNamesItsReadersUntilForcedByName() {
    try (World world = served("0s")) {
      publish(world, 3);
      world.us().foreigner().consume(new ChannelAddress(ARRIVAL.name()), "audit", 1);

      DeploymentDocument deployment = end(world);

      DeploymentDocument held = waiting(world, deployment.id(), WaitCode.IN_USE);
      assertThat(waits(held))
          .anyMatch(text -> text.contains("Group 'audit'") && text.contains("lag 2"))
          .anyMatch(text -> text.contains("3 events were written"));
      Named arrival = new Named("memory-us", ARRIVAL.toString(), null);
      assertThatThrownBy(() -> hurry(world, deployment.id(), " ", arrival))
          .hasMessageContaining("needs a reason");
      assertThatThrownBy(
              () -> hurry(world, deployment.id(), "why", new Named("memory-us", "topic x", null)))
          .hasMessageContaining("not among what waits");
      assertThat(isThere(world)).isTrue();

      hurry(world, deployment.id(), "nobody needs it", arrival);

      DeploymentDocument closed = closed(world, deployment.id());
      assertThat(closed.steps().getLast().message()).contains("3 events");
      assertThat(closed.contract().hurriedBy()).isEqualTo(World.ADMIN.subject());
      assertThat(isThere(world)).isFalse();
    }
  }

  private static void hurry(World world, UUID id, String reason, Named... force) {
    world.bean(Deployments.class).hurry(World.ADMIN, id, reason, List.of(force));
  }

  @Test
  void hurryingEndsTheWaitForUndoingAndIsInTheAudit() {
    try (World world = served("24h")) {
      publish(world, 1);
      world.us().foreigner().expire(new ChannelAddress(ARRIVAL.name()), 0, 1);
      publish(world, 1);
      DeploymentDocument deployment = end(world);
      waiting(world, deployment.id(), WaitCode.UNDO_WINDOW);

      hurry(
          world,
          deployment.id(),
          "moved for good",
          new Named("memory-us", ARRIVAL.toString(), null));

      closed(world, deployment.id());
      assertThat(isThere(world)).isFalse();
      assertThat(world.bean(AuditLog.class).list(World.ADMIN, AuditQuery.newest(20)).items())
          .anyMatch(
              entry ->
                  entry.operation().equals("contract")
                      && String.valueOf(entry.after()).contains("moved for good"));
    }
  }

  @Test
  void onlyWhoMayApplyHurriesAndStrangersSeeNothing() {
    try (World world = served("24h")) {
      publish(world, 1);
      DeploymentDocument deployment = end(world);

      assertThatThrownBy(
              () ->
                  world
                      .bean(Deployments.class)
                      .hurry(World.STRANGER, deployment.id(), "mine", List.of()))
          .isInstanceOfSatisfying(
              MeshException.class, e -> assertThat(e.code()).isEqualTo(AccessError.NOT_FOUND));
      assertThatThrownBy(
              () ->
                  world
                      .bean(Plans.class)
                      .undo(World.STRANGER, deployment.id(), PlanAllowances.NONE))
          .isInstanceOfSatisfying(
              MeshException.class, e -> assertThat(e.code()).isEqualTo(AccessError.NOT_FOUND));
    }
  }

  @Test
  void aRelayThatHasNotTakenOverTheManifestHoldsEverythingBack() {
    try (World world = served("0s")) {
      UUID relay = UUID.randomUUID();
      SelfServiceTests.report(world, relay);

      DeploymentDocument deployment = end(world);

      DeploymentDocument held = waiting(world, deployment.id(), WaitCode.RELAY);
      assertThat(waits(held)).anyMatch(text -> text.contains("runs manifest 1; 2 is needed"));
      hurry(world, deployment.id(), "only the wait for undoing ends");
      assertThat(waiting(world, deployment.id(), WaitCode.RELAY).contract().open()).isTrue();
      assertThat(isThere(world)).isTrue();

      SelfServiceTests.report(world, relay);

      closed(world, deployment.id());
      assertThat(isThere(world)).isFalse();
    }
  }

  @Test
  void aRelayThatIsSilentForLongIsWaitedForUntilSomebodyEndsTheWait() {
    try (World world = served("0s")) {
      SelfServiceTests.report(world, UUID.randomUUID());
      DeploymentDocument deployment = end(world);
      waiting(world, deployment.id(), WaitCode.RELAY);

      world.bean(JdbcClient.class).sql("DELETE FROM relay_run").update();

      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(waits(find(world, deployment.id())))
                      .anyMatch(text -> text.contains("silent since")));
      assertThat(isThere(world)).isTrue();
      hurry(world, deployment.id(), "the host was sold");
      closed(world, deployment.id());
      assertThat(isThere(world)).isFalse();
    }
  }

  @Test
  void whatIsWantedAgainStays() {
    try (World world = served("24h")) {
      publish(world, 3);
      DeploymentDocument deployment = end(world);
      waiting(world, deployment.id(), WaitCode.UNDO_WINDOW);

      world.bean(Catalog.class).restore(World.SUBSCRIBER, World.SUBSCRIPTION);
      world.granted();
      world.apply(world.plan());
      hurry(world, deployment.id(), "go", new Named("memory-us", ARRIVAL.toString(), null));

      DeploymentDocument closed = closed(world, deployment.id());
      assertThat(closed.steps().getLast().state()).isEqualTo(StepState.SKIPPED);
      assertThat(closed.steps().getLast().message()).contains("nothing is to be taken away");
      assertThat(isThere(world)).isTrue();
      assertThat(world.plan().state()).isEqualTo(PlanDocument.State.EMPTY);
    }
  }

  @Test
  void aDeletionWhoseEndWasNotWrittenDownCountsAsDoneAndIsNoDrift() {
    try (World world = served("24h")) {
      DeploymentDocument deployment = cutShort(world, () -> {});
      world.us().foreigner().deleteTopic(new ChannelAddress(ARRIVAL.name()));

      world.server();

      DeploymentDocument closed = closed(world, deployment.id());
      assertThat(closed.steps().getLast().state()).isEqualTo(StepState.DONE);
      assertThat(world.bean(Drift.class).check(World.ADMIN).resources()).isEmpty();
      assertThat(world.plan().state()).isEqualTo(PlanDocument.State.EMPTY);
    }
  }

  @Test
  void aDeletionThatWasCutShortIsLeftWhenItIsNotWantedAnyMore() {
    try (World world = served("24h")) {
      DeploymentDocument deployment =
          cutShort(
              world,
              () -> {
                world.bean(Catalog.class).restore(World.SUBSCRIBER, World.SUBSCRIPTION);
                world.granted();
              });

      world.server();

      DeploymentDocument closed = closed(world, deployment.id());
      assertThat(closed.steps().getLast().state()).isEqualTo(StepState.SKIPPED);
      assertThat(isThere(world)).isTrue();
    }
  }

  /** A server that dies while it takes away what waited; another one is to be started. */
  private static DeploymentDocument cutShort(World world, Runnable meanwhile) {
    publish(world, 3);
    DeploymentDocument deployment = end(world);
    waiting(world, deployment.id(), WaitCode.UNDO_WINDOW);
    var hang = world.us().faults().hang(FaultPoint.every(MemoryCall.DELETE));
    hurry(world, deployment.id(), "go", new Named("memory-us", ARRIVAL.toString(), null));
    Awaitility.await().until(hang::isReached);
    meanwhile.run();
    world.stopServer();
    world.us().faults().clear();
    return deployment;
  }

  @Test
  void undoingCancelsWhatWaitsAndBringsLinksAndAccessBackExactly() {
    try (World world = served("24h")) {
      publish(world, 3);
      var before = held(world);
      DeploymentDocument deployment = end(world);
      waiting(world, deployment.id(), WaitCode.UNDO_WINDOW);

      PlanDocument undo =
          world.bean(Plans.class).undo(World.ADMIN, deployment.id(), PlanAllowances.NONE);
      assertThat(undo.undoes()).isEqualTo(deployment.id());
      DeploymentDocument undone = world.apply(undo);

      assertThat(undone.state()).isEqualTo(DeploymentDocument.State.APPLIED);
      assertThat(held(world)).isEqualTo(before);
      DeploymentDocument original = find(world, deployment.id());
      assertThat(original.undoneBy()).isEqualTo(undone.id());
      assertThat(original.contract().open()).isFalse();
      assertThat(original.steps().getLast().message()).contains("taken back");
      assertThatThrownBy(
              () -> world.bean(Plans.class).undo(World.ADMIN, deployment.id(), PlanAllowances.NONE))
          .hasMessageContaining("was taken back");
    }
  }

  @Test
  void undoingAfterTheWindowSaysWhatCannotComeBack() {
    try (World world = served("0s")) {
      DeploymentDocument deployment = closed(world, end(world).id());

      PlanDocument undo =
          world.bean(Plans.class).undo(World.ADMIN, deployment.id(), PlanAllowances.NONE);

      assertThat(undo.actions())
          .anyMatch(
              action ->
                  action.verb().equals("create")
                      && String.valueOf(action.consequence()).contains("anew and empty"));
      assertThat(world.apply(undo).state()).isEqualTo(DeploymentDocument.State.APPLIED);
      assertThat(isThere(world)).isTrue();
    }
  }

  @Test
  void deletesNothingThatOthersMadeAnewMeanwhile() {
    try (World world = served("24h")) {
      publish(world, 3);
      DeploymentDocument deployment = end(world);
      waiting(world, deployment.id(), WaitCode.UNDO_WINDOW);
      world.us().foreigner().recreateTopic(new ChannelAddress(ARRIVAL.name()));
      publish(world, 5);

      hurry(world, deployment.id(), "go", new Named("memory-us", ARRIVAL.toString(), null));

      DeploymentDocument closed = closed(world, deployment.id());
      assertThat(closed.steps().getLast().state()).isEqualTo(StepState.SKIPPED);
      assertThat(isThere(world)).isTrue();
      assertThat(world.us().foreigner().read(new ChannelAddress(ARRIVAL.name()), 0)).hasSize(5);
    }
  }
}
