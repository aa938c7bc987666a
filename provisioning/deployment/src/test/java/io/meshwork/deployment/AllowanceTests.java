package io.meshwork.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwork.api.PlanAllowances;
import io.meshwork.api.PlanAllowances.Named;
import io.meshwork.api.PlanDocument;
import io.meshwork.api.PlanScope;
import io.meshwork.controlplane.access.AccessError;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.deployment.plan.Basis;
import io.meshwork.deployment.plan.Plans;
import io.meshwork.model.TeamName;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AllowanceTests {
  private static final Named TOPIC = new Named("memory-eu", "topic orders.order.placed", "asked");

  private World world;

  @BeforeEach
  void start() {
    world = new World().withPublisher("none");
    world.apply(world.plan());
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void refusesToAllowWhatNothingHoldsBack() {
    refused(
        force(TOPIC),
        "forcing 'topic orders.order.placed' at broker 'memory-eu'",
        "leave that out");
    refused(adopt(TOPIC), "adopting 'topic orders.order.placed' at broker 'memory-eu'");
    refused(force(new Named("nowhere", "topic x", "asked")), "There is no broker 'nowhere'");

    morePartitions();
    refused(
        force(new Named("memory-eu", "topic orders.order.plaecd", "asked")),
        "What may be allowed: force 'memory-eu:topic orders.order.placed'.");
    refused(adopt(TOPIC), "adopting");
  }

  @Test
  void notesWhatIsNotNeededAnyMore() {
    morePartitions();
    PlanDocument plan = compute(force(TOPIC));
    assertThat(plan.state()).isEqualTo(PlanDocument.State.READY);
    world.apply(plan);

    PlanDocument again = world.bean(Plans.class).renew(World.ADMIN, plan.id(), force(TOPIC));

    assertThat(again.state()).isEqualTo(PlanDocument.State.EMPTY);
    assertThat(again.notes())
        .containsExactly(
            "Needs no forcing of 'topic orders.order.placed' at broker 'memory-eu' any more.");
  }

  @Test
  void restoresNothingOfWhomNobodyKnows() {
    assertThatThrownBy(
            () ->
                world
                    .bean(Plans.class)
                    .compute(
                        World.ADMIN,
                        new PlanScope(new TeamName("nobody"), null),
                        new Basis.Past(world.bean(Catalog.class).currentRevision()),
                        PlanAllowances.NONE))
        .hasMessageContaining("There is no Team nobody")
        .extracting("code")
        .isEqualTo(AccessError.NOT_FOUND);
  }

  private void morePartitions() {
    world.save(
        """
        ---
        {apiVersion: mesh/v1, kind: EventType, metadata: {name: orders.order.placed, team: orders}, spec: {schema: {format: json-schema, definition: {type: object}}, partitions: 4, examples: [{id: 1}]}}
        """);
  }

  private void refused(PlanAllowances allowances, String... words) {
    assertThatThrownBy(() -> compute(allowances))
        .hasMessageContainingAll(words)
        .extracting("code")
        .isEqualTo(DeploymentError.INVALID_ALLOWANCE);
  }

  private PlanDocument compute(PlanAllowances allowances) {
    return world
        .bean(Plans.class)
        .compute(World.ADMIN, PlanScope.MESH, new Basis.Now(), allowances);
  }

  private static PlanAllowances force(Named named) {
    return new PlanAllowances(List.of(), List.of(named));
  }

  private static PlanAllowances adopt(Named named) {
    return new PlanAllowances(List.of(named), List.of());
  }
}
