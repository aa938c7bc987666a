package io.meshwork.planner;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.catalog.CatalogSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every way of damaging a right state is found under its right code, and can be repaired. */
class RouteMutationTests {
  private static final int CATALOGS = 60;
  private static final int AT_LEAST = 10;
  private static final int MOST_REPAIRED = 85;

  private final Planner planner = new Planner(World.TRANSPORTS);

  @ParameterizedTest
  @EnumSource(Mutation.class)
  void findsEveryMutationUnderItsCodeAndNamesAChangeThatRepairsIt(Mutation mutation) {
    int tried = 0;
    int faults = 0;
    int repaired = 0;
    for (long seed = 0; seed < CATALOGS; seed++) {
      CatalogSnapshot catalog = RandomCatalogs.of(seed, 6).connected().build().build();
      DesiredState state = planner.desired(catalog);
      Optional<DesiredState> damaged = mutation.on(catalog, state, new Random(seed));
      if (damaged.isEmpty()) {
        continue;
      }
      tried++;

      List<Refusal> found = new RouteChecker(catalog).check(damaged.get());

      assertThat(found)
          .as("%s at seed %d", mutation, seed)
          .extracting(Refusal::code)
          .containsAnyElementsOf(mutation.codes());
      for (Refusal fault : found) {
        faults++;
        assertThat(fault.path()).isNotEmpty();
        Repair repair = fault.repair();
        if (repair == null) {
          continue;
        }
        repaired++;
        assertThat(fault.message()).contains(repair.sentence());
        Repaired then = new Repaired(catalog, damaged.get()).by(repair);
        assertThat(new RouteChecker(then.catalog()).find(then.state()).all())
            .extracting(Refusal::message)
            .noneMatch(message -> fault.message().startsWith(message));
      }
    }
    assertThat(repaired).isGreaterThanOrEqualTo(faults * MOST_REPAIRED / 100);
    assertThat(tried).isGreaterThanOrEqualTo(AT_LEAST);
  }
}
