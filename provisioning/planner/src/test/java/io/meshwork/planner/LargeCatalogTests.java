package io.meshwork.planner;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A guard against work that grows with subscriptions times event types; the benchmark measures. */
class LargeCatalogTests {
  private static final int TYPES = 2_000;
  private static final int SUBSCRIPTIONS = 10_000;
  private static final Duration FAR_TOO_LONG = Duration.ofSeconds(60);

  @Test
  void plansTenThousandSubscriptions() {
    CatalogFixture catalog = CatalogFixture.twoRegions();
    for (int i = 0; i < TYPES; i++) {
      catalog.withEventType("bulk.type-" + i, "orders");
      catalog.withPublication(
          "bulk-pub-" + i, "shop", "bulk.type-" + i, i % 2 == 0 ? "kafka-eu" : "kafka-us");
    }
    for (int i = 0; i < SUBSCRIPTIONS; i++) {
      boolean filtered = i % 3 == 0;
      String filter = "{\"id\":[\"%d\"]}".formatted(i);
      catalog.withSubscription(
          "bulk-sub-" + i,
          "reports",
          i % 5 == 0 ? "kafka-eu" : "kafka-us",
          subscription -> {
            if (filtered) {
              subscription.filter(filter);
            }
          },
          "bulk.type-" + i % TYPES);
    }
    var snapshot = catalog.build();
    World world = new World();

    long start = System.nanoTime();
    Plan plan = world.plan(snapshot, new Scope.Mesh());
    Duration took = Duration.ofNanos(System.nanoTime() - start);

    assertThat(plan.blocked()).isEmpty();
    assertThat(took).isLessThan(FAR_TOO_LONG);
  }
}
