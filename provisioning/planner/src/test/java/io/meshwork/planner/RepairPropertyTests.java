package io.meshwork.planner;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.Name;
import io.meshwork.model.catalog.CatalogSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A repair that is named is one: made and planned again, the refusal is gone. */
class RepairPropertyTests {
  private static final int TRIES = 150;
  private final Planner planner = new Planner(World.TRANSPORTS);

  @Property(tries = TRIES)
  void aNamedChangeOfTheCatalogTakesTheRefusalAway(@ForAll long seed) {
    CatalogSnapshot catalog = RandomCatalogs.of(seed, 12).choosy().build().build();

    DesiredState state = planner.desired(catalog);

    for (Refusal refusal : state.refusals()) {
      if (refusal.repair() instanceof Repair.OfCatalog change) {
        DesiredState then = planner.desired(CatalogEdit.of(catalog, change));
        assertThat(then.refusals())
            .as("%s after %s", refusal.message(), change.sentence())
            .noneMatch(
                other ->
                    isSame(refusal, other)
                        && other.code() == refusal.code()
                        && sameWish(refusal, other));
      }
    }
  }

  @Property(tries = TRIES)
  void everyRefusedWayNamesItsPathAndHasARepairWhereARegionCanHandOn(@ForAll long seed) {
    CatalogSnapshot catalog = RandomCatalogs.of(seed, 12).build().build();

    DesiredState state = planner.desired(catalog);

    for (Refusal refusal : state.refusals()) {
      boolean way =
          refusal.code() == Refusal.Code.UNREACHABLE
              || refusal.code() == Refusal.Code.RESIDENCY_BREACH;
      if (way) {
        // Any region of the environment can be made to reach any other, so there always is one.
        assertThat(refusal.path()).isNotEmpty();
        assertThat(refusal.repair()).as(refusal.message()).isNotNull();
      }
    }
  }

  @Property(tries = TRIES)
  void noSingleChangeWouldDoWhereSeveralAreNamed(@ForAll long seed) {
    CatalogSnapshot catalog = RandomCatalogs.of(seed, 6).choosy().build().build();

    DesiredState state = planner.desired(catalog);

    for (Refusal refusal : state.refusals()) {
      if (refusal.repair() instanceof Repair.Together(List<Repair.OfCatalog> steps)) {
        List<Repair.OfCatalog> half = new ArrayList<>(steps);
        half.remove(new Random(seed).nextInt(half.size()));
        for (Repair.OfCatalog step : half) {
          DesiredState then = planner.desired(CatalogEdit.of(catalog, step));
          assertThat(then.refusals())
              .anyMatch(other -> isSame(refusal, other) && sameWish(refusal, other));
        }
      }
    }
  }

  private static boolean isSame(Refusal one, Refusal other) {
    return one.subjects().equals(other.subjects()) && ends(one).equals(ends(other));
  }

  private static List<Name> ends(Refusal refusal) {
    return refusal.path().isEmpty()
        ? List.of()
        : List.of(refusal.path().getFirst(), refusal.path().getLast());
  }

  /** The messages start alike: same subscription, event type and origin. */
  private static boolean sameWish(Refusal one, Refusal other) {
    return start(one).equals(start(other));
  }

  private static String start(Refusal refusal) {
    int colon = refusal.message().indexOf(": ");
    return colon < 0 ? refusal.message() : refusal.message().substring(0, colon);
  }
}
