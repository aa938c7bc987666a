package io.meshwork.planner;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.TeamName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * What is desired and planned for typical catalogs, as text. With {@code -Dgolden.write=true} the
 * files are written anew; read them before they are committed.
 */
class GoldenPlanTests {
  private static final String TYPE = "orders.order.placed";

  @Test
  void readsDirectlyAcrossTwoRegions() throws IOException {
    var catalog =
        CatalogFixture.twoRegions()
            .withPublication("shop-eu", "shop", TYPE, "kafka-eu")
            .withSubscription("daily-report", "reports", "kafka-us", TYPE);

    compare("direct-two-regions", catalog);
  }

  @Test
  void filtersOnTheNearSideAndDeliversIntoAChannel() throws IOException {
    var catalog =
        CatalogFixture.twoRegions()
            .withPublication("shop-eu", "shop", TYPE, "kafka-eu")
            .withSubscription(
                "big-orders",
                "reports",
                "kafka-us",
                s -> s.filter("{\"data\":{\"total\":[{\"numeric\":[\">\",1000]}]}}").deadLetter(),
                TYPE);

    compare("filtered-two-regions", catalog);
  }

  @Test
  void copiesOnceOverEachHopAndFansOutLocally() throws IOException {
    var catalog =
        CatalogFixture.aCatalog()
            .withRegion("ap", "ap", "prod")
            .withRegion("eu", "eu", "prod", "us:10")
            .withRegion("us", "us", "prod", "eu:10", "ap:20")
            .withBroker("kafka-ap-1", "ap")
            .withBroker("kafka-ap-2", "ap")
            .withBroker("kafka-eu", "eu")
            .withBroker("kafka-us", "us")
            .withApplication("shop", "orders")
            .withApplication("reports", "analytics")
            .withEventType(TYPE, "orders", type -> type.retainedSize("1GiB"))
            .withPublication("shop-eu", "shop", TYPE, "kafka-eu")
            .withPublication("shop-us", "shop", TYPE, "kafka-us")
            .withSubscription(
                "ap-alerts", "reports", "kafka-ap-1", s -> s.filter("{\"id\":[\"a\"]}"), TYPE)
            .withSubscription("ap-all", "reports", "kafka-ap-2", TYPE)
            .withSubscription("us-paused", "reports", "kafka-us", s -> s.retried().paused(), TYPE);

    compare("chain-of-three", catalog);
  }

  @Test
  void takesOneTeamsChangesOnly() throws IOException {
    World world = new World();
    var catalog =
        CatalogFixture.twoRegions()
            .withPublication("shop-eu", "shop", TYPE, "kafka-eu")
            .withApplication("billing", "finance")
            .withSubscription(
                "invoices", "billing", "kafka-us", s -> s.filter("{\"id\":[\"f\"]}"), TYPE)
            .withSubscription(
                "report", "reports", "kafka-us", s -> s.filter("{\"id\":[\"r\"]}"), TYPE);
    StringBuilder text = new StringBuilder();
    for (String team : new String[] {"analytics", "orders", "finance"}) {
      Plan plan = world.apply(catalog, new Scope.Team(new TeamName(team)));
      text.append(PlanText.of(plan)).append('\n');
    }
    text.append(PlanText.of(world.plan(catalog)));

    compareText("team-by-team", text.toString());
  }

  @Test
  void withdrawsWhatWasRevoked() throws IOException {
    World world = new World();
    var catalog =
        CatalogFixture.twoRegions()
            .withPublication("shop-eu", "shop", TYPE, "kafka-eu")
            .withSubscription("daily-report", "reports", "kafka-us", TYPE);
    world.apply(catalog);

    catalog.withGrant("daily-report", TYPE, io.meshwork.model.catalog.GrantState.REVOKED);

    Plan plan =
        world.apply(
            catalog, Scope.Resources.of(new io.meshwork.model.SubscriptionName("daily-report")));
    compareText("revoked", PlanText.of(plan) + "\n" + PlanText.of(world.plan(catalog)));
  }

  private static void compare(String name, CatalogFixture catalog) throws IOException {
    World world = new World();
    DesiredState desired = world.planner.desired(catalog.build());
    Plan plan = world.plan(catalog);
    compareText(name, PlanText.of(desired) + "\n" + PlanText.of(plan));
  }

  private static void compareText(String name, String text) throws IOException {
    Path file = Path.of("src", "test", "resources", "golden", name + ".txt");
    if (Boolean.getBoolean("golden.write")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text, StandardCharsets.UTF_8);
    }
    assertThat(text).isEqualTo(Files.readString(file, StandardCharsets.UTF_8));
  }
}
