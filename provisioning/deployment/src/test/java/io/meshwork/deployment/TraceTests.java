package io.meshwork.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.ManifestLink.LinkKind;
import io.meshwork.api.MeshJson;
import io.meshwork.api.TraceDocument;
import io.meshwork.api.TraceDocument.Kind;
import io.meshwork.api.TraceDocument.Reason;
import io.meshwork.api.TraceDocument.State;
import io.meshwork.api.TraceDocument.TracedHop;
import io.meshwork.controlplane.access.AccessError;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.deployment.trace.Trace;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.MeshException;
import io.meshwork.model.catalog.SubscriptionLife;
import io.meshwork.model.event.Event;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Events over two brokers and two links, of which one filters; later tests change the mesh. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TraceTests {
  private static final ChannelAddress ENTRY = new ChannelAddress("orders.order.placed");

  private static World world;
  private static Mover mover;

  @BeforeAll
  static void start() {
    world = new World().withPublisher("none").withSubscription("{data: {total: [1]}}").granted();
    world.apply(world.plan());
    mover = new Mover(world);
    publish("good", "{\"total\":1,\"secret\":true}");
    publish("bad", "{\"total\":2,\"secret\":true}");
    mover.move(mover.link(LinkKind.TRANSFER), 0, TraceTests::passes, 0);
    mover.move(mover.link(LinkKind.DELIVERY), 0, TraceTests::passes, 0);
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  private static void publish(String id, String payload) {
    world.eu().foreigner().publish(ENTRY, 0, List.of(Mover.event(id, payload)));
  }

  private static boolean passes(Event event) {
    return new String(event.payload(), StandardCharsets.UTF_8).contains("\"total\":1,");
  }

  private static TraceDocument trace(Actor actor, String id) {
    return world
        .bean(Trace.class)
        .trace(actor, new Trace.Asked(World.TYPE, id, null, Duration.ofMinutes(5), null));
  }

  private static TracedHop hop(TraceDocument trace, Kind kind) {
    return trace.hops().filter(hop -> hop.kind() == kind).findFirst().orElseThrow();
  }

  @Test
  @Order(1)
  void followsAnEventToTheEndOfItsWay() {
    TraceDocument trace = trace(World.OWNER, "good");

    assertThat(trace.hops())
        .extracting(TracedHop::kind)
        .containsExactly(Kind.ENTRY, Kind.TRANSFER, Kind.DELIVERY);
    assertThat(trace.hops()).extracting(TracedHop::state).containsOnly(State.FOUND);
    assertThat(hop(trace, Kind.TRANSFER).places())
        .singleElement()
        .satisfies(place -> assertThat(place.partition()).isZero());
    assertThat(hop(trace, Kind.DELIVERY).afterMillis()).isNotNull().isNotNegative();
    assertThat(trace.hasFaults()).isFalse();
    assertThat(MeshJson.write(trace)).doesNotContain("secret");
  }

  @Test
  @Order(2)
  void namesTheClauseThatHeldAnEventBack() {
    TraceDocument trace = trace(World.OWNER, "bad");

    TracedHop transfer = hop(trace, Kind.TRANSFER);
    assertThat(transfer.reason()).isEqualTo(Reason.HELD_BACK);
    assertThat(transfer.clauses()).containsExactly("data.total: [1]");
    TracedHop delivery = hop(trace, Kind.DELIVERY);
    assertThat(delivery.state()).isEqualTo(State.ABSENT);
    assertThat(delivery.clauses()).containsExactly("data.total: [1]");
  }

  @Test
  @Order(3)
  void saysThatAnEventWasNotPublished() {
    TraceDocument trace = trace(World.OWNER, "nobody");

    assertThat(trace.wasFound()).isFalse();
    assertThat(trace.hops())
        .singleElement()
        .satisfies(entry -> assertThat(entry.reason()).isEqualTo(Reason.NOT_PUBLISHED));
  }

  @Test
  @Order(4)
  void findsAnEventByItsPlace() {
    String position = hop(trace(World.OWNER, "good"), Kind.ENTRY).places().getFirst().position();

    assertThat(trace(World.OWNER, "0/" + position).hops())
        .extracting(TracedHop::state)
        .containsOnly(State.FOUND);
    assertThat(trace(World.OWNER, "0/no-position").wasFound()).isFalse();
  }

  @Test
  @Order(5)
  void answersOverRestAndRefusesWhatIsNoTime() {
    try (ControlPlaneClient client =
        new ControlPlaneClient(URI.create("http://localhost:" + world.port()), World.ADMIN_KEY)) {
      String path = "/api/v1/event-types/%s/trace?id=%s";

      TraceDocument trace =
          client
              .get(path.formatted(World.TYPE, "good") + "&within=PT5M&around=" + Instant.now())
              .as(TraceDocument.class);

      assertThat(trace.wasFound()).isTrue();
      assertThatThrownBy(() -> client.get(path.formatted(World.TYPE, "good") + "&around=noon"))
          .isInstanceOf(MeshException.class);
      assertThatThrownBy(() -> client.get(path.formatted(World.TYPE, "good") + "&within=PT0S"))
          .hasMessageContaining("within is PT0S");
      assertThatThrownBy(() -> client.get(path.formatted("no.such.type", "good")))
          .hasMessageContaining("does not exist");
    }
  }

  @Test
  @Order(6)
  void tellsASubscriberOfItsOwnWayAndStrangersNothing() {
    assertThat(trace(World.SUBSCRIBER, "good").hops())
        .extracting(TracedHop::kind)
        .containsExactly(Kind.ENTRY, Kind.TRANSFER, Kind.DELIVERY);
    assertThatThrownBy(() -> trace(World.STRANGER, "good"))
        .isInstanceOfSatisfying(
            MeshException.class, e -> assertThat(e.code()).isEqualTo(AccessError.FORBIDDEN));
  }

  @Test
  @Order(7)
  void saysWhatALinkHasNotComeToAndWhatItRefused() {
    publish("late", "{\"total\":1,\"n\":1}");

    assertThat(hop(trace(World.OWNER, "late"), Kind.TRANSFER).reason()).isEqualTo(Reason.NOT_YET);

    mover.move(mover.link(LinkKind.TRANSFER), 0, TraceTests::passes, 1);
    TraceDocument refused = trace(World.OWNER, "late");
    assertThat(hop(refused, Kind.TRANSFER).reason()).isEqualTo(Reason.REFUSED);
    assertThat(hop(refused, Kind.DELIVERY).reason()).isEqualTo(Reason.NOT_AT_HOP_BEFORE);
  }

  @Test
  @Order(8)
  void tellsOfAFaultWhereNothingExplainsWhatIsMissing() {
    publish("lost", "{\"total\":1,\"n\":2}");
    mover.lose(mover.link(LinkKind.TRANSFER), 0);

    TraceDocument trace = trace(World.OWNER, "lost");

    assertThat(trace.hasFaults()).isTrue();
    assertThat(hop(trace, Kind.TRANSFER).next()).startsWith("mesh verify '");
  }

  @Test
  @Order(9)
  void explainsAPauseByTheCatalogOfThen() {
    world
        .bean(Catalog.class)
        .setLife(World.SUBSCRIBER, World.SUBSCRIPTION, SubscriptionLife.PAUSED);
    world.apply(world.plan());
    publish("paused", "{\"total\":1,\"n\":3}");
    mover.move(mover.link(LinkKind.TRANSFER), 0, TraceTests::passes, 0);

    TraceDocument trace = trace(World.OWNER, "paused");

    assertThat(hop(trace, Kind.TRANSFER).state()).isEqualTo(State.FOUND);
    assertThat(trace.hops().filter(hop -> "billing-orders".equals(hop.subscription())))
        .singleElement()
        .satisfies(hop -> assertThat(hop.reason()).isEqualTo(Reason.PAUSED));
    // What went before the pause is still judged by the links of then.
    assertThat(trace(World.OWNER, "good").hops())
        .extracting(TracedHop::state)
        .containsOnly(State.FOUND);
  }

  @Test
  @Order(10)
  void explainsARevokedGrantAndTellsTheEntryNoMore() {
    world
        .bean(Catalog.class)
        .setLife(World.SUBSCRIBER, World.SUBSCRIPTION, SubscriptionLife.RUNNING);
    world.revoked();
    world.apply(world.plan());
    publish("revoked", "{\"total\":1,\"n\":4}");

    assertThat(trace(World.OWNER, "revoked").hops())
        .filteredOn(hop -> "billing-orders".equals(hop.subscription()))
        .singleElement()
        .satisfies(
            hop -> {
              assertThat(hop.reason()).isEqualTo(Reason.NO_GRANT);
              assertThat(hop.text()).contains("revoked");
            });
  }
}
