package io.meshwork.controlplane.catalog;

import io.meshwork.api.Kind;
import io.meshwork.model.ApplicationName;
import io.meshwork.model.BrokerName;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.Name;
import io.meshwork.model.PublicationName;
import io.meshwork.model.RegionName;
import io.meshwork.model.Revision;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.ApplicationSpec;
import io.meshwork.model.catalog.BrokerSpec;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.model.catalog.Entity;
import io.meshwork.model.catalog.EventTypeSpec;
import io.meshwork.model.catalog.Grant;
import io.meshwork.model.catalog.GrantKey;
import io.meshwork.model.catalog.PublicationSpec;
import io.meshwork.model.catalog.RegionSpec;
import io.meshwork.model.catalog.Spec;
import io.meshwork.model.catalog.SubscriptionSpec;
import io.meshwork.model.catalog.TeamSpec;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Puts resources and grants together as a snapshot: what is retired or dangles is left out. */
final class Snapshots {
  private final Map<Kind, List<Resource>> byKind = new EnumMap<>(Kind.class);

  private Snapshots(Stream<Resource> resources) {
    resources
        .filter(resource -> !resource.retired())
        .forEach(r -> byKind.computeIfAbsent(r.kind(), _ -> new ArrayList<>()).add(r));
  }

  /** A state that is about to be, or would be. */
  static CatalogSnapshot of(Revision revision, CatalogView view) {
    return of(revision, Stream.of(Kind.values()).flatMap(view::all), view.grants());
  }

  static CatalogSnapshot of(
      Revision revision, Stream<Resource> resources, Stream<GrantStory> grants) {
    Snapshots all = new Snapshots(resources);
    var eventTypes = all.of(Kind.EVENT_TYPE, EventTypeName.class, EventTypeSpec.class);
    var subscriptions = all.of(Kind.SUBSCRIPTION, SubscriptionName.class, SubscriptionSpec.class);
    Map<GrantKey, Grant> words = new HashMap<>();
    grants
        .map(GrantStory::grant)
        .filter(grant -> eventTypes.containsKey(grant.key().eventType()))
        .filter(grant -> subscriptions.containsKey(grant.key().subscription()))
        .forEach(grant -> words.put(grant.key(), grant));
    return new CatalogSnapshot(
        revision,
        all.of(Kind.TEAM, TeamName.class, TeamSpec.class),
        all.of(Kind.APPLICATION, ApplicationName.class, ApplicationSpec.class),
        all.of(Kind.REGION, RegionName.class, RegionSpec.class),
        all.of(Kind.BROKER, BrokerName.class, BrokerSpec.class),
        eventTypes,
        all.of(Kind.PUBLICATION, PublicationName.class, PublicationSpec.class),
        subscriptions,
        words);
  }

  private <N extends Name, S extends Spec> Map<N, Entity<N, S>> of(
      Kind kind, Class<N> name, Class<S> spec) {
    Map<N, Entity<N, S>> entities = new HashMap<>();
    for (Resource resource : byKind.getOrDefault(kind, List.of())) {
      N key = name.cast(resource.name());
      entities.put(
          key, new Entity<>(key, resource.uid(), resource.metadata(), resource.spec(spec)));
    }
    return entities;
  }
}
