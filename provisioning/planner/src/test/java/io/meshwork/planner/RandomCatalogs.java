package io.meshwork.planner;

import io.meshwork.model.catalog.GrantState;
import io.meshwork.model.catalog.Rate;
import io.meshwork.model.catalog.StartAt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Catalogs drawn from a seed: equal seeds give equal catalogs. */
final class RandomCatalogs {
  static final List<String> FILTERS =
      List.of("{\"id\":[\"a\"]}", "{\"id\":[\"b\"]}", "{\"id\":[\"c\"]}");
  static final int TEAMS = 3;

  private final long seed;
  private final int maxRegions;
  private long topologySeed;
  private long wishSeed;
  private long orderSeed;
  private boolean manyEnvironments = true;
  private boolean choosy;

  private RandomCatalogs(long seed, int maxRegions) {
    this.seed = seed;
    this.maxRegions = maxRegions;
    this.topologySeed = seed;
    this.wishSeed = seed;
  }

  static RandomCatalogs of(long seed, int maxRegions) {
    return new RandomCatalogs(seed, maxRegions);
  }

  RandomCatalogs otherCosts(long other) {
    topologySeed = other;
    return this;
  }

  RandomCatalogs otherWishes(long other) {
    wishSeed = other;
    return this;
  }

  RandomCatalogs inOrder(long order) {
    orderSeed = order;
    return this;
  }

  /** Some brokers admit only one team. */
  RandomCatalogs choosy() {
    choosy = true;
    return this;
  }

  RandomCatalogs connected() {
    manyEnvironments = false;
    return this;
  }

  CatalogFixture build() {
    CatalogFixture catalog = CatalogFixture.aCatalog();
    Random random = new Random(seed);
    Random costs = new Random(topologySeed);
    int regions = 1 + random.nextInt(maxRegions);
    boolean split = manyEnvironments && random.nextInt(4) == 0;
    boolean residency = manyEnvironments && random.nextInt(3) == 0;
    addRegions(catalog, random, costs, regions, split);
    int brokers = regions + random.nextInt(regions + 2);
    for (int i = 0; i < brokers; i++) {
      boolean own = i < regions && (random.nextInt(8) > 0 || !manyEnvironments);
      int region = own ? i : random.nextInt(regions);
      String[] teams =
          choosy && random.nextInt(4) == 0
              ? new String[] {"team-" + random.nextInt(TEAMS)}
              : new String[0];
      catalog.withBroker("b%02d".formatted(i), "r%02d".formatted(region), teams);
    }
    for (int i = 0; i < TEAMS; i++) {
      catalog.withTeam("team-" + i, i == 0 ? new Rate(1 + random.nextInt(9), null) : null);
      catalog.withApplication("app-" + i, "team-" + i);
    }
    int types = addTypes(catalog, random, residency);
    List<Runnable> entries = new ArrayList<>();
    int publications = 1 + random.nextInt(types * 3);
    for (int i = 0; i < publications; i++) {
      String name = "pub-" + i;
      String application = "app-" + random.nextInt(TEAMS);
      String type = "type-" + random.nextInt(types);
      String broker = "b%02d".formatted(random.nextInt(brokers));
      entries.add(() -> catalog.withPublication(name, application, type, broker));
    }
    addWishes(catalog, types, brokers, entries);
    if (orderSeed != 0) {
      Collections.shuffle(entries, new Random(orderSeed));
    }
    entries.forEach(Runnable::run);
    return catalog;
  }

  private void addRegions(
      CatalogFixture catalog, Random random, Random costs, int regions, boolean split) {
    for (int i = 0; i < regions; i++) {
      List<String> reaches = new ArrayList<>();
      for (int j = 0; j < regions; j++) {
        boolean neighbour = !manyEnvironments && (j == i + 1 || (j == 0 && i > 0));
        if (j != i && (neighbour || random.nextInt(regions) < 2)) {
          reaches.add("r%02d:%d".formatted(j, 1 + costs.nextInt(4)));
        }
      }
      catalog.withRegion(
          "r%02d".formatted(i),
          random.nextInt(4) == 0 ? "us" : "eu",
          split && random.nextBoolean() ? "dev" : "prod",
          reaches.toArray(String[]::new));
    }
  }

  private static int addTypes(CatalogFixture catalog, Random random, boolean residency) {
    int types = 1 + random.nextInt(3);
    for (int i = 0; i < types; i++) {
      boolean broadcast = random.nextInt(5) == 0;
      boolean stays = residency && random.nextBoolean();
      catalog.withEventType(
          "type-" + i,
          "team-" + random.nextInt(TEAMS),
          type -> {
            if (broadcast) {
              type.broadcast();
            }
            if (stays) {
              type.residingIn("eu");
            }
          });
    }
    return types;
  }

  private void addWishes(CatalogFixture catalog, int types, int brokers, List<Runnable> entries) {
    Random random = new Random(wishSeed);
    int subscriptions = random.nextInt(9);
    for (int i = 0; i < subscriptions; i++) {
      int team = i % TEAMS;
      String name = "sub-%d-of-%d".formatted(i, team);
      String broker = "b%02d".formatted(new Random(seed + i).nextInt(brokers));
      int filter = random.nextInt(FILTERS.size() + 2);
      boolean paused = random.nextInt(8) == 0;
      boolean retried = random.nextInt(5) == 0;
      boolean moment = random.nextInt(8) == 0;
      int rate = random.nextInt(5);
      boolean pattern = random.nextInt(4) == 0;
      String[] selectors = {pattern ? "type-*" : "type-" + random.nextInt(types)};
      List<GrantState> states = new ArrayList<>();
      for (int t = 0; t < types; t++) {
        states.add(
            random.nextInt(3) > 0
                ? GrantState.APPROVED
                : List.of(GrantState.values()).get(random.nextInt(GrantState.values().length)));
      }
      entries.add(
          () -> {
            catalog.withSubscription(
                name,
                "app-" + team,
                broker,
                s -> {
                  s.ungranted();
                  if (filter < FILTERS.size()) {
                    s.filter(FILTERS.get(filter));
                  }
                  if (paused) {
                    s.paused();
                  }
                  if (retried) {
                    s.retried();
                  }
                  if (rate > 2) {
                    s.limitedTo(rate);
                  }
                  if (moment) {
                    s.startAt(new StartAt.Moment(Instant.EPOCH));
                  }
                },
                selectors);
            for (int t = 0; t < types; t++) {
              catalog.withGrant(name, "type-" + t, states.get(t));
            }
          });
    }
  }
}
