package io.meshwork.planner;

import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.model.catalog.Rate;
import org.jspecify.annotations.Nullable;

/** The rates of teams, as a catalog has them. */
final class CatalogRates {
  private CatalogRates() {}

  /** {@code null}: the team has no limit, or is not there. */
  static @Nullable Rate of(CatalogSnapshot catalog, TeamName team) {
    var entity = catalog.teams().get(team);
    return entity == null ? null : entity.spec().rate();
  }
}
