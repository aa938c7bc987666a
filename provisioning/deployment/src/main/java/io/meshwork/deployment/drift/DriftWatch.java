package io.meshwork.deployment.drift;

import io.meshwork.api.DriftDocument;
import io.meshwork.api.DriftDocument.AwayBroker;
import io.meshwork.api.DriftDocument.DriftedResource;
import io.meshwork.api.DriftDocument.Finding;
import io.meshwork.api.PlanDocument.AttributeChange;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.Guarded;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.controlplane.access.Permissions;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.deployment.execution.Cause;
import io.meshwork.deployment.observation.BrokerSight;
import io.meshwork.deployment.observation.Observations;
import io.meshwork.deployment.store.AppliedResource;
import io.meshwork.deployment.store.AppliedResources;
import io.meshwork.deployment.store.DeploymentStore;
import io.meshwork.deployment.store.DriftSince;
import io.meshwork.deployment.store.IgnoredDrift;
import io.meshwork.deployment.store.PlanStore;
import io.meshwork.model.BrokerName;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.BrokerSpec;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.planner.Causes;
import io.meshwork.transport.spi.Observation;
import io.meshwork.transport.spi.ObservedResource;
import io.meshwork.transport.spi.Ownership;
import io.meshwork.transport.spi.ResourceId;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares what was last made of each resource with what is there.
 *
 * <p>Invariant: a finding is about a resource that no deployment touched between the look at the
 * records and the look at the broker, so that our own changes are never drift.
 */
public class DriftWatch implements Drift {
  private final Catalog catalog;
  private final Permissions permissions;
  private final Observations observations;
  private final AppliedResources applied;
  private final PlanStore plans;
  private final DeploymentStore deployments;
  private final IgnoredDrift ignored;
  private final DriftSince since;
  private final Clock clock;
  private volatile Seen last = new Seen(null, List.of(), List.of());

  /** Over these records. */
  DriftWatch(
      Catalog catalog,
      Permissions permissions,
      Observations observations,
      Records records,
      Clock clock) {
    this.permissions = permissions;
    this.catalog = catalog;
    this.observations = observations;
    this.applied = records.applied();
    this.plans = records.plans();
    this.deployments = records.deployments();
    this.ignored = records.ignored();
    this.since = records.since();
    this.clock = clock;
  }

  /** What was made, what is being done, what somebody decided to live with, and since when. */
  record Records(
      AppliedResources applied,
      PlanStore plans,
      DeploymentStore deployments,
      IgnoredDrift ignored,
      DriftSince since) {}

  @Override
  public DriftDocument latest(Actor actor) {
    permissions.require(actor, Operation.READ, Guarded.mesh());
    return shown(actor, last);
  }

  @Override
  public DriftDocument check(Actor actor) {
    permissions.require(actor, Operation.READ, Guarded.mesh());
    return shown(actor, look());
  }

  /** Looks at every broker that holds something of ours. */
  public Seen look() {
    Instant now = clock.instant();
    Map<BrokerName, List<AppliedResource>> known = known();
    Set<BrokerName> busy = busy();
    CatalogSnapshot snapshot = catalog.snapshot(catalog.currentRevision());
    Map<BrokerName, BrokerSpec> specs = new TreeMap<>();
    Map<BrokerName, Set<ResourceId>> asked = new TreeMap<>();
    known.forEach(
        (broker, resources) -> {
          var entity = snapshot.brokers().get(broker);
          if (entity != null) {
            specs.put(broker, entity.spec());
            asked.put(
                broker, resources.stream().map(AppliedResource::id).collect(Collectors.toSet()));
          }
        });
    Map<BrokerName, BrokerSight> sights = observations.observe(specs, asked);
    busy.addAll(busy());
    Map<BrokerName, List<AppliedResource>> after = known();
    List<Found> found = new ArrayList<>();
    List<AwayBroker> away = new ArrayList<>();
    sights.forEach(
        (broker, sight) -> {
          switch (sight) {
            case BrokerSight.Away(var since, var reason) ->
                away.add(new AwayBroker(broker.value(), since, reason));
            case BrokerSight.Seen(var observation) -> {
              List<AppliedResource> before = known.getOrDefault(broker, List.of());
              boolean still = before.equals(after.getOrDefault(broker, List.of()));
              if (still && !busy.contains(broker)) {
                found.addAll(compared(broker, before, observation, now));
              } else {
                last.found().stream()
                    .filter(each -> each.resource().broker().equals(broker.value()))
                    .forEach(found::add);
              }
            }
          }
        });
    Seen seen = new Seen(now, found, away);
    last = seen;
    return seen;
  }

  private Map<BrokerName, List<AppliedResource>> known() {
    return applied.all().stream()
        .collect(Collectors.groupingBy(AppliedResource::broker, TreeMap::new, Collectors.toList()));
  }

  private Set<BrokerName> busy() {
    Set<BrokerName> busy = new HashSet<>();
    deployments
        .unfinished()
        .forEach(
            deployment ->
                plans.find(deployment.plan()).ifPresent(plan -> busy.addAll(plan.brokers())));
    return busy;
  }

  /** What differs on one broker, and since when. */
  private List<Found> compared(
      BrokerName broker, List<AppliedResource> resources, Observation observation, Instant now) {
    Map<ResourceId, Different> different = new LinkedHashMap<>();
    resources.forEach(
        resource ->
            compare(resource, observation.resources().get(resource.id()))
                .ifPresent(found -> different.put(resource.id(), found)));
    Map<ResourceId, Instant> began = since.keep(broker, different.keySet(), now);
    List<Found> found = new ArrayList<>();
    different.forEach(
        (id, each) -> found.add(found(each, Objects.requireNonNull(began.get(id), "kept"))));
    return found;
  }

  /** How a resource differs from what was made. */
  private record Different(
      AppliedResource applied, Finding finding, List<AttributeChange> changes) {}

  private static Optional<Different> compare(
      AppliedResource applied, @Nullable ObservedResource observed) {
    if (observed == null) {
      List<AttributeChange> changes =
          applied.attributes().entrySet().stream()
              .map(each -> new AttributeChange(each.getKey(), each.getValue(), null))
              .toList();
      return Optional.of(new Different(applied, Finding.DELETED, changes));
    }
    List<AttributeChange> changes = new ArrayList<>();
    applied
        .attributes()
        .forEach(
            (name, value) -> {
              String is = observed.resource().attributes().get(name);
              if (!Objects.equals(is, value)) {
                changes.add(new AttributeChange(name, value, is));
              }
            });
    boolean ours =
        observed.ownership() instanceof Ownership.Ours
            && observed.identity().equals(applied.identity());
    if (!ours) {
      return Optional.of(new Different(applied, Finding.REPLACED, changes));
    }
    return changes.isEmpty()
        ? Optional.empty()
        : Optional.of(new Different(applied, Finding.CHANGED, changes));
  }

  private static Found found(Different different, Instant since) {
    AppliedResource applied = different.applied();
    Set<TeamName> teams =
        applied.causes().stream()
            .map(Cause::team)
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    return new Found(
        new DriftedResource(
            applied.broker().value(),
            applied.id().toString(),
            different.finding(),
            since,
            different.changes(),
            applied.causes().stream().map(cause -> Causes.title(cause.name())).toList(),
            null),
        teams);
  }

  private DriftDocument shown(Actor actor, Seen seen) {
    List<IgnoredDrift.Entry> decisions = ignored.holding(clock.instant());
    return new DriftDocument(
        seen.at(),
        seen.found().stream()
            .filter(found -> actor.seesEverything() || isConcerned(actor, found.teams()))
            .map(found -> decided(found.resource(), decisions))
            .toList(),
        seen.away().stream()
            .filter(away -> catalog.find(actor, new BrokerName(away.broker())).isPresent())
            .toList());
  }

  private static DriftedResource decided(
      DriftedResource drifted, List<IgnoredDrift.Entry> decisions) {
    return decisions.stream()
        .filter(entry -> entry.broker().value().equals(drifted.broker()))
        .filter(entry -> entry.resource().toString().equals(drifted.resource()))
        .filter(entry -> entry.changes().equals(signature(drifted)))
        .findFirst()
        .map(
            entry ->
                new DriftedResource(
                    drifted.broker(),
                    drifted.resource(),
                    drifted.finding(),
                    drifted.since(),
                    drifted.changes(),
                    drifted.causes(),
                    entry.ignored()))
        .orElse(drifted);
  }

  /** What a decision is about: more or other drift than this is news. */
  static String signature(DriftedResource drifted) {
    return drifted.finding() + " " + drifted.changes();
  }

  /** The finding about a resource as last looked for, which the actor may know of. */
  Optional<Found> finding(Actor actor, String broker, String resource) {
    return last.found().stream()
        .filter(found -> actor.seesEverything() || isConcerned(actor, found.teams()))
        .filter(found -> found.resource().broker().equals(broker))
        .filter(found -> found.resource().resource().equals(resource))
        .findFirst();
  }

  private static boolean isConcerned(Actor actor, Set<TeamName> teams) {
    return teams.stream()
        .anyMatch(
            team ->
                actor.roleIn(team).isPresent()
                    || (actor.holder() instanceof Actor.Holder.Application application
                        && application.team().equals(team)));
  }

  /** One look. */
  public record Seen(@Nullable Instant at, List<Found> found, List<AwayBroker> away) {
    /** Copies the lists. */
    public Seen {
      found = List.copyOf(found);
      away = List.copyOf(away);
    }
  }

  /** A finding, and whose things it concerns. */
  public record Found(DriftedResource resource, Set<TeamName> teams) {
    /** Copies the teams. */
    public Found {
      teams = Set.copyOf(teams);
    }
  }
}
