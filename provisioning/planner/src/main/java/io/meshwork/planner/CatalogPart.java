package io.meshwork.planner;

import io.meshwork.model.EventTypeName;
import io.meshwork.model.Name;
import io.meshwork.model.PublicationName;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.model.catalog.Entity;
import io.meshwork.model.catalog.EventTypeSelector;
import io.meshwork.model.catalog.Grant;
import io.meshwork.model.catalog.GrantKey;
import io.meshwork.model.catalog.PublicationSpec;
import io.meshwork.model.catalog.SubscriptionSpec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What of two catalogs differs, with everything connected to it: event types by the subscriptions
 * that have or name several of them.
 */
final class CatalogPart {
  private final CatalogSnapshot before;
  private final CatalogSnapshot after;
  private final Set<Name> changed = new HashSet<>();
  private final Set<EventTypeName> types = new HashSet<>();
  private final Set<String> words = new HashSet<>();
  private final Set<GrantKey> former = new HashSet<>();
  private final Set<SubscriptionName> subscriptions = new HashSet<>();
  private final Set<PublicationName> publications = new HashSet<>();

  CatalogPart(CatalogSnapshot before, CatalogSnapshot after) {
    this.before = before;
    this.after = after;
    if (isSameMesh()) {
      seed();
      grow();
    }
  }

  /** Whether the two differ in no team, application, region or broker. */
  boolean isSameMesh() {
    return before.teams().equals(after.teams())
        && before.applications().equals(after.applications())
        && before.regions().equals(after.regions())
        && before.brokers().equals(after.brokers());
  }

  private void seed() {
    differing(before.eventTypes(), after.eventTypes(), this::add);
    changed.addAll(types);
    differing(
        before.publications(),
        after.publications(),
        name -> {
          changed.add(name);
          publications.add(name);
          for (CatalogSnapshot each : List.of(before, after)) {
            Entity<PublicationName, PublicationSpec> entity = each.publications().get(name);
            if (entity != null) {
              add(entity.spec().eventType());
            }
          }
        });
    differing(before.subscriptions(), after.subscriptions(), subscriptions::add);
    changed.addAll(subscriptions);
    differing(
        before.grants(),
        after.grants(),
        key -> {
          former.add(key);
          add(key.eventType());
        });
  }

  private void add(EventTypeName type) {
    types.add(type);
    words.add(type.value());
  }

  private static <K, V> void differing(Map<K, V> one, Map<K, V> other, Consumer<K> differing) {
    int both = 0;
    for (Map.Entry<K, V> each : other.entrySet()) {
      V there = one.get(each.getKey());
      both += there == null ? 0 : 1;
      if (!each.getValue().equals(there)) {
        differing.accept(each.getKey());
      }
    }
    if (both < one.size()) {
      one.keySet().stream().filter(key -> !other.containsKey(key)).forEach(differing);
    }
  }

  /** Until nothing is connected that is not in it. */
  private void grow() {
    int size;
    do {
      size = types.size() + subscriptions.size();
      after.grants().keySet().forEach(this::connect);
      former.forEach(this::connect);
      after.subscriptions().forEach((name, entity) -> connect(name, entity.spec()));
      for (SubscriptionName name : List.copyOf(subscriptions)) {
        Entity<SubscriptionName, SubscriptionSpec> entity = before.subscriptions().get(name);
        if (entity != null) {
          connect(name, entity.spec());
        }
      }
    } while (types.size() + subscriptions.size() > size);
    for (CatalogSnapshot each : List.of(before, after)) {
      each.publications()
          .forEach(
              (name, entity) -> {
                if (types.contains(entity.spec().eventType())) {
                  publications.add(name);
                }
              });
    }
  }

  private void connect(GrantKey key) {
    if (types.contains(key.eventType())) {
      subscriptions.add(key.subscription());
    } else if (subscriptions.contains(key.subscription())) {
      add(key.eventType());
    }
  }

  private void connect(SubscriptionName name, SubscriptionSpec spec) {
    boolean inside = subscriptions.contains(name);
    for (EventTypeSelector selector : spec.eventTypes()) {
      if (selector.isExact()) {
        // Most are neither, and making a name checks it.
        if (inside) {
          add(new EventTypeName(selector.value()));
        } else if (words.contains(selector.value())) {
          subscriptions.add(name);
        }
      }
    }
  }

  /** The entries that differ themselves. */
  Set<Name> changed() {
    return changed;
  }

  /** Whether an entry belongs to it. */
  boolean has(Name name) {
    return (name instanceof EventTypeName type && types.contains(type))
        || (name instanceof SubscriptionName subscription && subscriptions.contains(subscription))
        || (name instanceof PublicationName publication && publications.contains(publication));
  }

  /** The grants of it, as they are in the later catalog. */
  Map<GrantKey, Grant> grants() {
    Map<GrantKey, Grant> grants = new HashMap<>();
    after
        .grants()
        .forEach(
            (key, grant) -> {
              if (types.contains(key.eventType())) {
                grants.put(key, grant);
              }
            });
    return grants;
  }

  /** The later catalog in which nothing else is published or granted. */
  CatalogSnapshot alone(Map<GrantKey, Grant> grants) {
    Map<PublicationName, Entity<PublicationName, PublicationSpec>> published = new HashMap<>();
    for (PublicationName name : publications) {
      Entity<PublicationName, PublicationSpec> entity = after.publications().get(name);
      if (entity != null) {
        published.put(name, entity);
      }
    }
    return new CatalogSnapshot(
        after.revision(),
        after.teams(),
        after.applications(),
        after.regions(),
        after.brokers(),
        after.eventTypes(),
        published,
        after.subscriptions(),
        grants);
  }
}
