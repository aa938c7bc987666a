package io.meshwork.transport.spi;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a blueprint makes of needs.
 *
 * @param resources each once, dependencies before dependants
 * @param needs for each resource the needs that it fulfils
 * @param limitsBroken why it cannot be built; empty when it can
 * @param prices what it costs by month
 */
public record Rendering(
    List<Resource> resources,
    Map<ResourceId, Set<Need>> needs,
    List<LimitBroken> limitsBroken,
    List<PriceItem> prices) {
  /** Copies. */
  public Rendering {
    resources = List.copyOf(resources);
    Map<ResourceId, Set<Need>> fulfilled = HashMap.newHashMap(needs.size());
    needs.forEach((id, each) -> fulfilled.put(id, Set.copyOf(each)));
    needs = Collections.unmodifiableMap(fulfilled);
    limitsBroken = List.copyOf(limitsBroken);
    prices = List.copyOf(prices);
  }
}
