package io.meshwork.deployment.verify;

import io.meshwork.api.ManifestLink;
import io.meshwork.api.ManifestRedrive;
import io.meshwork.api.ManifestRedrive.Range;
import io.meshwork.api.MeshJson;
import io.meshwork.api.RedriveDocument;
import io.meshwork.api.RepairRequest;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.Guarded;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.controlplane.access.Permissions;
import io.meshwork.controlplane.audit.AuditEntry;
import io.meshwork.controlplane.audit.AuditLog;
import io.meshwork.controlplane.monitoring.LinkDirectory.Placed;
import io.meshwork.deployment.DeploymentError;
import io.meshwork.deployment.deadletter.DeadLetters;
import io.meshwork.deployment.manifest.ManifestKeeper;
import io.meshwork.deployment.observation.LinkEnds;
import io.meshwork.deployment.store.RedriveStore;
import io.meshwork.deployment.store.StoredRedrive;
import io.meshwork.model.JsonText;
import io.meshwork.model.LinkId;
import io.meshwork.model.MeshException;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Reader;
import io.meshwork.transport.spi.SourcePartition;
import io.meshwork.transport.spi.TransportError;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Keeps repairs among the redrives, in the manifests of the regions whose relays run the links. */
final class StoredRepairs implements Repairs {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int EARLIER = 100;

  private final LinkEnds ends;
  private final ManifestKeeper manifests;
  private final RedriveStore store;
  private final Permissions permissions;
  private final AuditLog audit;
  private final Clock clock;

  StoredRepairs(
      LinkEnds ends,
      ManifestKeeper manifests,
      RedriveStore store,
      Permissions permissions,
      AuditLog audit,
      Clock clock) {
    this.ends = ends;
    this.manifests = manifests;
    this.store = store;
    this.permissions = permissions;
    this.audit = audit;
    this.clock = clock;
  }

  @Override
  public boolean mayRepair(Actor actor, LinkId id) {
    return permissions.allows(actor, Operation.APPLY, guarded(ends.link(actor, id).link()));
  }

  @Override
  public RedriveDocument repair(Actor actor, LinkId id, RepairRequest request) {
    Placed placed = ends.link(actor, id);
    ManifestLink link = placed.link();
    permissions.require(actor, Operation.APPLY, guarded(link));
    int rate = request.perSecond() == null ? DeadLetters.USUAL_RATE : request.perSecond();
    if (rate < 1 || rate > DeadLetters.MAX_RATE) {
      throw invalid(
          "perSecond is %d; a repair pulls from 1 to %d events a second."
              .formatted(rate, DeadLetters.MAX_RATE));
    }
    List<Range> ranges = checked(link, request.ranges());
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    ManifestRedrive order =
        new ManifestRedrive(UUID.randomUUID(), id, List.of(), null, now, rate, ranges);
    StoredRedrive repair =
        StoredRedrive.begun(order, placed.runsIn(), link.slots(), actor.displayName(), now);
    return manifests
        .redriving(
            placed.runsIn(),
            all -> {
              all.lockOpen(id)
                  .ifPresent(
                      open -> {
                        throw new MeshException(
                            DeploymentError.REDRIVE_RUNS,
                            "Events of link '%s' are being handed on since %s, or that was stopped; let it end first."
                                .formatted(id, open.startedAt()));
                      });
              all.insert(repair);
              record(actor, link, order);
              return repair;
            })
        .document();
  }

  /** In the order of the source; none of them there already by an earlier repair. */
  private List<Range> checked(ManifestLink link, List<Range> asked) {
    if (asked.isEmpty() || asked.size() > MAX_RANGES) {
      throw invalid(
          "A repair names from 1 to %d ranges; this one names %d."
              .formatted(MAX_RANGES, asked.size()));
    }
    List<StoredRedrive> earlier = store.of(link.id(), EARLIER);
    return ends.within(
        LIMIT,
        link,
        () -> {
          try (Reader source = ends.reader(link.from().broker())) {
            Known known =
                new Known(
                    link,
                    source,
                    source.positionsAt(link.from().channel(), Instant.EPOCH),
                    source.ends(link.from().channel()));
            List<Range> sorted = new ArrayList<>(asked);
            asked.forEach(known::refuseUnlessThere);
            sorted.sort(Comparator.comparingInt(Range::partition).thenComparing(known::compare));
            for (int i = 1; i < sorted.size(); i++) {
              if (known.overlap(sorted.get(i - 1), sorted.get(i))) {
                throw invalid("Two of the ranges overlap; name each event once.");
              }
            }
            for (StoredRedrive order : earlier) {
              for (Range pulled : order.order().ranges()) {
                if (sorted.stream().anyMatch(each -> known.overlap(each, pulled))) {
                  throw invalid(
                      "A repair of %s pulled %s to %s of partition %d already; verify again."
                          .formatted(
                              order.startedAt(), pulled.from(), pulled.to(), pulled.partition()));
                }
              }
            }
            return sorted;
          }
        });
  }

  /** What the source holds of the link's channel. */
  private record Known(
      ManifestLink link,
      Reader source,
      Map<SourcePartition, Position> starts,
      Map<SourcePartition, Position> ends) {
    private SourcePartition partition(Range range) {
      return new SourcePartition(link.from().channel(), range.partition());
    }

    private long distance(Range range, Position from, Position to) {
      return source.distance(partition(range), from, to);
    }

    void refuseUnlessThere(Range range) {
      Position start = starts.get(partition(range));
      Position end = ends.get(partition(range));
      Position from = new Position(range.from());
      Position to = new Position(range.to());
      String fault =
          "%s to %s is no stretch of events that partition %d of channel '%s' still holds."
              .formatted(range.from(), range.to(), range.partition(), link.from().channel());
      try {
        boolean there =
            start != null
                && end != null
                && distance(range, from, to) > 0
                && distance(range, start, from)
                        + distance(range, from, to)
                        + distance(range, to, end)
                    == distance(range, start, end);
        if (!there) {
          throw invalid(fault);
        }
      } catch (MeshException e) {
        throw e.code() == TransportError.NOT_SUPPORTED
            ? new MeshException(DeploymentError.INVALID_REPAIR, fault, e)
            : e;
      }
    }

    int compare(Range one, Range other) {
      return Long.signum(
          distance(one, new Position(other.from()), new Position(one.from()))
              - distance(one, new Position(one.from()), new Position(other.from())));
    }

    boolean overlap(Range one, Range other) {
      return one.partition() == other.partition()
          && distance(one, new Position(one.from()), new Position(other.to())) > 0
          && distance(one, new Position(other.from()), new Position(one.to())) > 0;
    }
  }

  private void record(Actor actor, ManifestLink link, ManifestRedrive order) {
    audit.record(
        new AuditEntry(
            actor,
            "repair",
            "Link",
            link.id().value(),
            Set.of(link.team()),
            null,
            new JsonText(MeshJson.write(order)),
            null));
  }

  private static Guarded guarded(ManifestLink link) {
    return Guarded.open("Link", link.id().value(), link.team());
  }

  private static MeshException invalid(String message) {
    return new MeshException(DeploymentError.INVALID_REPAIR, message);
  }
}
