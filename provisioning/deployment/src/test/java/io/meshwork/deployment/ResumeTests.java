package io.meshwork.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.api.DeploymentDocument;
import io.meshwork.api.DeploymentDocument.StepState;
import io.meshwork.api.PlanDocument;
import io.meshwork.api.PlanScope;
import io.meshwork.deployment.manifest.Manifests;
import io.meshwork.deployment.plan.Plans;
import io.meshwork.deployment.run.Deployments;
import io.meshwork.model.RegionName;
import io.meshwork.model.TeamName;
import io.meshwork.transport.memory.FaultPoint;
import io.meshwork.transport.memory.MemoryCall;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ResumeTests {
  @Test
  void anotherServerCarriesADeploymentToItsEndWhenTheFirstDies() {
    try (World world = new World().withPublisher("none").withSubscription("").granted()) {
      PlanDocument plan = world.plan();
      var hang = world.us().faults().hang(FaultPoint.next(MemoryCall.CREATE));
      UUID id = world.bean(Deployments.class).start(World.ADMIN, plan.id()).id();
      Awaitility.await().until(hang::isReached);

      world.stopServer();
      world.us().faults().clear();
      world.server();

      DeploymentDocument ended = world.ended(id);
      assertThat(ended.state()).isEqualTo(DeploymentDocument.State.APPLIED);
      assertThat(ended.steps())
          .extracting(DeploymentDocument.Step::state)
          .containsOnly(StepState.DONE);
      assertThat(world.plan().state()).isEqualTo(PlanDocument.State.EMPTY);
    }
  }

  @Test
  void twoServersRunOneDeploymentABrokerAtATimeAndSeeEachOthersManifests() throws SQLException {
    try (World world = new World().withPublisher("none").withSubscription("").granted()) {
      Plans plans = world.bean(Plans.class);
      PlanDocument first = plans.compute(World.ADMIN, team("orders"), List.of());
      PlanDocument second = plans.compute(World.ADMIN, team("billing"), List.of());
      Deployments here = world.bean(Deployments.class);
      world.server();
      Deployments there = world.bean(Deployments.class);
      UUID one;
      UUID two;
      try (Connection other = world.bean(DataSource.class).getConnection()) {
        lock(other, "pg_advisory_lock");
        one = here.start(World.ADMIN, first.id()).id();
        two = there.start(World.ADMIN, second.id()).id();
        assertThat(there.find(World.ADMIN, one).state())
            .isEqualTo(DeploymentDocument.State.WAITING);
        assertThat(there.find(World.ADMIN, two).state())
            .isEqualTo(DeploymentDocument.State.WAITING);
        lock(other, "pg_advisory_unlock");
      }
      assertThat(world.ended(one).state()).isEqualTo(DeploymentDocument.State.APPLIED);
      DeploymentDocument ended = world.ended(two);
      if (ended.state() == DeploymentDocument.State.FAILED) {
        assertThat(world.apply(world.plan()).state()).isEqualTo(DeploymentDocument.State.APPLIED);
      }
      assertThat(world.plan().state()).isEqualTo(PlanDocument.State.EMPTY);
      assertThat(world.bean(Manifests.class).current(World.ADMIN, new RegionName("us")).links())
          .hasSize(1);
    }
  }

  /** As a deployment of a third server would hold the broker. */
  private static void lock(Connection session, String call) throws SQLException {
    try (Statement statement = session.createStatement()) {
      statement.execute(
          "SELECT %s(hashtextextended('meshwork broker memory-eu', 0))".formatted(call));
    }
  }

  private static PlanScope team(String name) {
    return new PlanScope(new TeamName(name), null);
  }
}
