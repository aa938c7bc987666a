package io.meshwork.controlplane.monitoring;

import io.meshwork.api.LinkDocument;
import io.meshwork.api.RelayReport;
import io.meshwork.controlplane.access.AccessError;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.Guarded;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.controlplane.access.Permissions;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.model.LinkId;
import io.meshwork.model.MeshException;
import io.meshwork.model.RegionName;
import io.meshwork.model.Revision;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.CatalogSnapshot;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Monitoring from what relays report, the same on every server. */
@Service
class ReportedMonitoring implements Monitoring {
  private final ReportStore store;
  private final LinkHistory history;
  private final Provisioned provisioned;
  private final Catalog catalog;
  private final Permissions permissions;
  private final Clock clock;

  ReportedMonitoring(
      ReportStore store,
      LinkHistory history,
      Provisioned provisioned,
      Catalog catalog,
      Permissions permissions,
      Clock clock) {
    this.store = store;
    this.history = history;
    this.provisioned = provisioned;
    this.catalog = catalog;
    this.permissions = permissions;
    this.clock = clock;
  }

  @Override
  public void accept(Actor actor, RegionName region, RelayReport report) {
    permissions.require(actor, Operation.REPORT, Guarded.region(region));
    if (!report.region().equals(region)) {
      throw new MeshException(
          MonitoringError.INVALID_REPORT,
          "The report is of region '%s', but was sent for region '%s'."
              .formatted(report.region(), region));
    }
    if (report.links().size() > ReportStore.MAX_LINKS) {
      throw new MeshException(
          MonitoringError.INVALID_REPORT,
          "A report takes %d links; this one has %d. Split the region."
              .formatted(ReportStore.MAX_LINKS, report.links().size()));
    }
    store.take(report, clock.instant());
    LinkDirectory known = provisioned.directory();
    if (known != null && !report.redrives().isEmpty()) {
      known.reported(region, report.redrives());
    }
  }

  @Override
  public List<LinkDocument> links(Actor actor) {
    permissions.require(actor, Operation.READ, Guarded.mesh());
    Map<LinkId, LinkDirectory.Placed> seen = seen(actor);
    Map<LinkId, LinkFigures> figures = store.figures(seen.keySet(), clock.instant());
    Map<LinkId, LinkDocument.Verified> verified = provisioned.verified(seen.keySet());
    return seen.entrySet().stream()
        .map(each -> view(each.getKey(), each.getValue(), figures, verified))
        .toList();
  }

  @Override
  public LinkDocument link(Actor actor, LinkId id) {
    permissions.require(actor, Operation.READ, Guarded.mesh());
    LinkDirectory.Placed placed = seen(actor).get(id);
    if (placed == null) {
      throw new MeshException(AccessError.NOT_FOUND, "Link '%s' does not exist.".formatted(id));
    }
    return view(
        id, placed, store.figures(List.of(id), clock.instant()), provisioned.verified(List.of(id)));
  }

  private static LinkDocument view(
      LinkId id,
      LinkDirectory.Placed placed,
      Map<LinkId, LinkFigures> figures,
      Map<LinkId, LinkDocument.Verified> verified) {
    return LinkViews.of(placed, figures.getOrDefault(id, LinkFigures.NONE), verified.get(id));
  }

  private Map<LinkId, LinkDirectory.Placed> seen(Actor actor) {
    LinkDirectory known = provisioned.directory();
    Map<LinkId, LinkDirectory.Placed> seen = new TreeMap<>();
    if (known == null) {
      return seen;
    }
    Revision newest = catalog.currentRevision();
    CatalogSnapshot snapshot = catalog.snapshot(newest);
    known
        .links()
        .forEach(
            (id, placed) -> {
              var type = snapshot.eventTypes().get(placed.link().eventType());
              TeamName owner = type == null ? null : type.metadata().team();
              Set<TeamName> others = owner == null ? Set.of() : Set.of(owner);
              Guarded link =
                  new Guarded(
                      "Link", id.value(), placed.link().team(), new Guarded.Audience.Teams(others));
              if (permissions.allows(actor, Operation.READ, link)) {
                seen.put(id, placed);
              }
            });
    return seen;
  }

  @Override
  public List<Sample> series(Actor actor, SeriesOf of, Metric metric) {
    permissions.require(actor, Operation.READ, Guarded.mesh());
    Map<LinkId, LinkDirectory.Placed> seen = seen(actor);
    List<LinkId> ids =
        switch (of) {
          case SeriesOf.All _ -> List.copyOf(seen.keySet());
          case SeriesOf.Link(LinkId link) ->
              List.of(link(actor, link)).stream().map(d -> link).toList();
          case SeriesOf.Team(TeamName team) -> {
            List<LinkId> its =
                seen.entrySet().stream()
                    .filter(entry -> entry.getValue().link().team().equals(team))
                    .map(Map.Entry::getKey)
                    .toList();
            // Who sees a link of a team knows of the team, be he of it or not.
            if (its.isEmpty()) {
              permissions.require(actor, Operation.READ, Guarded.ofTeam(team));
            }
            yield its;
          }
        };
    return history.samples(ids, metric, clock.instant());
  }

  @Override
  public List<Instance> instances(Actor actor) {
    permissions.require(actor, Operation.READ, Guarded.mesh());
    return all();
  }

  @Override
  public List<Instance> alive(@Nullable RegionName region) {
    return all().stream()
        .filter(Instance::alive)
        .filter(instance -> region == null || instance.region().equals(region))
        .toList();
  }

  private List<Instance> all() {
    return store.instances(clock.instant()).stream()
        .sorted(
            Comparator.comparing(Instance::alive)
                .reversed()
                .thenComparing(instance -> instance.region().value())
                .thenComparing(Instance::startedAt))
        .toList();
  }
}
