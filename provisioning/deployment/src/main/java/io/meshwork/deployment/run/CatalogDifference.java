package io.meshwork.deployment.run;

import io.meshwork.model.ApplicationName;
import io.meshwork.model.BrokerName;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.Name;
import io.meshwork.model.PublicationName;
import io.meshwork.model.RegionName;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.TransportName;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.model.catalog.Grant;
import io.meshwork.model.catalog.GrantKey;
import io.meshwork.model.catalog.GrantState;
import io.meshwork.model.catalog.PublicationSpec;
import io.meshwork.model.catalog.SubscriptionSpec;
import io.meshwork.planner.Causes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which entries two states of the catalog differ in, and whom a changed entry concerns. */
final class CatalogDifference {
  private CatalogDifference() {}

  /** Entries that came, went or changed; of a grant, its subscription. */
  static SortedSet<Name> between(CatalogSnapshot before, CatalogSnapshot after) {
    List<Name> changed = new ArrayList<>();
    changed.addAll(differing(before.applications(), after.applications()));
    changed.addAll(differing(before.regions(), after.regions()));
    changed.addAll(differing(before.brokers(), after.brokers()));
    changed.addAll(differing(before.eventTypes(), after.eventTypes()));
    changed.addAll(differing(before.publications(), after.publications()));
    changed.addAll(differing(before.subscriptions(), after.subscriptions()));
    differing(before.grants(), after.grants()).forEach(key -> changed.add(key.subscription()));
    return Causes.of(changed);
  }

  /** The entry and those whose provisioning it decides: what a plan after its change is about. */
  static SortedSet<Name> concerned(Name changed, CatalogSnapshot catalog) {
    List<Name> names = new ArrayList<>();
    switch (changed) {
      case SubscriptionName _ -> names.add(changed);
      case PublicationName publication -> {
        names.add(publication);
        var entity = catalog.publications().get(publication);
        if (entity != null) {
          entitled(catalog, entity.spec().eventType()).forEach(names::add);
        }
      }
      case EventTypeName type -> {
        names.add(type);
        publications(catalog, names, p -> p.eventType().equals(type));
        subscriptions(catalog, names, s -> s.selects(type));
      }
      case ApplicationName application -> {
        publications(catalog, names, p -> p.application().equals(application));
        subscriptions(catalog, names, s -> s.application().equals(application));
      }
      case BrokerName broker -> at(catalog, names, broker::equals);
      case RegionName region ->
          at(
              catalog,
              names,
              broker -> {
                var entity = catalog.brokers().get(broker);
                return entity != null && entity.spec().region().equals(region);
              });
      case TeamName _, TransportName _ -> {}
    }
    return Causes.of(names);
  }

  /** Who was granted the event type: perhaps before anybody published it. */
  private static Stream<SubscriptionName> entitled(CatalogSnapshot catalog, EventTypeName type) {
    return catalog.grants().values().stream()
        .filter(grant -> grant.key().eventType().equals(type))
        .filter(grant -> grant.state() == GrantState.APPROVED)
        .map(grant -> grant.key().subscription())
        .filter(catalog.subscriptions()::containsKey);
  }

  /** The grants that were given once and do not hold any more. */
  static Set<GrantKey> withdrawn(CatalogSnapshot catalog) {
    return catalog.grants().values().stream()
        .filter(grant -> isWithdrawn(grant.state()))
        .map(Grant::key)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static boolean isWithdrawn(GrantState state) {
    return switch (state) {
      case REJECTED, REVOKED, EXPIRED -> true;
      case PENDING, APPROVED -> false;
    };
  }

  private static void at(CatalogSnapshot catalog, List<Name> names, Predicate<BrokerName> broker) {
    publications(catalog, names, p -> broker.test(p.broker()));
    subscriptions(catalog, names, s -> broker.test(s.at().broker()));
  }

  private static void publications(
      CatalogSnapshot catalog, List<Name> names, Predicate<PublicationSpec> which) {
    catalog.publications().values().stream()
        .filter(each -> which.test(each.spec()))
        .forEach(each -> names.add(each.name()));
  }

  private static void subscriptions(
      CatalogSnapshot catalog, List<Name> names, Predicate<SubscriptionSpec> which) {
    catalog.subscriptions().values().stream()
        .filter(each -> which.test(each.spec()))
        .forEach(each -> names.add(each.name()));
  }

  private static <K> Set<K> differing(Map<K, ?> before, Map<K, ?> after) {
    Set<K> keys = new HashSet<>(before.keySet());
    keys.addAll(after.keySet());
    keys.removeIf(key -> Objects.equals(before.get(key), after.get(key)));
    return keys;
  }
}
