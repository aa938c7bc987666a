package io.meshwork.planner;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.InstallationId;
import io.meshwork.model.PublicationName;
import io.meshwork.model.RegionName;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.model.catalog.GrantKey;
import io.meshwork.model.catalog.GrantState;
import io.meshwork.model.catalog.StartAt;
import io.meshwork.transport.spi.Ownership;
import io.meshwork.transport.spi.PriceItem;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.ResourceId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class PlanTests {
  private static final String TYPE = "orders.order.placed";
  private static final BrokerName EU = new BrokerName("kafka-eu");
  private static final BrokerName US = new BrokerName("kafka-us");
  private static final ResourceId TOPIC = new ResourceId("topic", TYPE);

  private final World world = new World();

  private static CatalogFixture published() {
    return CatalogFixture.twoRegions().withPublication("shop-eu", "shop", TYPE, "kafka-eu");
  }

  @Test
  void anotherSubscriptionIsASafePlanAlsoWhenItWidensASharedLink() {
    var catalog =
        published()
            .withSubscription("a", "reports", "kafka-us", s -> s.filter("{\"id\":[\"a\"]}"), TYPE);
    world.apply(catalog);

    Plan plan = world.apply(catalog.withSubscription("b", "reports", "kafka-us", TYPE));

    assertThat(plan.isSafe()).isTrue();
    assertThat(plan.regions()).containsExactly(new RegionName("eu"), new RegionName("us"));
    assertThat(world.manifests().get(new RegionName("eu")).links()).isEmpty();
    assertThat(world.manifests().get(new RegionName("us")).links().values())
        .filteredOn(link -> link.kind() == LinkKind.TRANSFER)
        .singleElement()
        .satisfies(link -> assertThat(link.isFiltering()).isFalse());
  }

  @Test
  void narrowingAFilterIsNotSafe() {
    var catalog = published().withSubscription("a", "reports", "kafka-us", s -> s.retried(), TYPE);
    world.apply(catalog);

    Plan plan =
        world.plan(
            catalog.withSubscription(
                "a", "reports", "kafka-us", s -> s.filter("{\"id\":[\"a\"]}"), TYPE));

    assertThat(plan.isApplicable()).isTrue();
    assertThat(plan.isSafe()).isFalse();
  }

  @Test
  void pausingStopsTheDeliveryAndKeepsTheChannels() {
    var catalog = published().withSubscription("a", "reports", "kafka-us", s -> s.retried(), TYPE);
    world.apply(catalog);

    Plan plan =
        world.apply(
            catalog.withSubscription("a", "reports", "kafka-us", s -> s.retried().paused(), TYPE));

    assertThat(plan.actions()).singleElement().isInstanceOf(Action.SwitchManifest.class);
    assertThat(plan.kept()).extracting(kept -> kept.resource().kind()).containsOnly("slots");
    assertThat(world.plan(catalog).isEmpty()).isTrue();
  }

  @Test
  void pausingADirectReaderWithdrawsItsAccess() {
    var catalog = published().withSubscription("a", "reports", "kafka-us", TYPE);
    world.apply(catalog);

    Plan plan =
        world.apply(catalog.withSubscription("a", "reports", "kafka-us", s -> s.paused(), TYPE));

    assertThat(plan.actions()).hasSize(3).allMatch(Action.WithdrawAccess.class::isInstance);
    assertThat(plan.brokers()).containsExactly(US);
    assertThat(plan.isSafe()).isFalse();
  }

  @Test
  void whatAWithdrawnGrantTakesAwayIsSafeButNothingBesideIt() {
    var catalog =
        published()
            .withSubscription("a", "reports", "kafka-us", s -> s.retried(), TYPE)
            .withSubscription("b", "reports", "kafka-us", TYPE);
    GrantKey ofA = new GrantKey(new SubscriptionName("a"), new EventTypeName(TYPE));
    GrantKey ofB = new GrantKey(new SubscriptionName("b"), new EventTypeName(TYPE));
    world.apply(catalog);

    catalog.withGrant("b", TYPE, GrantState.REVOKED);
    Plan one = world.plan(catalog).withoutContract();
    catalog.withGrant("a", TYPE, GrantState.REVOKED);
    Plan both = world.plan(catalog).withoutContract();

    assertThat(one.actions()).isNotEmpty();
    assertThat(one.isSafe()).isFalse();
    assertThat(one.isSafeBut(Set.of(ofA))).isFalse();
    assertThat(one.isSafeBut(Set.of(ofB))).isTrue();
    assertThat(both.isSafeBut(Set.of(ofB))).isFalse();
    assertThat(both.isSafeBut(Set.of(ofA, ofB))).isTrue();
  }

  @Test
  void fewerPartitionsAreAReplacement() {
    var catalog = published();
    world.apply(catalog);

    catalog.withEventType(TYPE, "orders", type -> type.partitions(2));

    assertThat(world.plan(catalog).blocked())
        .extracting(Blocked::code)
        .containsExactly(Blocked.Code.REPLACEMENT);
  }

  @Test
  void longerRetentionChangesInPlaceForItsOwnerOnly() {
    var catalog = published().withSubscription("a", "reports", "kafka-us", TYPE);
    world.apply(catalog);

    catalog.withEventType(TYPE, "orders", type -> type.retention(Duration.ofDays(9)));
    Plan others = world.plan(catalog.build(), new Scope.Team(new TeamName("analytics")));
    Plan own = world.plan(catalog.build(), Scope.Resources.of(new EventTypeName(TYPE)));

    assertThat(others.isEmpty()).isTrue();
    assertThat(own.actions()).hasSize(2).allMatch(Action.ChangeResource.class::isInstance);
    assertThat(own.isSafe()).isTrue();
  }

  @Test
  void aForeignTopicBlocksItsDependantsOnly() {
    world.put(
        US,
        Resource.of("topic", TYPE + ".from.kafka-eu", Map.of()),
        new Ownership.Foreign(),
        List.of());
    var catalog = published().withSubscription("a", "reports", "kafka-us", TYPE);

    Plan plan = world.plan(catalog);

    assertThat(plan.isApplicable()).isFalse();
    assertThat(plan.blocked().getFirst().code()).isEqualTo(Blocked.Code.FOREIGN_RESOURCE);
    assertThat(plan.blocked().getFirst().reason()).contains("made by others", "Adopt it");
    assertThat(plan.blocked().stream().skip(1))
        .isNotEmpty()
        .allMatch(each -> each.code() == Blocked.Code.NEEDS_BLOCKED);
    assertThat(plan.actions()).noneMatch(Action.SwitchManifest.class::isInstance);
    assertThat(plan.brokers()).contains(EU);
    assertThat(world.plan(catalog.build(), new Scope.Team(new TeamName("orders"))).isApplicable())
        .isTrue();
  }

  @Test
  void adoptsAForeignTopicWhenToldAndReshapesIt() {
    Map<String, String> attributes =
        Map.of("maxSize", "65536", "partitions", "3", "retention", "PT24H");
    world.put(EU, Resource.of("topic", TYPE, attributes), new Ownership.Foreign(), List.of());
    DesiredState desired = world.planner.desired(published().build());

    Plan plan =
        world.planner.plan(
            desired,
            world.observe(desired),
            new Scope.Mesh(),
            new Allowances(Set.of(new Allowances.Place(EU, TOPIC)), Set.of()));

    assertThat(plan.isApplicable()).isTrue();
    assertThat(plan.actions().get(0)).isInstanceOf(Action.AdoptResource.class);
    assertThat(plan.actions().get(1)).isInstanceOf(Action.ChangeResource.class);
    assertThat(plan.actions().get(1).terms().dependsOn()).containsExactly(0);
    world.apply(plan, desired);
    assertThat(world.plan(published()).isEmpty()).isTrue();
  }

  @Test
  void adoptsATopicWhoseBrokerGivesItWhatIsWantedAndChangesNothing() {
    Resource bare = Resource.of("topic", TYPE, Map.of("partitions", "3"));
    world.putForeign(EU, bare, Map.of("maxSize", "65536", "retention", "PT168H", "other", "1"));

    Plan plan = adopting();

    assertThat(plan.isApplicable()).isTrue();
    assertThat(plan.actions().getFirst()).isInstanceOf(Action.AdoptResource.class);
    assertThat(plan.actions()).noneMatch(Action.ChangeResource.class::isInstance);
  }

  @Test
  void saysWhatABrokersDefaultIsChangedFrom() {
    Resource bare = Resource.of("topic", TYPE, Map.of("partitions", "3"));
    world.putForeign(EU, bare, Map.of("maxSize", "1000", "retention", "PT168H"));

    Plan plan = adopting();

    assertThat(plan.actions())
        .filteredOn(Action.ChangeResource.class::isInstance)
        .singleElement(InstanceOfAssertFactories.type(Action.ChangeResource.class))
        .satisfies(
            change -> {
              assertThat(change.from()).isEqualTo(bare);
              assertThat(change.changes())
                  .containsExactly(new AttributeChange("maxSize", "1000", "65536"));
            });
  }

  private Plan adopting() {
    DesiredState desired = world.planner.desired(published().build());
    return world.planner.plan(
        desired,
        world.observe(desired),
        new Scope.Mesh(),
        new Allowances(Set.of(new Allowances.Place(EU, TOPIC)), Set.of()));
  }

  @Test
  void whatWasMeantAndNeverMarkedIsMadeAgain() {
    Map<String, String> attributes =
        Map.of("maxSize", "65536", "partitions", "3", "retention", "PT168H");
    world.put(EU, Resource.of("topic", TYPE, attributes), new Ownership.Intended(), List.of());

    assertThat(world.plan(published()).actions().getFirst())
        .isInstanceOf(Action.CreateResource.class);
  }

  @Test
  void anotherInstallationsTopicStaysItsOwn() {
    InstallationId other = new InstallationId(new UUID(1, 2));
    world.put(EU, Resource.of("topic", TYPE, Map.of()), new Ownership.Other(other), List.of());

    Plan plan = world.plan(published());

    assertThat(plan.blocked().getFirst().code()).isEqualTo(Blocked.Code.OTHER_INSTALLATION);
    assertThat(plan.blocked().getFirst().reason()).contains(other.toString());
  }

  @Test
  void aBrokerThatIsAwayIsUnknownAndNeverGone() {
    var catalog = published().withSubscription("a", "reports", "kafka-us", TYPE);
    world.apply(catalog);
    world.loseContact("kafka-us");

    Plan plan = world.plan(catalog);

    assertThat(plan.actions()).isEmpty();
    assertThat(plan.blocked())
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.code()).isEqualTo(Blocked.Code.BROKER_AWAY);
              assertThat(each.reason()).contains("2026-11-01T12:00:00Z", "connection refused");
            });
    assertThat(world.plan(catalog.build(), new Scope.Team(new TeamName("orders"))).isEmpty())
        .isTrue();
  }

  @Test
  void linksToABrokerThatIsAwayWait() {
    world.loseContact("kafka-us");

    Plan plan = world.plan(published().withSubscription("a", "reports", "kafka-us", TYPE));

    assertThat(plan.blocked())
        .extracting(Blocked::code)
        .containsExactly(Blocked.Code.BROKER_AWAY, Blocked.Code.NEEDS_BLOCKED);
  }

  @Test
  void aReadOnlyBrokerIsNeverChanged() {
    var catalog = published().withBroker("kafka-eu", "eu", "memory", true);

    Plan plan = world.plan(catalog);

    assertThat(plan.actions()).isEmpty();
    assertThat(plan.blocked()).extracting(Blocked::code).contains(Blocked.Code.BROKER_READ_ONLY);
  }

  @Test
  void aRemovedSubscriptionGoesWithItsTeamsPlan() {
    var catalog =
        published()
            .withSubscription("a", "reports", "kafka-us", s -> s.filter("{\"id\":[\"a\"]}"), TYPE)
            .withSubscription("b", "reports", "kafka-us", s -> s.filter("{\"id\":[\"b\"]}"), TYPE);
    world.apply(catalog);
    catalog.withoutSubscription("b");

    Plan others = world.plan(catalog.build(), new Scope.Team(new TeamName("orders")));
    Plan own = world.apply(catalog, new Scope.Team(new TeamName("analytics")));

    assertThat(others.isEmpty()).isTrue();
    assertThat(own.actions()).anyMatch(Action.WithdrawAccess.class::isInstance);
    assertThat(world.manifests().get(new RegionName("eu")).links().values())
        .singleElement()
        .satisfies(link -> assertThat(link.filters()).hasSize(1));
    assertThat(world.plan(catalog).isEmpty()).isTrue();
  }

  @Test
  void aRemovedPublicationTakesItsLinksAlong() {
    var catalog = published().withSubscription("a", "reports", "kafka-us", TYPE);
    world.apply(catalog);
    catalog.withoutPublication("shop-eu");

    Plan plan = world.apply(catalog, Scope.Resources.of(new PublicationName("shop-eu")));

    assertThat(world.manifests().get(new RegionName("us")).links()).isEmpty();
    assertThat(plan.actions())
        .filteredOn(Action.WithdrawAccess.class::isInstance)
        .singleElement()
        .satisfies(
            each ->
                assertThat(each.terms().causes()).containsExactly(new PublicationName("shop-eu")));
  }

  @Test
  void aNewPublicationReachesThoseWhoAreServedAlready() {
    var catalog =
        published()
            .withSubscription("served", "reports", "kafka-us", TYPE)
            .withRegion("ap", "ap", "prod", "eu:1")
            .withBroker("kafka-ap", "ap")
            .withApplication("shop", "orders");
    world.apply(catalog);
    catalog
        .withPublication("shop-ap", "shop", TYPE, "kafka-ap")
        .withSubscription("waiting", "reports", "kafka-eu", TYPE);

    world.apply(catalog, Scope.Resources.of(new PublicationName("shop-ap")));

    assertThat(world.served())
        .contains(new SubscriptionName("served"))
        .doesNotContain(new SubscriptionName("waiting"));
  }

  @Test
  void aRegionInTheScopeMovesTheRoutesThatPassIt() {
    var catalog =
        published()
            .withRegion("mid", "eu", "prod", "eu:1", "us:1")
            .withBroker("kafka-mid", "mid")
            .withSubscription("a", "reports", "kafka-us", TYPE);
    catalog.withRegion("eu", "eu", "prod", "us:1").withRegion("us", "us", "prod", "eu:1");
    world.apply(catalog);
    catalog.withRegion("eu", "eu", "prod", "us:10").withRegion("us", "us", "prod", "eu:10");

    assertThat(world.plan(catalog.build(), new Scope.Team(new TeamName("analytics"))).isEmpty())
        .isFalse();
    Plan plan = world.apply(catalog, Scope.Resources.of(new RegionName("us")));

    assertThat(plan.actions()).anyMatch(Action.SwitchManifest.class::isInstance);
    assertThat(world.plan(catalog).isEmpty()).isTrue();
  }

  @Test
  void aStrongerClassRaisesTheSharedLink() {
    var catalog =
        CatalogFixture.twoRegions()
            .withEventType(TYPE, "orders", type -> type.delivery(DeliveryClass.EFFECTIVELY_ONCE))
            .withPublication("shop-eu", "shop", TYPE, "kafka-eu")
            .withSubscription(
                "a", "reports", "kafka-us", s -> s.startAt(new StartAt.Earliest()), TYPE)
            .withSubscription(
                "b", "reports", "kafka-us", s -> s.delivery(DeliveryClass.EFFECTIVELY_ONCE), TYPE);

    DesiredLink link = world.planner.desired(catalog.build()).links().values().iterator().next();

    assertThat(link.delivery()).isEqualTo(DeliveryClass.EFFECTIVELY_ONCE);
    assertThat(link.startAt()).isInstanceOf(StartAt.Earliest.class);
    assertThat(link.slots()).isEqualTo(4);
  }

  @Test
  void broadcastSendsAllAndSmartOnlyTheUnion() {
    var catalog =
        published()
            .withSubscription("a", "reports", "kafka-us", s -> s.filter("{\"id\":[\"a\"]}"), TYPE)
            .withSubscription("b", "reports", "kafka-us", s -> s.filter("{\"id\":[\"b\"]}"), TYPE)
            .withSubscription("c", "reports", "kafka-us", s -> s.filter("{\"id\":[\"a\"]}"), TYPE);
    assertThat(transfer(catalog).filters())
        .extracting(Object::toString)
        .containsExactly("{\"id\":[\"a\"]}", "{\"id\":[\"b\"]}");

    catalog.withEventType(TYPE, "orders", type -> type.broadcast());

    assertThat(transfer(catalog).filters()).isEmpty();
    assertThat(transfer(catalog).runsIn()).isEqualTo(new RegionName("us"));
  }

  private DesiredLink transfer(CatalogFixture catalog) {
    return world.planner.desired(catalog.build()).links().values().stream()
        .filter(link -> link.kind() == LinkKind.TRANSFER)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aLocalFilterIsADeliveryFromTheEntryChannel() {
    var catalog =
        published()
            .withSubscription("a", "shop", "kafka-eu", s -> s.filter("{\"id\":[\"a\"]}"), TYPE);

    DesiredState state = world.planner.desired(catalog.build());

    assertThat(state.links().values())
        .singleElement()
        .satisfies(
            link -> {
              assertThat(link.kind()).isEqualTo(LinkKind.DELIVERY);
              assertThat(link.from().address()).isEqualTo(new ChannelAddress(TYPE));
            });
  }

  @Test
  void aPatternGetsOnlyWhatIsGranted() {
    var catalog =
        published()
            .withEventType("orders.order.paid", "orders")
            .withPublication("paid-eu", "shop", "orders.order.paid", "kafka-eu")
            .withSubscription(
                "a", "reports", "kafka-us", s -> s.filter("{\"id\":[\"a\"]}"), "orders.*")
            .withGrant("a", TYPE, GrantState.APPROVED)
            .withGrant("a", "orders.order.paid", GrantState.PENDING);

    DesiredState state = world.planner.desired(catalog.build());

    assertThat(state.links().values())
        .extracting(link -> link.eventType().value())
        .containsOnly(TYPE);
    assertThat(state.links().values())
        .filteredOn(link -> link.kind() == LinkKind.DELIVERY)
        .singleElement()
        .satisfies(link -> assertThat(link.to().partitions()).isEqualTo(6));
  }

  @Test
  void aPriceIsUnitsTimesUnitPriceOrUnknown() {
    PriceItem known =
        new PriceItem(
            "storage",
            "GiB-month",
            new BigDecimal("3"),
            new BigDecimal("0.10"),
            "EUR",
            "list",
            LocalDate.of(2026, 11, 1),
            null);

    PriceChange change = new PriceChange(EU, known, new BigDecimal("10"));
    assertThat(change.amount()).isEqualByComparingTo("0.30");
    assertThat(change.monthly()).isEqualByComparingTo("1.00");
    assertThat(change.unknown()).isNull();
    PriceChange unknown = new PriceChange(EU, known.of(null), null);
    assertThat(PriceTotal.of(List.of(change, unknown)))
        .singleElement()
        .satisfies(
            total -> {
              assertThat(total.monthly()).isEqualByComparingTo("1.00");
              assertThat(total.change()).isEqualByComparingTo("0.30");
              assertThat(total.unknown()).singleElement().asString().startsWith("storage: ");
            });
    assertThat(world.plan(published()).prices().getFirst().amount()).isNull();
  }
}
