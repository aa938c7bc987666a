package io.meshwork.controlplane.catalog;

import io.meshwork.controlplane.access.Guarded;
import io.meshwork.model.ApplicationName;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.ApplicationSpec;
import io.meshwork.model.catalog.BrokerSpec;
import io.meshwork.model.catalog.EventTypeSpec;
import io.meshwork.model.catalog.PublicationSpec;
import io.meshwork.model.catalog.RegionSpec;
import io.meshwork.model.catalog.SubscriptionSpec;
import io.meshwork.model.catalog.TeamSpec;
import io.meshwork.model.catalog.Visibility;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who knows of which resource: the catalog's half of permissions. */
final class Audiences {
  private Audiences() {}

  /** The resource as permissions see it. */
  static Guarded guard(CatalogView view, Resource resource) {
    return new Guarded(
        Kinds.label(resource.kind()),
        resource.name().value(),
        Owners.of(resource),
        audience(view, resource));
  }

  /** An event type's payloads: its owner's and the granted subscribers'. */
  static Guarded payloads(CatalogView view, Resource eventType) {
    return new Guarded(
        Kinds.label(eventType.kind()),
        eventType.name().value(),
        Owners.of(eventType),
        new Guarded.Audience.Teams(granted(view, (EventTypeName) eventType.name())));
  }

  private static Guarded.Audience audience(CatalogView view, Resource resource) {
    return switch (resource.spec()) {
      case TeamSpec _, ApplicationSpec _, RegionSpec _ -> new Guarded.Audience.Everyone();
      case BrokerSpec broker ->
          broker.teams().isEmpty()
              ? new Guarded.Audience.Everyone()
              : new Guarded.Audience.Teams(Set.copyOf(broker.teams()));
      case EventTypeSpec type ->
          type.visibility() == Visibility.PUBLIC
              ? new Guarded.Audience.Everyone()
              : new Guarded.Audience.Teams(granted(view, (EventTypeName) resource.name()));
      case PublicationSpec publication ->
          view.find(publication.eventType())
              .map(type -> audience(view, type))
              .orElse(new Guarded.Audience.Everyone());
      case SubscriptionSpec _ ->
          new Guarded.Audience.Teams(
              view.grantsOf((SubscriptionName) resource.name()).stream()
                  .flatMap(story -> view.find(story.grant().key().eventType()).stream())
                  .map(Owners::of)
                  .filter(Objects::nonNull)
                  .collect(Collectors.toUnmodifiableSet()));
    };
  }

  private static Set<TeamName> granted(CatalogView view, EventTypeName type) {
    Set<TeamName> teams = new HashSet<>();
    for (GrantStory story : view.grantsOn(type)) {
      if (story.isApproved()) {
        view.active(story.grant().key().subscription()).map(Owners::of).ifPresent(teams::add);
      }
    }
    return teams;
  }

  /** Whether a team as a whole knows of a resource: what it may refer to. */
  static boolean knows(CatalogView view, @Nullable TeamName team, Resource resource) {
    Guarded guarded = guard(view, resource);
    if (team != null && team.equals(guarded.team())) {
      return true;
    }
    return switch (guarded.audience()) {
      case Guarded.Audience.Everyone _ -> true;
      case Guarded.Audience.Teams(Set<TeamName> teams) -> team != null && teams.contains(team);
    };
  }

  /** The owner of an application that is not retired, {@code null} for none. */
  static @Nullable TeamName ownerOf(CatalogView view, ApplicationName application) {
    return view.active(application).map(Owners::of).orElse(null);
  }
}
