package io.meshwork.planner;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.ApplicationName;
import io.meshwork.model.DataSize;
import io.meshwork.model.RegionName;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.Rate;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** A changed rate is a plan: nothing but a switch of the links concerned. */
class RatePlanTests {
  private static final String TYPE = "orders.order.placed";
  private static final TeamName ORDERS = new TeamName("orders");
  private static final TeamName ANALYTICS = new TeamName("analytics");

  private final World world = new World();

  private static CatalogFixture subscribed(int rate) {
    return CatalogFixture.twoRegions()
        .withPublication("shop-eu", "shop", TYPE, "kafka-eu")
        .withSubscription(
            "a",
            "reports",
            "kafka-us",
            s -> {
              s.retried();
              if (rate > 0) {
                s.limitedTo(rate);
              }
            },
            TYPE);
  }

  private List<DesiredLink> links(LinkKind kind) {
    return world.manifests().values().stream()
        .flatMap(manifest -> manifest.links().values().stream())
        .filter(link -> link.kind() == kind)
        .toList();
  }

  private static List<Action.LinkChange> changes(Plan plan) {
    assertThat(plan.actions()).allMatch(Action.SwitchManifest.class::isInstance);
    return plan.actions().stream()
        .flatMap(
            action ->
                action instanceof Action.SwitchManifest change
                    ? change.changed().stream()
                    : Stream.empty())
        .toList();
  }

  @Test
  void aSubscriptionsRateIsItsDeliverysAndNobodyElses() {
    world.apply(subscribed(100));

    assertThat(links(LinkKind.DELIVERY))
        .singleElement()
        .extracting(DesiredLink::rate)
        .isEqualTo(new Rate(100, null));
    assertThat(links(LinkKind.TRANSFER)).singleElement().extracting(DesiredLink::rate).isNull();
  }

  @Test
  void aRateThatComesChangesAndGoesIsASafeSwitchOfOneLinkThatItsSubscriptionCauses() {
    world.apply(subscribed(0));
    for (int rate : new int[] {100, 50, 0}) {
      Plan plan = world.apply(subscribed(rate));

      assertThat(changes(plan))
          .singleElement()
          .satisfies(
              change ->
                  assertThat(change.after().rate())
                      .isEqualTo(rate == 0 ? null : new Rate(rate, null)));
      assertThat(plan.actions().getFirst().terms().causes())
          .containsExactly(new SubscriptionName("a"));
      assertThat(plan.isSafe()).isTrue();
      assertThat(world.plan(subscribed(rate)).isEmpty()).isTrue();
    }
  }

  @Test
  void aReaderWithARateIsNotDirect() {
    world.apply(
        CatalogFixture.twoRegions()
            .withPublication("shop-eu", "shop", TYPE, "kafka-eu")
            .withSubscription("a", "reports", "kafka-us", s -> s.limitedTo(5), TYPE));

    assertThat(links(LinkKind.DELIVERY)).hasSize(1);
  }

  @Test
  void aTeamsRateIsOnAllOfItsLinksAndOnNoOthers() {
    world.apply(subscribed(100));
    Rate rate = new Rate(1_000, new DataSize(1 << 20));

    Plan plan = world.apply(subscribed(100).withTeam("analytics", rate));

    assertThat(changes(plan)).hasSize(1);
    assertThat(plan.actions().getFirst().terms().causes()).containsExactly(ANALYTICS);
    assertThat(plan.isSafe()).isTrue();
    assertThat(links(LinkKind.DELIVERY))
        .singleElement()
        .satisfies(
            link -> {
              assertThat(link.teamRate()).isEqualTo(rate);
              assertThat(link.rate()).isEqualTo(new Rate(100, null));
            });
    assertThat(links(LinkKind.TRANSFER)).singleElement().extracting(DesiredLink::teamRate).isNull();
    assertThat(world.plan(subscribed(100).withTeam("analytics", rate)).isEmpty()).isTrue();
  }

  @Test
  void aTeamsRateGoesOutWithTheTeamAndWithNoOtherScope() {
    world.apply(subscribed(0));
    Rate rate = new Rate(1_000, null);
    CatalogFixture limited = subscribed(7).withTeam("orders", rate).withTeam("analytics", rate);

    Plan own = world.apply(limited, Scope.Resources.of(new SubscriptionName("a")));
    assertThat(changes(own))
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.after().rate()).isEqualTo(new Rate(7, null));
              assertThat(change.after().teamRate()).isNull();
            });
    assertThat(
            world.plan(limited.build(), Scope.Resources.of(new ApplicationName("shop"))).actions())
        .isEmpty();

    Plan named = world.apply(limited, Scope.Resources.of(ORDERS));
    assertThat(changes(named))
        .singleElement()
        .satisfies(change -> assertThat(change.after().kind()).isEqualTo(LinkKind.TRANSFER));
    Plan team = world.apply(limited, new Scope.Team(ANALYTICS));
    assertThat(changes(team))
        .singleElement()
        .satisfies(change -> assertThat(change.after().kind()).isEqualTo(LinkKind.DELIVERY));
    assertThat(world.plan(limited).isEmpty()).isTrue();
  }

  @Test
  void aNewLinkOfATeamGetsTheRateThatItsOthersHaveNow() {
    world.apply(subscribed(0).withTeam("analytics", new Rate(10, null)));
    CatalogFixture more =
        subscribed(0)
            .withTeam("analytics", new Rate(20, null))
            .withSubscription("b", "reports", "kafka-us", s -> s.retried(), TYPE);

    world.apply(more, Scope.Resources.of(new SubscriptionName("b")));

    assertThat(links(LinkKind.DELIVERY))
        .hasSize(2)
        .allSatisfy(link -> assertThat(link.teamRate()).isEqualTo(new Rate(10, null)));
    world.apply(more);
    assertThat(world.manifests().get(new RegionName("us")).links().values())
        .filteredOn(link -> link.team().equals(ANALYTICS))
        .extracting(DesiredLink::teamRate)
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .containsOnly(new Rate(20, null));
  }
}
