package io.meshwork.planner;

import io.meshwork.model.JsonText;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.model.catalog.GrantKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who is entitled to what, read from the catalog once: the checker asks often. */
final class Entitlements {
  private final CatalogSnapshot catalog;
  private final Map<GrantKey, Optional<JsonText>> filters;

  Entitlements(CatalogSnapshot catalog) {
    this.catalog = catalog;
    filters = HashMap.newHashMap(catalog.grants().size());
    for (GrantKey key : catalog.grants().keySet()) {
      if (RouteChecker.isEntitled(catalog, key)) {
        filters.put(key, Optional.ofNullable(RouteChecker.grantedFilter(catalog, key)));
      }
    }
  }

  /** Every grant that stands and that its subscription asks for. */
  Set<GrantKey> all() {
    return filters.keySet();
  }

  boolean holds(GrantKey key) {
    return filters.containsKey(key);
  }

  /** Whether the grant stands and is for everything. */
  boolean holdsWhole(GrantKey key) {
    Optional<JsonText> filter = filters.get(key);
    return filter != null && filter.isEmpty();
  }

  /** What of the event type the subscription may and wants to have; {@code null}: everything. */
  @Nullable JsonText filter(GrantKey key) {
    Optional<JsonText> filter = filters.get(key);
    return filter == null ? RouteChecker.grantedFilter(catalog, key) : filter.orElse(null);
  }
}
