package io.meshwork.planner;

import io.meshwork.model.ApplicationName;
import io.meshwork.model.BrokerName;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.JsonText;
import io.meshwork.model.MeshException;
import io.meshwork.model.Name;
import io.meshwork.model.PublicationName;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.ApplicationSpec;
import io.meshwork.model.catalog.BrokerSpec;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.model.catalog.Entity;
import io.meshwork.model.catalog.EventTypeSpec;
import io.meshwork.model.catalog.Grant;
import io.meshwork.model.catalog.GrantState;
import io.meshwork.model.catalog.Lifecycle;
import io.meshwork.model.catalog.Place;
import io.meshwork.model.catalog.PublicationSpec;
import io.meshwork.model.catalog.RegionSpec;
import io.meshwork.model.catalog.SubscriptionSpec;
import io.meshwork.projection.Projection;
import io.meshwork.transport.spi.Capability;
import io.meshwork.transport.spi.Settings;
import io.meshwork.transport.spi.Transport;
import io.meshwork.transport.spi.Transports;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Looks through a catalog for what can be served: brokers, origins, wishes. What cannot is refused
 * here; refusals that depend on the way between two brokers come later.
 */
final class Survey {
  private final CatalogSnapshot catalog;
  private final Transports transports;
  private final Refusals refusals;
  private final SortedMap<BrokerName, Station> stations = new TreeMap<>();
  private final SortedMap<EventTypeName, SortedMap<BrokerName, Origin>> origins = new TreeMap<>();
  private final SortedMap<EventTypeName, List<Wish>> wishes = new TreeMap<>();
  private final Map<SubscriptionName, Optional<Subscriber>> subscribers = new HashMap<>();

  Survey(CatalogSnapshot catalog, Transports transports, Refusals refusals) {
    this.catalog = catalog;
    this.transports = transports;
    this.refusals = refusals;
    new TreeMap<>(catalog.brokers()).forEach((name, entity) -> visitBroker(name, entity.spec()));
    catalog.publications().values().stream()
        .sorted(Comparator.comparing(Entity::name))
        .forEach(this::visitPublication);
    catalog.grants().values().stream()
        .sorted(Comparator.comparing(Grant::key))
        .forEach(this::visitGrant);
  }

  SortedMap<BrokerName, Station> stations() {
    return stations;
  }

  /** Where each event type is published. */
  SortedMap<EventTypeName, SortedMap<BrokerName, Origin>> origins() {
    return origins;
  }

  /** Who may have each event type, by subscription. */
  SortedMap<EventTypeName, List<Wish>> wishes() {
    return wishes;
  }

  /** An event type that is not retired and has an owner. */
  @Nullable Entity<EventTypeName, EventTypeSpec> eventType(EventTypeName name) {
    Entity<EventTypeName, EventTypeSpec> entity = catalog.eventTypes().get(name);
    return entity == null
            || entity.metadata().team() == null
            || entity.spec().lifecycle() == Lifecycle.RETIRED
        ? null
        : entity;
  }

  private void visitBroker(BrokerName name, BrokerSpec spec) {
    var region = catalog.regions().get(spec.region());
    if (region == null) {
      refusals.add(
          Refusal.Code.UNKNOWN_REFERENCE,
          "Broker '%s' stands in region '%s', which is not there. Register the region, or name another."
              .formatted(name, spec.region()),
          name);
      return;
    }
    try {
      stations.put(name, station(name, spec, region.spec()));
    } catch (MeshException e) {
      refusals.add(
          Refusal.Code.INVALID_BROKER,
          "Broker '%s' cannot be used: %s".formatted(name, e.text()),
          name);
    }
  }

  private Station station(BrokerName name, BrokerSpec spec, RegionSpec region) {
    Transport transport = transports.get(spec.transport());
    Settings settings = Settings.check(transport.settings(), spec.settings());
    return new Station(name, spec, region, transport, settings, transport.blueprint(settings));
  }

  private void visitPublication(Entity<?, PublicationSpec> entity) {
    PublicationSpec spec = entity.spec();
    Name name = (Name) entity.name();
    var type = eventType(spec.eventType());
    if (type == null) {
      refuseUnknown(name, spec.eventType());
      return;
    }
    Station station = usable(name, spec.broker());
    var application = application(name, spec.application());
    if (station == null || application == null || !admits(name, station, application.team())) {
      return;
    }
    if (!resides(type.spec(), station)) {
      refusals.add(
          Refusal.Code.RESIDENCY_BREACH,
          List.of(station.name(), station.region()),
          "%s stores event type '%s' in region '%s' of jurisdiction '%s'; allowed are %s. Publish it in an allowed region, or widen the event type's residency."
              .formatted(
                  Causes.title(name),
                  spec.eventType(),
                  station.region(),
                  station.regionSpec().jurisdiction(),
                  Refusals.listed(type.spec().residency())),
          name,
          new Repair.Reside(spec.eventType(), station.regionSpec().jurisdiction()));
      return;
    }
    if (!canHold(name, station, spec.eventType(), type.spec())
        || !hasPrincipal(name, station, spec.application(), application.spec())) {
      return;
    }
    origins
        .computeIfAbsent(spec.eventType(), ignored -> new TreeMap<>())
        .computeIfAbsent(spec.broker(), ignored -> new Origin(spec.eventType(), station))
        .add(
            (PublicationName) name,
            spec.application(),
            application.spec().principals().get(spec.broker()));
  }

  private void visitGrant(Grant grant) {
    var entity = catalog.subscriptions().get(grant.key().subscription());
    var type = eventType(grant.key().eventType());
    if (grant.state() != GrantState.APPROVED
        || entity == null
        || type == null
        || !entity.spec().selects(type.name())) {
      return;
    }
    Subscriber subscriber =
        subscribers
            .computeIfAbsent(entity.name(), ignored -> Optional.ofNullable(subscriber(entity)))
            .orElse(null);
    if (subscriber == null
        || !canHold(entity.name(), subscriber.station(), type.name(), type.spec())) {
      return;
    }
    SubscriptionSpec spec = entity.spec();
    if (spec.delivery().compareTo(type.spec().delivery()) > 0) {
      refusals.add(
          Refusal.Code.CLASS_NOT_OFFERED,
          List.of(),
          "Subscription '%s' asks for %s; event type '%s' offers %s at most. Ask for that, or have the owner raise it."
              .formatted(
                  entity.name(),
                  Refusals.word(spec.delivery()),
                  type.name(),
                  Refusals.word(type.spec().delivery())),
          entity.name(),
          new Repair.Ask(entity.name(), type.spec().delivery()));
      return;
    }
    JsonText filter = spec.filter() == null ? grant.filter() : spec.filter();
    wishes
        .computeIfAbsent(type.name(), ignored -> new ArrayList<>())
        .add(
            new Wish(
                grant.key(),
                spec,
                entity.team(),
                subscriber.station(),
                filter,
                subscriber.principal()));
  }

  private @Nullable Subscriber subscriber(Entity<SubscriptionName, SubscriptionSpec> entity) {
    SubscriptionName name = entity.name();
    SubscriptionSpec spec = entity.spec();
    Station station = usable(name, spec.at().broker());
    var application = application(name, spec.application());
    if (station == null || application == null || !admits(name, station, application.team())) {
      return null;
    }
    if (entity.metadata().team() == null) {
      refusals.add(
          Refusal.Code.UNKNOWN_REFERENCE,
          "Subscription '%s' belongs to no team. Give it one.".formatted(name),
          name);
      return null;
    }
    if (!isReadable(name, spec.transform())) {
      return null;
    }
    if (spec.at() instanceof Place.AtEndpoint endpoint) {
      List<String> kinds =
          station.transport().endpointKinds().stream().map(kind -> kind.name()).sorted().toList();
      refusals.add(
          Refusal.Code.CAPABILITY_MISSING,
          "Subscription '%s' wants to be pushed to an endpoint of kind '%s', which relays do not do yet at broker '%s' (its transport declares: %s). Subscribe at the broker instead."
              .formatted(name, endpoint.kind(), station.name(), Refusals.listed(kinds)),
          name);
      return null;
    }
    return hasPrincipal(name, station, spec.application(), application.spec())
        ? new Subscriber(station, application.spec().principals().get(station.name()))
        : null;
  }

  /** A transform that relays cannot read would keep them from the whole manifest. */
  private boolean isReadable(SubscriptionName name, @Nullable JsonText transform) {
    try {
      if (transform != null) {
        Projection.parse(transform.value());
      }
      return true;
    } catch (MeshException e) {
      refusals.add(
          Refusal.Code.INVALID_SUBSCRIPTION,
          "The transform of subscription '%s' cannot be carried out: %s".formatted(name, e.text()),
          name);
      return false;
    }
  }

  private @Nullable Station usable(Name subject, BrokerName broker) {
    Station station = stations.get(broker);
    if (station == null) {
      refuseUnknown(subject, broker);
    }
    return station;
  }

  private @Nullable Entity<ApplicationName, ApplicationSpec> application(
      Name subject, ApplicationName name) {
    var application = catalog.applications().get(name);
    if (application == null || application.metadata().team() == null) {
      refuseUnknown(subject, name);
      return null;
    }
    return application;
  }

  private void refuseUnknown(Name subject, Name missing) {
    refusals.add(
        Refusal.Code.UNKNOWN_REFERENCE,
        "%s names %s, which is not there or cannot be used. Register or mend it, or name another."
            .formatted(Causes.title(subject), Causes.title(missing)),
        subject);
  }

  private boolean admits(Name subject, Station station, TeamName team) {
    if (station.spec().admits(team)) {
      return true;
    }
    refusals.add(
        Refusal.Code.NOT_ADMITTED,
        List.of(station.name()),
        "%s is at broker '%s', which is not for team '%s' but for %s. Choose a broker that admits the team, or have an administrator admit it."
            .formatted(
                Causes.title(subject),
                station.name(),
                team,
                Refusals.listed(station.spec().teams())),
        subject,
        new Repair.Admit(station.name(), team));
    return false;
  }

  /** Whether an application can be told apart at a broker. */
  boolean hasPrincipal(Station station, ApplicationName name) {
    var application = catalog.applications().get(name);
    return !station.can(Capability.ACCESS_CONTROL)
        || (application != null && application.spec().principals().containsKey(station.name()));
  }

  private boolean hasPrincipal(
      Name subject, Station station, ApplicationName name, ApplicationSpec application) {
    if (!station.can(Capability.ACCESS_CONTROL)
        || application.principals().containsKey(station.name())) {
      return true;
    }
    refusals.add(
        Refusal.Code.PRINCIPAL_MISSING,
        List.of(station.name()),
        "%s needs application '%s' to have a principal at broker '%s', which controls access. Add it to the application's principals."
            .formatted(Causes.title(subject), name, station.name()),
        subject,
        new Repair.Principal(name, station.name()));
    return false;
  }

  private boolean canHold(Name subject, Station station, EventTypeName type, EventTypeSpec spec) {
    if (spec.key() == null || station.can(Capability.ORDER)) {
      return true;
    }
    refusals.add(
        Refusal.Code.CAPABILITY_MISSING,
        List.of(station.name()),
        "%s brings event type '%s', which is ordered by key, to broker '%s', whose transport '%s' keeps no order. Choose another broker, or drop the event type's key."
            .formatted(Causes.title(subject), type, station.name(), station.transport().label()),
        subject);
    return false;
  }

  static boolean resides(EventTypeSpec type, Station station) {
    return type.residency().isEmpty()
        || type.residency().contains(station.regionSpec().jurisdiction());
  }

  private record Subscriber(Station station, @Nullable String principal) {}
}
