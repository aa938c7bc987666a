package io.meshwork.controlplane.catalog;

import io.meshwork.api.Kind;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.controlplane.access.Permissions;
import io.meshwork.model.BrokerName;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.MeshException;
import io.meshwork.model.Name;
import io.meshwork.model.catalog.ApplicationSpec;
import io.meshwork.model.catalog.BrokerSpec;
import io.meshwork.model.catalog.PublicationSpec;
import io.meshwork.model.catalog.RegionSpec;
import io.meshwork.model.catalog.SubscriptionSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** What would break if a resource ended. */
@Component
class Dependants {
  private static final int NAMED = 10;

  private final Permissions permissions;

  Dependants(Permissions permissions) {
    this.permissions = permissions;
  }

  /** Refuses with {@link CatalogError#IN_USE}, naming those that the actor knows of. */
  void refuseIfAny(Workspace workspace, Resource resource) {
    List<Resource> all = of(workspace, resource).distinct().toList();
    if (all.isEmpty()) {
      return;
    }
    List<String> named = new ArrayList<>();
    for (Resource one : all) {
      if (named.size() < NAMED
          && permissions.allows(
              workspace.actor(), Operation.READ, Audiences.guard(workspace, one))) {
        named.add("%s '%s'".formatted(Kinds.label(one.kind()), one.name()));
      }
    }
    int more = all.size() - named.size();
    throw new MeshException(
        CatalogError.IN_USE,
        "%s '%s' is used by %s%s: retire those first."
            .formatted(
                Kinds.label(resource.kind()),
                resource.name(),
                named.isEmpty()
                    ? "%d that you do not see".formatted(more)
                    : String.join(", ", named),
                more > 0 && !named.isEmpty() ? " and %d more".formatted(more) : ""));
  }

  private static Stream<Resource> of(CatalogView view, Resource resource) {
    Name name = resource.name();
    return switch (resource.kind()) {
      case TEAM ->
          Stream.of(Kind.values())
              .filter(kind -> kind != Kind.TEAM)
              .flatMap(view::all)
              .filter(
                  other ->
                      name.equals(other.metadata().team())
                          || (other.spec() instanceof BrokerSpec broker
                              && broker.teams().contains(name)));
      case APPLICATION ->
          Stream.concat(
              publications(view, spec -> spec.application().equals(name)),
              subscriptions(view, spec -> spec.application().equals(name)));
      case REGION ->
          Stream.concat(
              view.all(Kind.BROKER)
                  .filter(other -> other.spec(BrokerSpec.class).region().equals(name)),
              view.all(Kind.REGION)
                  .filter(
                      other ->
                          other.spec(RegionSpec.class).reaches().stream()
                              .anyMatch(reach -> reach.region().equals(name))));
      case BROKER -> atBroker(view, (BrokerName) name);
      case EVENT_TYPE ->
          Stream.concat(
              publications(view, spec -> spec.eventType().equals(name)), readers(view, name));
      case PUBLICATION, SUBSCRIPTION -> Stream.empty();
    };
  }

  private static Stream<Resource> atBroker(CatalogView view, BrokerName name) {
    return Stream.of(
            publications(view, spec -> spec.broker().equals(name)),
            subscriptions(view, spec -> spec.at().broker().equals(name)),
            view.all(Kind.APPLICATION)
                .filter(other -> other.spec(ApplicationSpec.class).principals().containsKey(name)))
        .flatMap(all -> all);
  }

  private static Stream<Resource> readers(CatalogView view, Name name) {
    EventTypeName type = (EventTypeName) name;
    Stream<Resource> granted =
        view.grantsOn(type).stream()
            .filter(GrantStory::isApproved)
            .flatMap(story -> view.active(story.grant().key().subscription()).stream());
    Stream<Resource> exact =
        subscriptions(
            view,
            spec ->
                spec.eventTypes().stream()
                    .anyMatch(s -> s.isExact() && s.value().equals(type.value())));
    return Stream.concat(granted, exact);
  }

  private static Stream<Resource> publications(CatalogView view, Predicate<PublicationSpec> test) {
    return view.all(Kind.PUBLICATION)
        .filter(resource -> test.test(resource.spec(PublicationSpec.class)));
  }

  private static Stream<Resource> subscriptions(
      CatalogView view, Predicate<SubscriptionSpec> test) {
    return view.all(Kind.SUBSCRIPTION)
        .filter(resource -> test.test(resource.spec(SubscriptionSpec.class)));
  }
}
