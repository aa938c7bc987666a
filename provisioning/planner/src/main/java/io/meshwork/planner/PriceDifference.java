package io.meshwork.planner;

import io.meshwork.model.BrokerName;
import io.meshwork.transport.spi.Blueprint;
import io.meshwork.transport.spi.Need;
import io.meshwork.transport.spi.Needs;
import io.meshwork.transport.spi.PriceItem;
import io.meshwork.transport.spi.ResourceId;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Prices a broker before and after a plan, each time for the needs that are fulfilled then. */
final class PriceDifference {
  private final BrokerName name;
  private final DesiredBroker broker;
  private final Blueprint blueprint;

  PriceDifference(BrokerName name, DesiredBroker broker, Blueprint blueprint) {
    this.name = name;
    this.broker = broker;
    this.blueprint = blueprint;
  }

  /** Every price with its change; empty where the plan makes nothing. */
  List<PriceChange> between(Set<ResourceId> before, Set<ResourceId> after) {
    if (before.equals(after)) {
      return List.of();
    }
    Map<String, PriceItem> earlier = new HashMap<>();
    prices(before).forEach(item -> earlier.put(item.what(), item));
    List<PriceChange> changes = new ArrayList<>();
    for (PriceItem item : prices(after)) {
      BigDecimal more = difference(earlier.remove(item.what()), item);
      changes.add(new PriceChange(name, item.of(more), item.quantity()));
    }
    // What is not needed any more costs nothing then.
    earlier.values().stream()
        .sorted(Comparator.comparing(PriceItem::what))
        .forEach(
            item -> {
              BigDecimal was = item.quantity();
              changes.add(
                  new PriceChange(
                      name, item.of(was == null ? null : was.negate()), BigDecimal.ZERO));
            });
    return changes;
  }

  private static @Nullable BigDecimal difference(@Nullable PriceItem before, PriceItem after) {
    BigDecimal now = after.quantity();
    if (now == null || before == null) {
      return now;
    }
    BigDecimal then = before.quantity();
    return then == null ? null : now.subtract(then);
  }

  private List<PriceItem> prices(Set<ResourceId> there) {
    Set<Need> unfulfilled = new HashSet<>();
    broker
        .rendering()
        .needs()
        .forEach(
            (id, needs) -> {
              if (!there.contains(id)) {
                unfulfilled.addAll(needs);
              }
            });
    if (unfulfilled.isEmpty()) {
      return broker.rendering().prices();
    }
    List<Need> needs =
        broker.needs().needs().stream().filter(need -> !unfulfilled.contains(need)).toList();
    return needs.isEmpty()
        ? List.of()
        : blueprint.render(new Needs(name, needs, broker.needs().traffic())).prices();
  }
}
