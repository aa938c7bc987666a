package io.meshwork.planner;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.ChannelId;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.JsonText;
import io.meshwork.model.Name;
import io.meshwork.model.RegionName;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.catalog.GrantState;
import io.meshwork.model.catalog.StartAt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class RouteCheckerTests {
  private static final String TYPE = "orders.order.placed";
  private static final String FILTER = "{\"id\":[\"a\"]}";

  private final Planner planner = new Planner(World.TRANSPORTS);

  private static CatalogFixture chain() {
    return CatalogFixture.aCatalog()
        .withRegion("a", "eu", "prod", "b:1")
        .withRegion("b", "eu", "prod", "c:1")
        .withRegion("c", "eu", "prod")
        .withBroker("b-a", "a")
        .withBroker("b-b", "b")
        .withBroker("b-c", "c")
        .withApplication("shop", "orders")
        .withEventType(TYPE, "orders")
        .withPublication("pub", "shop", TYPE, "b-a")
        .withSubscription("far", "shop", "b-c", TYPE);
  }

  @Test
  void findsNothingInARightState() {
    assertThat(check(chain(), links -> links)).isEmpty();
  }

  @Test
  void namesTheWayThatAMissingLinkBreaks() {
    List<Refusal> faults =
        check(
            chain(),
            links ->
                links.stream().filter(link -> link.to().broker().value().equals("b-b")).toList());

    assertThat(faults)
        .extracting(Refusal::code)
        .containsExactlyInAnyOrder(Refusal.Code.BLACK_HOLE, Refusal.Code.NEVER_REACHED);
    assertThat(path(faults.getFirst())).containsExactly("b-a", "b-b");
  }

  @Test
  void seesALinkBackToTheOrigin() {
    List<Refusal> faults = check(chain(), links -> and(links, back(links, "b-c", "b-a")));

    assertThat(faults).extracting(Refusal::code).contains(Refusal.Code.LOOP);
    assertThat(path(faults.getFirst())).containsExactly("b-a", "b-b", "b-c", "b-a");
  }

  @Test
  void seesAChannelThatIsFedTwice() {
    List<Refusal> faults = check(chain(), links -> and(links, back(links, "b-a", "b-c")));

    assertThat(faults).extracting(Refusal::code).contains(Refusal.Code.REACHED_TWICE);
  }

  @Test
  void seesALinkThatNothingFeeds() {
    List<Refusal> faults =
        check(
            chain(),
            links ->
                links.stream().filter(link -> link.to().broker().value().equals("b-c")).toList());

    assertThat(faults).extracting(Refusal::code).containsOnly(Refusal.Code.NEVER_REACHED);
    assertThat(faults).anyMatch(fault -> fault.message().contains("nothing feeds"));
  }

  @Test
  void seesAFilterThatHoldsBackWhatIsWanted() {
    List<Refusal> faults =
        check(
            chain(), links -> links.stream().map(link -> Damage.demanding(link, FILTER)).toList());

    assertThat(faults).extracting(Refusal::code).contains(Refusal.Code.NEVER_REACHED);
  }

  @Test
  void seesADeliveryOfMoreThanWasGranted() {
    var catalog = chain().withSubscription("far", "shop", "b-c", s -> s.filter(FILTER), TYPE);

    List<Refusal> faults =
        check(catalog, links -> links.stream().map(link -> Damage.demanding(link, null)).toList());

    assertThat(faults)
        .extracting(Refusal::code)
        .contains(Refusal.Code.UNGRANTED, Refusal.Code.BLACK_HOLE);
  }

  @Test
  void seesARouteAndARuleWithoutAGrant() {
    var granted = chain();
    DesiredState state = planner.desired(granted.build());

    var revoked = granted.withGrant("far", TYPE, GrantState.REVOKED).build();

    assertThat(new RouteChecker(revoked).check(state))
        .extracting(Refusal::code)
        .containsOnly(Refusal.Code.UNGRANTED);
  }

  @Test
  void seesResidencyEnvironmentAndARunnerThatCannotDial() {
    DesiredState state = planner.desired(chain().build());
    var changed =
        chain()
            .withRegion("b", "us", "prod")
            .withRegion("c", "eu", "dev")
            .withEventType(TYPE, "orders", type -> type.residingIn("eu"))
            .build();

    assertThat(new RouteChecker(changed).check(state))
        .extracting(Refusal::code)
        .contains(
            Refusal.Code.RESIDENCY_BREACH,
            Refusal.Code.ENVIRONMENT_CROSSED,
            Refusal.Code.UNREACHABLE);
  }

  @Test
  void namesTheShortestChangeOfTheCatalog() {
    DesiredState state = planner.desired(chain().build());
    var changed =
        chain()
            .withRegion("b", "us", "prod")
            .withEventType(TYPE, "orders", type -> type.residingIn("eu"))
            .withGrant("far", TYPE, GrantState.REVOKED)
            .build();

    assertThat(new RouteChecker(changed).check(state))
        .extracting(refusal -> refusal.repair() == null ? "" : refusal.repair().sentence())
        .contains(
            "let region 'b' reach region 'c'",
            "add jurisdiction 'us' to the residency of event type 'orders.order.placed'",
            "grant event type 'orders.order.placed' to subscription 'far'");
  }

  @Test
  void namesWhatLetsARefusedWayThrough() {
    var island = chain().withRegion("d", "eu", "prod").withBroker("b-d", "d");
    var catalog =
        island.withApplication("shop", "orders").withSubscription("lost", "shop", "b-d", TYPE);

    List<Refusal> refusals = planner.desired(catalog.build()).refusals();

    assertThat(refusals).extracting(Refusal::repair).containsExactly(reach("d", "a"));
    assertThat(refusals.getFirst().message())
        .endsWith("Shortest repair: let region 'd' reach region 'a'.");
  }

  @Test
  void seesAnAdoptedTopicOfAnotherCount() {
    DesiredState state = planner.desired(chain().build());
    ChannelId adopted =
        new ChannelId.Arrival(
            new EventTypeName(TYPE), new BrokerName("b-a"), new BrokerName("b-b"));

    List<Refusal> faults = new RouteChecker(chain().build(), Map.of(adopted, 12)).check(state);

    assertThat(faults).extracting(Refusal::code).containsOnly(Refusal.Code.ORDER_BROKEN);
    assertThat(faults)
        .allMatch(fault -> fault.message().contains("one of 3 partitions, and it has 12"));
  }

  private static Repair reach(String from, String to) {
    return new Repair.Reach(new RegionName(from), new RegionName(to));
  }

  @Test
  void seesAPublicationWithoutAChannel() {
    DesiredState state = planner.desired(chain().build());
    var more = chain().withPublication("second", "shop", TYPE, "b-b").build();

    assertThat(new RouteChecker(more).check(state))
        .extracting(Refusal::message)
        .anyMatch(message -> message.contains("'second' has no entry channel"));
  }

  @Test
  void seesCirclesAndDoubleFeedsInLinksByThemselves() {
    List<DesiredLink> links = new ArrayList<>(planner.desired(chain().build()).links().values());
    DesiredLink first =
        links.stream()
            .filter(link -> link.to().broker().value().equals("b-b"))
            .findFirst()
            .orElseThrow();

    assertThat(RouteChecker.checkLinks(links)).isEmpty();
    assertThat(RouteChecker.checkLinks(and(links, back(links, "b-a", "b-c"))))
        .extracting(Refusal::code)
        .containsExactly(Refusal.Code.REACHED_TWICE);
    links.remove(first);
    assertThat(RouteChecker.checkLinks(links))
        .extracting(Refusal::code)
        .containsExactly(Refusal.Code.NEVER_REACHED);
    assertThat(RouteChecker.checkLinks(and(links, back(links, "b-c", "b-b"))))
        .extracting(Refusal::code)
        .containsOnly(Refusal.Code.LOOP);
  }

  @Test
  void seesADeliveryThatDoesNotProjectAsItsSubscriptionSays() {
    var catalog =
        CatalogFixture.twoRegions()
            .withPublication("shop-eu", "shop", "orders.order.placed", "kafka-eu")
            .withSubscription(
                "a",
                "reports",
                "kafka-us",
                s -> s.transform("{\"/a\":\"/x\"}"),
                "orders.order.placed");

    assertThat(check(catalog, links -> links)).isEmpty();
    assertThat(check(catalog, links -> links.stream().map(RouteCheckerTests::whole).toList()))
        .singleElement()
        .satisfies(
            refusal -> {
              assertThat(refusal.code()).isEqualTo(Refusal.Code.UNGRANTED);
              assertThat(refusal.message()).contains("transform");
              assertThat(refusal.repair()).isInstanceOf(Repair.Refilter.class);
            });
  }

  private static DesiredLink whole(DesiredLink link) {
    TreeMap<SubscriptionName, Demand> demands = new TreeMap<>();
    link.demands()
        .forEach(
            (name, demand) ->
                demands.put(
                    name, new Demand(demand.filter(), demand.delivery(), demand.startAt(), null)));
    return link.withDemands(demands);
  }

  @Test
  void ordersFiltersAndStartsWhateverTheOrderOfDemands() {
    DesiredLink link = planner.desired(chain().build()).links().values().iterator().next();

    assertThat(link.filters()).isEqualTo(List.<JsonText>of());
    assertThat(link.withDemands(new TreeMap<>()).startAt()).isInstanceOf(StartAt.Latest.class);
  }

  private List<Refusal> check(CatalogFixture catalog, UnaryOperator<List<DesiredLink>> change) {
    var snapshot = catalog.build();
    DesiredState state = planner.desired(snapshot);
    List<DesiredLink> links = change.apply(List.copyOf(state.links().values()));
    return new RouteChecker(snapshot).check(Damage.with(state, links));
  }

  private static List<DesiredLink> and(List<DesiredLink> links, DesiredLink more) {
    List<DesiredLink> all = new ArrayList<>(links);
    all.add(more);
    return all;
  }

  private static DesiredLink back(List<DesiredLink> links, String from, String to) {
    return Damage.joining("more", end(from), end(to), links.getFirst());
  }

  private static LinkEnd end(String broker) {
    EventTypeName type = new EventTypeName(TYPE);
    BrokerName at = new BrokerName(broker);
    BrokerName origin = new BrokerName("b-a");
    ChannelId channel =
        at.equals(origin) ? new ChannelId.Entry(type, at) : new ChannelId.Arrival(type, origin, at);
    return new LinkEnd(channel, new ChannelAddress(TYPE + "." + broker), 3);
  }

  private static List<String> path(Refusal refusal) {
    return refusal.path().stream().map(Name::value).toList();
  }
}
