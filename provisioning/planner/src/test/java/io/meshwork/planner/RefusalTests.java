package io.meshwork.planner;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.Name;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.catalog.DeliveryClass;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RefusalTests {
  private static final String TYPE = "orders.order.placed";

  private final Planner planner = new Planner(World.TRANSPORTS);

  @Test
  void namesThePathWhereNoRegionDialsTheNext() {
    var catalog = base("eu", "eu").withSubscription("report", "reports", "b-us", TYPE);

    Refusal refusal = only(catalog);

    assertThat(refusal.code()).isEqualTo(Refusal.Code.UNREACHABLE);
    assertThat(refusal.subjects()).containsExactly(new SubscriptionName("report"));
    assertThat(path(refusal)).containsExactly("b-eu", "eu", "us", "b-us");
    assertThat(refusal.message()).contains("report", "b-us", TYPE, "Let one reach the other");
  }

  @Test
  void namesTheRegionThatBreachesResidencyAlthoughItIsOnlyPassed() {
    var catalog =
        CatalogFixture.aCatalog()
            .withRegion("de", "eu", "prod", "ch:1")
            .withRegion("ch", "ch", "prod", "fr:1")
            .withRegion("fr", "eu", "prod")
            .withBroker("b-de", "de")
            .withBroker("b-ch", "ch")
            .withBroker("b-fr", "fr")
            .withApplication("shop", "orders")
            .withEventType(TYPE, "orders", type -> type.residingIn("eu"))
            .withPublication("pub", "shop", TYPE, "b-de")
            .withSubscription("report", "shop", "b-fr", TYPE);

    Refusal refusal = only(catalog);

    assertThat(refusal.code()).isEqualTo(Refusal.Code.RESIDENCY_BREACH);
    assertThat(path(refusal)).containsExactly("b-de", "de", "ch", "fr", "b-fr");
    assertThat(refusal.message()).contains("region 'ch'", "allowed jurisdictions eu");
  }

  @Test
  void refusesToPublishOutsideOfTheAllowedJurisdictions() {
    var catalog =
        CatalogFixture.twoRegions()
            .withEventType(TYPE, "orders", type -> type.residingIn("us"))
            .withPublication("pub", "shop", TYPE, "kafka-eu");

    assertThat(only(catalog).code()).isEqualTo(Refusal.Code.RESIDENCY_BREACH);
    assertThat(planner.desired(catalog.build()).brokers().values())
        .allMatch(broker -> broker.rendering().resources().isEmpty());
  }

  @Test
  void neverCrossesEnvironments() {
    var catalog = base("us:1", "eu").withRegion("us", "us", "dev", "eu:1");
    catalog.withSubscription("report", "reports", "b-us", TYPE);

    Refusal refusal = only(catalog);

    assertThat(refusal.code()).isEqualTo(Refusal.Code.ENVIRONMENT_CROSSED);
    assertThat(path(refusal)).containsExactly("b-eu", "eu", "us", "b-us");
  }

  @Test
  void refusesABrokerThatIsForOtherTeams() {
    var catalog =
        base("us:1", "eu")
            .withBroker("b-us", "us", "orders")
            .withSubscription("report", "reports", "b-us", TYPE);

    Refusal refusal = only(catalog);

    assertThat(refusal.code()).isEqualTo(Refusal.Code.NOT_ADMITTED);
    assertThat(refusal.message()).contains("team 'analytics'", "b-us", "orders");
  }

  @Test
  void passesNoRegionWhoseBrokersDoNotAdmitTheOwner() {
    var catalog =
        CatalogFixture.aCatalog()
            .withRegion("a", "eu", "prod", "b:1")
            .withRegion("b", "eu", "prod", "c:1")
            .withRegion("c", "eu", "prod")
            .withBroker("b-a", "a")
            .withBroker("b-b", "b", "analytics")
            .withBroker("b-c", "c")
            .withApplication("shop", "orders")
            .withEventType(TYPE, "orders")
            .withPublication("pub", "shop", TYPE, "b-a")
            .withSubscription("report", "shop", "b-c", TYPE);

    Refusal refusal = only(catalog);

    assertThat(refusal.code()).isEqualTo(Refusal.Code.UNREACHABLE);
    assertThat(refusal.message()).contains("region 'b'", "admits team 'orders'");
  }

  @Test
  void needsAPrincipalWhereTheBrokerControlsAccess() {
    var catalog =
        base("us:1", "eu")
            .withApplication("reports", "analytics", Map.of())
            .withSubscription("report", "reports", "b-us", TYPE);

    assertThat(only(catalog).code()).isEqualTo(Refusal.Code.PRINCIPAL_MISSING);
  }

  @Test
  void needsNoPrincipalWhereTheBrokerControlsNoAccess() {
    var catalog =
        base("us:1", "eu")
            .withBroker("b-us", "us", "memory-without-access_control", false)
            .withApplication("reports", "analytics", Map.of())
            .withSubscription("report", "reports", "b-us", TYPE);

    DesiredState state = planner.desired(catalog.build());

    assertThat(state.refusals()).isEmpty();
    assertThat(state.routes().getFirst().reads()).hasSize(1);
  }

  @Test
  void namesTheCapabilityThatALinksEndLacks() {
    for (String transport : List.of("memory-without-transactions", "memory-without-order")) {
      var catalog =
          base("us:1", "eu")
              .withBroker("b-us", "us", transport, false)
              .withSubscription("report", "reports", "b-us", TYPE);

      assertThat(only(catalog).code()).isEqualTo(Refusal.Code.CAPABILITY_MISSING);
    }
    var unreadable =
        base("us:1", "eu")
            .withBroker("b-eu", "eu", "memory-without-replay", false)
            .withSubscription("report", "reports", "b-us", TYPE);
    assertThat(only(unreadable).message()).contains("lacks the capability replay");
  }

  @Test
  void refusesWhatRelaysDoNotCarryOut() {
    assertThat(
            only(base("us:1", "eu")
                    .withSubscription("s", "reports", "b-us", s -> s.transform("{}"), TYPE))
                .message())
        .contains("transform of subscription 's' cannot be carried out", "is empty");
    assertThat(
            only(base("us:1", "eu")
                    .withSubscription("s", "reports", "b-us", s -> s.pushedTo("queue"), TYPE))
                .message())
        .contains("endpoint of kind 'queue'");
    assertThat(
            only(base("us:1", "eu")
                    .withSubscription(
                        "s",
                        "reports",
                        "b-us",
                        s -> s.delivery(DeliveryClass.EFFECTIVELY_ONCE),
                        TYPE))
                .code())
        .isEqualTo(Refusal.Code.CLASS_NOT_OFFERED);
  }

  @Test
  void refusesWhatNamesSomethingThatIsNotThere() {
    var catalog =
        base("us:1", "eu")
            .withBroker("b-lost", "nowhere")
            .withBroker("b-strange", "eu", "carrier-pigeon", false)
            .withPublication("p1", "shop", "no.such.type", "b-eu")
            .withPublication("p2", "shop", TYPE, "b-lost")
            .withPublication("p3", "ghost", TYPE, "b-eu")
            .withSubscription("s1", "reports", "b-strange", TYPE);

    assertThat(planner.desired(catalog.build()).refusals())
        .extracting(Refusal::code)
        .containsOnly(Refusal.Code.UNKNOWN_REFERENCE, Refusal.Code.INVALID_BROKER)
        .hasSize(6);
  }

  @Test
  void reportsALimitThatABrokerBreaks() {
    String longName = "x".repeat(2000);
    var catalog =
        base("us:1", "eu")
            .withApplication(
                "shop", "orders", Map.of(new io.meshwork.model.BrokerName("b-eu"), longName));

    Refusal refusal = only(catalog);

    assertThat(refusal.code()).isEqualTo(Refusal.Code.LIMIT_BROKEN);
    assertThat(refusal.message()).contains("2000 characters");
  }

  @Test
  void aRetiredTypeIsServedToNobody() {
    var catalog =
        base("us:1", "eu")
            .withEventType(TYPE, "orders", type -> type.retired())
            .withSubscription("report", "reports", "b-us", TYPE);

    DesiredState state = planner.desired(catalog.build());

    assertThat(state.links()).isEmpty();
    assertThat(state.refusals())
        .extracting(Refusal::code)
        .containsOnly(Refusal.Code.UNKNOWN_REFERENCE);
  }

  @Test
  void otherTeamsPlansKnowNothingOfARefusal() {
    World world = new World();
    var catalog = base("eu", "eu").withSubscription("report", "reports", "b-us", TYPE);

    assertThat(world.plan(catalog).isApplicable()).isFalse();
    assertThat(
            world
                .plan(catalog.build(), new Scope.Team(new io.meshwork.model.TeamName("orders")))
                .isApplicable())
        .isTrue();
  }

  /** Brokers b-eu, b-us; the type is published at b-eu. A reach without a cost is no reach. */
  private static CatalogFixture base(String euReaches, String jurisdiction) {
    String[] reaches = euReaches.contains(":") ? new String[] {euReaches} : new String[] {};
    return CatalogFixture.aCatalog()
        .withRegion("eu", jurisdiction, "prod", reaches)
        .withRegion("us", "us", "prod")
        .withBroker("b-eu", "eu")
        .withBroker("b-us", "us")
        .withApplication("shop", "orders")
        .withApplication("reports", "analytics")
        .withEventType(TYPE, "orders")
        .withPublication("pub", "shop", TYPE, "b-eu");
  }

  private Refusal only(CatalogFixture catalog) {
    List<Refusal> refusals = planner.desired(catalog.build()).refusals();
    assertThat(refusals).hasSize(1);
    return refusals.getFirst();
  }

  private static List<String> path(Refusal refusal) {
    return refusal.path().stream().map(Name::value).toList();
  }
}
