package io.meshwork.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.Documents;
import io.meshwork.api.PlanDocument;
import io.meshwork.api.PlanScope;
import io.meshwork.api.RouteDocument;
import io.meshwork.deployment.plan.Plans;
import io.meshwork.deployment.route.Routes;
import io.meshwork.model.MeshException;
import io.meshwork.model.SubscriptionName;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The way of an event type to a subscription, before and after it is applied. */
class RouteTests {
  private final World world =
      new World().withPublisher("none").withSubscription("{data: {total: [1]}}").granted();

  @AfterEach
  void stop() {
    world.close();
  }

  private RouteDocument route(UUID plan) {
    return world.bean(Routes.class).route(World.SUBSCRIBER, World.TYPE, World.SUBSCRIPTION, plan);
  }

  @Test
  void drawsTheWayFromThePlanAndThenAsItRuns() {
    assertThat(route(null).origins()).isEmpty();
    assertThat(route(null).problems()).singleElement().asString().contains("Nothing runs yet");
    PlanDocument plan = world.bean(Plans.class).compute(World.ADMIN, PlanScope.MESH, List.of());

    RouteDocument planned =
        world.bean(Routes.class).route(World.ADMIN, World.TYPE, World.SUBSCRIPTION, plan.id());

    assertThat(planned.problems()).isEmpty();
    RouteDocument.Way way = planned.origins().getFirst();
    assertThat(way.origin()).isEqualTo("memory-eu");
    assertThat(way.hops())
        .extracting(RouteDocument.Hop::broker)
        .containsExactly("memory-eu", "memory-us", "memory-us");
    assertThat(way.hops()).extracting(RouteDocument.Hop::region).containsExactly("eu", "us", "us");
    assertThat(way.hops().getFirst().link()).isNull();
    assertThat(way.hops().get(1).runsIn()).isEqualTo("eu");
    assertThat(way.hops().get(1).filter()).contains("total");
    assertThat(way.hops())
        .extracting(RouteDocument.Hop::state)
        .containsOnly(RouteDocument.State.PLANNED);

    world.apply(world.plan());

    assertThat(route(null).origins().getFirst().hops())
        .extracting(RouteDocument.Hop::state)
        .containsOnly(RouteDocument.State.RUNS);
  }

  @Test
  void tellsNothingToWhoMayNotReadSubscriptionOrPlan() {
    PlanDocument plan = world.plan();
    Routes routes = world.bean(Routes.class);

    assertThatThrownBy(() -> routes.route(World.STRANGER, World.TYPE, World.SUBSCRIPTION, null))
        .isInstanceOf(MeshException.class);
    assertThatThrownBy(
            () -> routes.route(World.STRANGER, World.TYPE, World.SUBSCRIPTION, plan.id()))
        .isInstanceOf(MeshException.class);
    assertThatThrownBy(() -> route(UUID.randomUUID())).isInstanceOf(MeshException.class);
    assertThatThrownBy(
            () -> routes.route(World.ADMIN, World.TYPE, new SubscriptionName("nobody"), plan.id()))
        .isInstanceOf(MeshException.class);
    // The owner of the event type sees who gets it.
    assertThat(routes.route(World.OWNER, World.TYPE, World.SUBSCRIPTION, null)).isNotNull();
  }

  @Test
  void drawsWhatOnlyThePlansDocumentsHold() {
    PlanDocument plan =
        world
            .bean(Plans.class)
            .compute(
                World.ADMIN,
                PlanScope.MESH,
                Documents.read(
                    """
                    ---
                    {apiVersion: mesh/v1, kind: Subscription, metadata: {name: new-one, team: billing},
                     spec: {application: biller, eventTypes: [orders.order.placed], at: {broker: memory-us}}}
                    """));

    RouteDocument route =
        world
            .bean(Routes.class)
            .route(World.ADMIN, World.TYPE, new SubscriptionName("new-one"), plan.id());

    // It still needs its grant.
    assertThat(route.origins()).isEmpty();
    assertThat(route.problems()).singleElement().asString().contains("no approved grant");
  }

  @Test
  void answersOverRest() {
    world.apply(world.plan());
    try (ControlPlaneClient client =
        new ControlPlaneClient(URI.create("http://127.0.0.1:" + world.port()), World.ADMIN_KEY)) {
      RouteDocument route =
          client
              .get("/api/v1/event-types/%s/routes/%s".formatted(World.TYPE, World.SUBSCRIPTION))
              .as(RouteDocument.class);

      assertThat(route.origins()).hasSize(1);
      assertThatThrownBy(
              () -> client.get("/api/v1/event-types/%s/routes/nobody".formatted(World.TYPE)))
          .isInstanceOf(MeshException.class);
    }
  }
}
