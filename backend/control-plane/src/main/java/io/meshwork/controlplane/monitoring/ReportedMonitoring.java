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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;

/** Monitoring from what relays report. */
@Service
class ReportedMonitoring implements Monitoring {
  private final ReportStore store;
  private final ObjectProvider<LinkDirectory> directory;
  private final Catalog catalog;
  private final Permissions permissions;
  private final Clock clock;

  ReportedMonitoring(
      ReportStore store,
      ObjectProvider<LinkDirectory> directory,
      Catalog catalog,
      Permissions permissions,
      Clock clock) {
    this.store = store;
    this.directory = directory;
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
    store.take(report, clock.instant());
  }

  @Override
  public List<LinkDocument> links(Actor actor) {
    permissions.require(actor, Operation.READ, Guarded.mesh());
    return seen(actor).values().stream()
        .map(placed -> store.read(placed.link().id(), figures -> LinkViews.of(placed, figures)))
        .toList();
  }

  @Override
  public LinkDocument link(Actor actor, LinkId id) {
    permissions.require(actor, Operation.READ, Guarded.mesh());
    LinkDirectory.Placed placed = seen(actor).get(id);
    if (placed == null) {
      throw new MeshException(AccessError.NOT_FOUND, "Link '%s' does not exist.".formatted(id));
    }
    return store.read(id, figures -> LinkViews.of(placed, figures));
  }

  private Map<LinkId, LinkDirectory.Placed> seen(Actor actor) {
    LinkDirectory known = directory.getIfAvailable();
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
            permissions.require(actor, Operation.READ, Guarded.ofTeam(team));
            yield seen.entrySet().stream()
                .filter(entry -> entry.getValue().link().team().equals(team))
                .map(Map.Entry::getKey)
                .toList();
          }
        };
    return samples(ids, metric);
  }

  private List<Sample> samples(List<LinkId> ids, Metric metric) {
    long newest = LinkHistory.slot(clock.instant()) - 1;
    long oldest = newest - LinkHistory.LENGTH + 1;
    double[] values = new double[LinkHistory.LENGTH];
    boolean[] there = new boolean[LinkHistory.LENGTH];
    for (LinkId id : ids) {
      store.read(
          id,
          figures -> {
            for (int i = 0; figures != null && i < LinkHistory.LENGTH; i++) {
              float value = figures.history().at(metric, oldest + i);
              if (!Float.isNaN(value)) {
                values[i] = adds(metric) ? values[i] + value : Math.max(values[i], value);
                there[i] = true;
              }
            }
            return figures == null;
          });
    }
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < LinkHistory.LENGTH; i++) {
      if (there[i]) {
        Instant end = Instant.ofEpochSecond((oldest + i + 1) * LinkHistory.STEP);
        samples.add(new Sample(end, values[i]));
      }
    }
    return samples;
  }

  private static boolean adds(Metric metric) {
    return switch (metric) {
      case EVENTS_PER_SECOND, BYTES_PER_SECOND, LAG_EVENTS, ERRORS_PER_SECOND -> true;
      case LAG_SECONDS, LATENCY_P50, LATENCY_P99 -> false;
    };
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
    Instant now = clock.instant();
    return store.instances().stream()
        .map(
            heard -> {
              RelayReport report = heard.report();
              return new Instance(
                  report.instance(),
                  report.host(),
                  report.region(),
                  report.startedAt(),
                  heard.received(),
                  heard.isAlive(now),
                  report.manifestRevision(),
                  report.manifestProblem(),
                  report.links().size());
            })
        .sorted(
            Comparator.comparing(Instance::alive)
                .reversed()
                .thenComparing(instance -> instance.region().value())
                .thenComparing(Instance::startedAt))
        .toList();
  }
}
