package io.meshwork.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.meshwork.model.RegionName;
import io.meshwork.model.SubscriptionName;
import org.junit.jupiter.api.Test;

class TransformPlanTests {
  private static final String TYPE = "orders.order.placed";

  private final World world = new World();

  @Test
  void aTransformIsOfTheDeliveryAloneAndItsChangeIsOneChangedLink() {
    var catalog =
        CatalogFixture.twoRegions()
            .withPublication("shop-eu", "shop", TYPE, "kafka-eu")
            .withSubscription("a", "reports", "kafka-us", s -> s.transform("{\"/a\":\"/x\"}"), TYPE)
            .withSubscription("b", "reports", "kafka-us", TYPE);
    world.apply(catalog);
    assertThat(world.manifests().get(new RegionName("us")).links().values())
        .extracting(DesiredLink::kind, link -> String.valueOf(link.transform()))
        .containsExactlyInAnyOrder(
            tuple(LinkKind.TRANSFER, "null"), tuple(LinkKind.DELIVERY, "{\"/a\":\"/x\"}"));

    Plan plan =
        world.apply(
            catalog.withSubscription(
                "a", "reports", "kafka-us", s -> s.transform("{\"/a\":\"/y\"}"), TYPE));

    assertThat(plan.isSafe()).isFalse();
    assertThat(plan.actions())
        .singleElement()
        .isInstanceOfSatisfying(
            Action.SwitchManifest.class,
            change -> {
              assertThat(change.added()).isEmpty();
              assertThat(change.removed()).isEmpty();
              assertThat(change.changed())
                  .singleElement()
                  .satisfies(
                      link -> assertThat(link.after().transform()).hasToString("{\"/a\":\"/y\"}"));
              assertThat(change.terms().causes()).containsExactly(new SubscriptionName("a"));
            });
    assertThat(world.plan(catalog).isEmpty()).isTrue();
  }
}
