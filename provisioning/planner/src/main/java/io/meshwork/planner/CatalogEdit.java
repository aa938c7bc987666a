package io.meshwork.planner;

import io.meshwork.model.ApplicationName;
import io.meshwork.model.BrokerName;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.Name;
import io.meshwork.model.RegionName;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.ApplicationSpec;
import io.meshwork.model.catalog.BrokerSpec;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.model.catalog.Entity;
import io.meshwork.model.catalog.Environment;
import io.meshwork.model.catalog.EventTypeSpec;
import io.meshwork.model.catalog.Grant;
import io.meshwork.model.catalog.GrantKey;
import io.meshwork.model.catalog.GrantState;
import io.meshwork.model.catalog.Jurisdiction;
import io.meshwork.model.catalog.Place;
import io.meshwork.model.catalog.Reach;
import io.meshwork.model.catalog.RegionSpec;
import io.meshwork.model.catalog.Spec;
import io.meshwork.model.catalog.SubscriptionSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes a catalog that differs by one repair, leaving the old one as it is. */
final class CatalogEdit {
  private final CatalogSnapshot old;
  private final Map<RegionName, Entity<RegionName, RegionSpec>> regions;
  private final Map<BrokerName, Entity<BrokerName, BrokerSpec>> brokers;
  private final Map<EventTypeName, Entity<EventTypeName, EventTypeSpec>> types;
  private final Map<SubscriptionName, Entity<SubscriptionName, SubscriptionSpec>> subscriptions;
  private final Map<ApplicationName, Entity<ApplicationName, ApplicationSpec>> applications;
  private final Map<GrantKey, Grant> grants;

  private CatalogEdit(CatalogSnapshot old) {
    this.old = old;
    this.regions = new HashMap<>(old.regions());
    this.brokers = new HashMap<>(old.brokers());
    this.types = new HashMap<>(old.eventTypes());
    this.subscriptions = new HashMap<>(old.subscriptions());
    this.applications = new HashMap<>(old.applications());
    this.grants = new HashMap<>(old.grants());
  }

  static CatalogSnapshot of(CatalogSnapshot catalog, Repair.OfCatalog change) {
    CatalogEdit edit = new CatalogEdit(catalog);
    edit.make(change);
    return edit.snapshot();
  }

  private void make(Repair.OfCatalog change) {
    switch (change) {
      case Repair.Reach reach ->
          edit(regions, reach.from(), spec -> region(spec, reach, spec.environment()));
      case Repair.Rehome home ->
          edit(regions, home.region(), spec -> region(spec, null, home.environment()));
      case Repair.Reside reside ->
          edit(types, reside.eventType(), spec -> residing(spec, reside.jurisdiction()));
      case Repair.Admit admit -> edit(brokers, admit.broker(), spec -> admitting(spec, admit));
      case Repair.Approve(GrantKey key) -> {
        Grant grant = grants.get(key);
        grants.put(
            key,
            new Grant(
                key,
                GrantState.APPROVED,
                grant == null ? null : grant.filter(),
                grant == null ? null : grant.expiresAt()));
      }
      case Repair.Move move ->
          edit(
              subscriptions,
              move.subscription(),
              spec -> asking(spec, new Place.AtBroker(move.broker()), spec.delivery()));
      case Repair.Ask ask ->
          edit(subscriptions, ask.subscription(), spec -> asking(spec, spec.at(), ask.delivery()));
      case Repair.Principal name ->
          edit(
              applications,
              name.application(),
              spec -> {
                Map<BrokerName, String> principals = new HashMap<>(spec.principals());
                principals.put(name.broker(), name.application().value());
                return new ApplicationSpec(principals);
              });
      case Repair.Together(List<Repair.OfCatalog> steps) -> steps.forEach(this::make);
    }
  }

  private static RegionSpec region(
      RegionSpec spec, Repair.@Nullable Reach reach, Environment environment) {
    List<Reach> reaches = new ArrayList<>(spec.reaches());
    if (reach != null) {
      reaches.add(new Reach(reach.to(), 1));
    }
    return new RegionSpec(
        spec.jurisdiction(),
        environment,
        reaches,
        spec.autoApply(),
        spec.freezeWindows(),
        spec.fourEyes());
  }

  private static BrokerSpec admitting(BrokerSpec spec, Repair.Admit admit) {
    List<TeamName> teams = new ArrayList<>(spec.teams());
    teams.add(admit.team());
    return new BrokerSpec(spec.transport(), spec.region(), spec.settings(), teams, spec.readOnly());
  }

  private static EventTypeSpec residing(EventTypeSpec spec, Jurisdiction more) {
    Set<Jurisdiction> residency = new HashSet<>(spec.residency());
    residency.add(more);
    return new EventTypeSpec(
        spec.title(),
        spec.schema(),
        spec.compatibility(),
        spec.key(),
        spec.partitions(),
        spec.retention(),
        spec.retainedSize(),
        spec.maxSize(),
        spec.delivery(),
        spec.classification(),
        spec.visibility(),
        spec.access(),
        spec.routing(),
        residency,
        spec.examples(),
        spec.successorOf(),
        spec.lifecycle(),
        spec.sunset(),
        spec.pins());
  }

  private static SubscriptionSpec asking(SubscriptionSpec spec, Place at, DeliveryClass delivery) {
    return new SubscriptionSpec(
        spec.application(),
        spec.eventTypes(),
        spec.filter(),
        spec.reads(),
        spec.transform(),
        at,
        delivery,
        spec.rate(),
        spec.startAt(),
        spec.retry(),
        spec.deadLetter(),
        spec.life());
  }

  private static <N extends Name, S extends Spec> void edit(
      Map<N, Entity<N, S>> entities, N name, UnaryOperator<S> change) {
    entities.computeIfPresent(
        name,
        (ignored, entity) ->
            new Entity<>(name, entity.uid(), entity.metadata(), change.apply(entity.spec())));
  }

  private CatalogSnapshot snapshot() {
    return new CatalogSnapshot(
        old.revision(),
        old.teams(),
        applications,
        regions,
        brokers,
        types,
        old.publications(),
        subscriptions,
        grants);
  }
}
