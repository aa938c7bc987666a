package io.meshwork.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.api.ManifestLink;
import io.meshwork.api.ManifestLink.LinkKind;
import io.meshwork.api.TraceDocument;
import io.meshwork.api.TraceDocument.Kind;
import io.meshwork.api.TraceDocument.Reason;
import io.meshwork.api.TraceDocument.State;
import io.meshwork.api.TraceDocument.TracedHop;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.deployment.trace.Trace;
import io.meshwork.local.TestClusters;
import io.meshwork.model.catalog.SubscriptionLife;
import io.meshwork.model.event.Event;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Events over two real clusters: with a filter, through a pause, and with a grant taken back. */
class KafkaTraceIT {
  private static World world;
  private static Mover mover;
  private static ManifestLink.End entry;

  @BeforeAll
  static void start() {
    world =
        new World(TestClusters.shared("trace-eu"), TestClusters.shared("trace-us"))
            .withPublisher("none")
            .withSubscription("{data: {total: [1]}}")
            .granted();
    world.apply(world.plan());
    mover = new Mover(world);
    entry = mover.link(LinkKind.TRANSFER).link().from();
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  private static boolean passes(Event event) {
    return new String(event.payload(), StandardCharsets.UTF_8).contains("\"total\":1,");
  }

  private static void move(LinkKind kind) {
    mover.move(mover.link(kind), 0, KafkaTraceIT::passes, 0);
  }

  private static List<TracedHop> trace(String id) {
    TraceDocument trace =
        world
            .bean(Trace.class)
            .trace(World.OWNER, new Trace.Asked(World.TYPE, id, null, null, null));
    return trace.hops().toList();
  }

  @Test
  void followsEventsAndExplainsWhatIsMissing() {
    mover.publish(entry, 0, Mover.event("good", "{\"total\":1,\"n\":1}"));
    mover.publish(entry, 0, Mover.event("bad", "{\"total\":2,\"n\":1}"));
    move(LinkKind.TRANSFER);
    move(LinkKind.DELIVERY);

    assertThat(trace("good")).extracting(TracedHop::state).containsOnly(State.FOUND).hasSize(3);
    TracedHop entered = trace("good").getFirst();
    assertThat(trace("0/" + entered.places().getFirst().position()))
        .extracting(TracedHop::state)
        .containsOnly(State.FOUND);
    assertThat(trace("bad"))
        .filteredOn(hop -> hop.kind() == Kind.TRANSFER)
        .singleElement()
        .satisfies(
            hop -> {
              assertThat(hop.reason()).isEqualTo(Reason.HELD_BACK);
              assertThat(hop.clauses()).containsExactly("data.total: [1]");
            });

    mover.publish(entry, 0, Mover.event("late", "{\"total\":1,\"n\":2}"));
    assertThat(trace("late")).extracting(TracedHop::reason).contains(Reason.NOT_YET);

    world
        .bean(Catalog.class)
        .setLife(World.SUBSCRIBER, World.SUBSCRIPTION, SubscriptionLife.PAUSED);
    world.apply(world.plan());
    move(LinkKind.TRANSFER);
    assertThat(mine("late")).extracting(TracedHop::reason).containsExactly(Reason.PAUSED);

    world
        .bean(Catalog.class)
        .setLife(World.SUBSCRIBER, World.SUBSCRIPTION, SubscriptionLife.RUNNING);
    world.revoked();
    world.apply(world.plan());
    mover.publish(entry, 0, Mover.event("revoked", "{\"total\":1,\"n\":3}"));
    assertThat(mine("revoked")).extracting(TracedHop::reason).containsExactly(Reason.NO_GRANT);
    assertThat(trace("good")).extracting(TracedHop::state).containsOnly(State.FOUND);
  }

  private static List<TracedHop> mine(String id) {
    return trace(id).stream()
        .filter(hop -> World.SUBSCRIPTION.value().equals(hop.subscription()))
        .toList();
  }
}
