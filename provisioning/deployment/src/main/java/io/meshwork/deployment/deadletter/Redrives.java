package io.meshwork.deployment.deadletter;

import io.meshwork.api.ManifestLink;
import io.meshwork.api.ManifestRedrive;
import io.meshwork.api.MeshJson;
import io.meshwork.api.RedriveDocument;
import io.meshwork.api.RedriveDocument.State;
import io.meshwork.api.RedriveRequest;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.Guarded;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.controlplane.access.Permissions;
import io.meshwork.controlplane.audit.AuditEntry;
import io.meshwork.controlplane.audit.AuditLog;
import io.meshwork.controlplane.catalog.CatalogError;
import io.meshwork.controlplane.monitoring.LinkDirectory.Placed;
import io.meshwork.deployment.DeploymentError;
import io.meshwork.deployment.manifest.ManifestKeeper;
import io.meshwork.deployment.store.RedriveStore;
import io.meshwork.deployment.store.StoredRedrive;
import io.meshwork.model.JsonText;
import io.meshwork.model.LinkId;
import io.meshwork.model.MeshException;
import io.meshwork.pattern.EventPatterns;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps the orders to redrive, in the manifests of the regions whose relays run the links. */
final class Redrives {
  private static final int NEWEST = 20;

  private final ManifestKeeper manifests;
  private final RedriveStore store;
  private final Permissions permissions;
  private final AuditLog audit;
  private final Clock clock;

  Redrives(
      ManifestKeeper manifests,
      RedriveStore store,
      Permissions permissions,
      AuditLog audit,
      Clock clock) {
    this.manifests = manifests;
    this.store = store;
    this.permissions = permissions;
    this.audit = audit;
    this.clock = clock;
  }

  List<RedriveDocument> of(LinkId link) {
    return store.of(link, NEWEST).stream().map(StoredRedrive::document).toList();
  }

  RedriveDocument begin(Actor actor, Placed placed, RedriveRequest request) {
    ManifestLink link = placed.link();
    require(actor, link);
    if (link.deadLetters() == null) {
      throw new MeshException(
          DeploymentError.NO_DEAD_LETTERS,
          "Link '%s' keeps no dead letters: what its target refuses is only counted. Plan and apply, or set deadLetter of the subscription."
              .formatted(link.id()));
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    ManifestRedrive order =
        new ManifestRedrive(
            UUID.randomUUID(),
            link.id(),
            named(request.letters()),
            checked(request.filter()),
            now,
            rate(request.perSecond()));
    StoredRedrive redrive =
        StoredRedrive.begun(order, placed.runsIn(), link.slots(), actor.displayName(), now);
    return manifests
        .redriving(
            placed.runsIn(),
            all -> {
              all.lockOpen(link.id()).ifPresent(open -> replace(all, open, now));
              all.insert(redrive);
              record(actor, "redrive", link, order);
              return redrive;
            })
        .document();
  }

  private static void replace(RedriveStore all, StoredRedrive open, Instant now) {
    if (open.state() == State.RUNNING) {
      throw new MeshException(
          DeploymentError.REDRIVE_RUNS,
          "Dead letters of link '%s' are being redriven since %s; stop that first, or wait."
              .formatted(open.order().link(), open.startedAt()));
    }
    if (!open.order().ranges().isEmpty()) {
      throw new MeshException(
          DeploymentError.REDRIVE_RUNS,
          "A repair of link '%s' was stopped; resume it first, since nothing else pulls the rest of it."
              .formatted(open.order().link()));
    }
    all.update(open.in(State.REPLACED, now));
  }

  RedriveDocument stop(Actor actor, Placed placed) {
    return change(actor, placed, "stop-redrive", State.RUNNING, State.STOPPED);
  }

  RedriveDocument resume(Actor actor, Placed placed) {
    return change(actor, placed, "resume-redrive", State.STOPPED, State.RUNNING);
  }

  private RedriveDocument change(
      Actor actor, Placed placed, String operation, State from, State to) {
    ManifestLink link = placed.link();
    require(actor, link);
    Instant ended = to == State.STOPPED ? clock.instant().truncatedTo(ChronoUnit.MICROS) : null;
    return manifests
        .redriving(
            placed.runsIn(),
            all -> {
              StoredRedrive open =
                  all.lockOpen(link.id())
                      .filter(each -> each.state() == from)
                      .orElseThrow(
                          () ->
                              new MeshException(
                                  DeploymentError.NO_REDRIVE,
                                  "No redrive of link '%s' is %s."
                                      .formatted(
                                          link.id(),
                                          from == State.RUNNING ? "running" : "stopped")));
              StoredRedrive changed = open.in(to, ended);
              all.update(changed);
              record(actor, operation, link, open.order());
              return changed;
            })
        .document();
  }

  boolean isAllowed(Actor actor, ManifestLink link) {
    return permissions.allows(actor, Operation.APPLY, guarded(link));
  }

  private void require(Actor actor, ManifestLink link) {
    permissions.require(actor, Operation.APPLY, guarded(link));
  }

  /** Who asks sees the link. */
  private static Guarded guarded(ManifestLink link) {
    return Guarded.open("Link", link.id().value(), link.team());
  }

  private void record(Actor actor, String operation, ManifestLink link, ManifestRedrive order) {
    audit.record(
        new AuditEntry(
            actor,
            operation,
            "Link",
            link.id().value(),
            Set.of(link.team()),
            null,
            new JsonText(MeshJson.write(order)),
            null));
  }

  private static List<String> named(@Nullable List<String> letters) {
    if (letters != null && letters.size() > DeadLetters.MAX_NAMED) {
      throw new MeshException(
          CatalogError.INVALID_QUERY,
          "A redrive names at most %d letters; this one names %d. Use a filter, or redrive all."
              .formatted(DeadLetters.MAX_NAMED, letters.size()));
    }
    return letters == null ? List.of() : letters;
  }

  private static @Nullable JsonText checked(@Nullable JsonText filter) {
    if (filter != null) {
      EventPatterns.parse(filter.value());
    }
    return filter;
  }

  private static int rate(@Nullable Integer perSecond) {
    int rate = perSecond == null ? DeadLetters.USUAL_RATE : perSecond;
    if (rate < 1 || rate > DeadLetters.MAX_RATE) {
      throw new MeshException(
          CatalogError.INVALID_QUERY,
          "perSecond is %d; a redrive hands on from 1 to %d letters a second."
              .formatted(rate, DeadLetters.MAX_RATE));
    }
    return rate;
  }
}
