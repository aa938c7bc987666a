package io.meshwork.controlplane.registry;

import io.meshwork.api.PromotionBaseline.Difference;
import io.meshwork.model.ApplicationName;
import io.meshwork.model.BrokerName;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.JsonText;
import io.meshwork.model.Name;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.model.catalog.Entity;
import io.meshwork.model.catalog.Environment;
import io.meshwork.model.catalog.EventTypeSelector;
import io.meshwork.model.catalog.EventTypeSpec;
import io.meshwork.model.catalog.SubscriptionSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares two environments of one catalog. An event type runs where it is published; publications
 * answer to each other by application and event type, subscriptions by application and what they
 * select, in the order of their names.
 */
final class Baseline {
  private final CatalogSnapshot catalog;
  private final Predicate<Name> visible;
  private final ToIntFunction<Entity<EventTypeName, EventTypeSpec>> newest;
  private final List<Difference> differences = new ArrayList<>();

  Baseline(
      CatalogSnapshot catalog,
      Predicate<Name> visible,
      ToIntFunction<Entity<EventTypeName, EventTypeSpec>> newest) {
    this.catalog = catalog;
    this.visible = visible;
    this.newest = newest;
  }

  /** Whether a broker stands in an environment. */
  static boolean isIn(CatalogSnapshot catalog, BrokerName broker, Environment environment) {
    var entity = catalog.brokers().get(broker);
    var region = entity == null ? null : catalog.regions().get(entity.spec().region());
    return region != null && region.spec().environment().equals(environment);
  }

  List<Difference> between(Environment from, Environment to) {
    Map<Stated, String> publishedFrom = publications(from);
    Map<Stated, String> publishedTo = publications(to);
    compareTypes(publishedFrom.keySet(), publishedTo.keySet(), from, to);
    publishedFrom.forEach(
        (stated, name) -> {
          if (!publishedTo.containsKey(stated)) {
            differences.add(
                new Difference("Publication", name, null, "present", stated.words(), null));
          }
        });
    compareSubscriptions(from, to);
    return List.copyOf(differences);
  }

  private void compareTypes(
      Set<Stated> before, Set<Stated> after, Environment from, Environment to) {
    Set<EventTypeName> there = after.stream().map(Stated::eventType).collect(Collectors.toSet());
    TreeSet<EventTypeName> types = new TreeSet<>();
    before.forEach(stated -> types.add(stated.eventType()));
    for (EventTypeName name : types) {
      var type = catalog.eventTypes().get(name);
      if (type == null || !visible.test(name)) {
        continue;
      }
      String inFrom = version(type, from);
      if (!there.contains(name)) {
        differences.add(new Difference("EventType", name.value(), null, "present", inFrom, null));
      } else if (!inFrom.equals(version(type, to))) {
        differences.add(
            new Difference(
                "EventType", name.value(), name.value(), "version", inFrom, version(type, to)));
      }
    }
  }

  private String version(Entity<EventTypeName, EventTypeSpec> type, Environment environment) {
    Integer pin = type.spec().pins().get(environment);
    return Integer.toString(pin == null ? newest.applyAsInt(type) : pin);
  }

  private Map<Stated, String> publications(Environment environment) {
    Map<Stated, String> found = new TreeMap<>();
    new TreeMap<>(catalog.publications())
        .forEach(
            (name, entity) -> {
              var spec = entity.spec();
              if (isIn(catalog, spec.broker(), environment) && visible.test(name)) {
                found.putIfAbsent(new Stated(spec.application(), spec.eventType()), name.value());
              }
            });
    return found;
  }

  private void compareSubscriptions(Environment from, Environment to) {
    Map<Asking, List<Entity<SubscriptionName, SubscriptionSpec>>> there = new HashMap<>();
    subscriptions(to)
        .forEach(
            entity ->
                there.computeIfAbsent(asking(entity), ignored -> new ArrayList<>()).add(entity));
    for (var entity : subscriptions(from)) {
      var twins = there.getOrDefault(asking(entity), List.of());
      String name = entity.name().value();
      if (twins.isEmpty()) {
        differences.add(
            new Difference(
                "Subscription", name, null, "present", words(entity.spec().delivery()), null));
        continue;
      }
      var twin = twins.removeFirst();
      String other = twin.name().value();
      if (!Objects.equals(entity.spec().filter(), twin.spec().filter())) {
        differences.add(
            new Difference(
                "Subscription",
                name,
                other,
                "filter",
                text(entity.spec().filter()),
                text(twin.spec().filter())));
      }
      if (!Objects.equals(entity.spec().transform(), twin.spec().transform())) {
        differences.add(
            new Difference(
                "Subscription",
                name,
                other,
                "transform",
                text(entity.spec().transform()),
                text(twin.spec().transform())));
      }
      if (entity.spec().delivery() != twin.spec().delivery()) {
        differences.add(
            new Difference(
                "Subscription",
                name,
                other,
                "delivery",
                words(entity.spec().delivery()),
                words(twin.spec().delivery())));
      }
    }
  }

  private List<Entity<SubscriptionName, SubscriptionSpec>> subscriptions(Environment environment) {
    return new TreeMap<>(catalog.subscriptions())
        .values().stream()
            .filter(entity -> isIn(catalog, entity.spec().at().broker(), environment))
            .filter(entity -> visible.test(entity.name()))
            .toList();
  }

  private static Asking asking(Entity<SubscriptionName, SubscriptionSpec> entity) {
    return new Asking(
        entity.spec().application(),
        entity.spec().eventTypes().stream()
            .map(EventTypeSelector::value)
            .collect(Collectors.toSet()));
  }

  private static String words(DeliveryClass delivery) {
    return delivery.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static @Nullable String text(@Nullable JsonText json) {
    return json == null ? null : json.value();
  }

  private record Stated(ApplicationName application, EventTypeName eventType)
      implements Comparable<Stated> {
    String words() {
      return "%s publishes %s".formatted(application, eventType);
    }

    @Override
    public int compareTo(Stated other) {
      int byType = eventType.compareTo(other.eventType);
      return byType != 0 ? byType : application.compareTo(other.application);
    }
  }

  private record Asking(ApplicationName application, Set<String> selectors) {}
}
