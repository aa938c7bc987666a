package io.meshwork.planner;

import io.meshwork.model.JsonText;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What readers behind a link want: nothing, some of it, or all. */
final class Wanted {
  private final Set<JsonText> filters = new HashSet<>();
  private boolean all;

  void add(@Nullable JsonText filter) {
    if (filter == null) {
      all = true;
    } else {
      filters.add(filter);
    }
  }

  void add(Wanted other) {
    all |= other.all;
    filters.addAll(other.filters);
  }

  boolean all() {
    return all;
  }

  Set<JsonText> filters() {
    return filters;
  }

  boolean isNothing() {
    return !all && filters.isEmpty();
  }
}
