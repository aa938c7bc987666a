package io.meshwork.deployment.verify;

import io.meshwork.api.DismissRequest;
import io.meshwork.api.LinkDocument;
import io.meshwork.api.ManifestLink;
import io.meshwork.api.MeshJson;
import io.meshwork.api.StandingDocument;
import io.meshwork.api.StandingDocument.KeptFinding;
import io.meshwork.api.StandingDocument.State;
import io.meshwork.api.StandingDocument.Tally;
import io.meshwork.controlplane.access.AccessError;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.Guarded;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.controlplane.access.Permissions;
import io.meshwork.controlplane.audit.AuditEntry;
import io.meshwork.controlplane.audit.AuditLog;
import io.meshwork.controlplane.monitoring.VerifiedLinks;
import io.meshwork.deployment.DeploymentError;
import io.meshwork.deployment.observation.LinkEnds;
import io.meshwork.deployment.store.StoredFinding;
import io.meshwork.deployment.store.StoredStanding;
import io.meshwork.model.JsonText;
import io.meshwork.model.LinkId;
import io.meshwork.model.MeshException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what {@link ContinuousVerification} keeps. */
final class StoredStandings implements Standings, VerifiedLinks {
  private static final double MILLIS = 1_000;

  private final LinkEnds ends;
  private final ContinuousVerification.Keeping keeping;
  private final Permissions permissions;
  private final AuditLog audit;
  private final Clock clock;
  private final int perSecond;

  StoredStandings(
      LinkEnds ends,
      ContinuousVerification.Keeping keeping,
      Permissions permissions,
      AuditLog audit,
      Clock clock,
      int perSecond) {
    this.ends = ends;
    this.keeping = keeping;
    this.permissions = permissions;
    this.audit = audit;
    this.clock = clock;
    this.perSecond = perSecond;
  }

  @Override
  public StandingDocument of(Actor actor, LinkId id) {
    return document(ends.link(actor, id).link().id());
  }

  @Override
  public Map<LinkId, LinkDocument.Verified> verified(Collection<LinkId> links) {
    Map<LinkId, LinkDocument.Verified> verified = new HashMap<>();
    keeping
        .standings()
        .briefs(links)
        .forEach(
            (link, brief) ->
                verified.put(
                    link,
                    new LinkDocument.Verified(
                        brief.since(), brief.through(), behind(brief.through()), brief.open())));
    return verified;
  }

  private double behind(Instant through) {
    return Math.max(0, Duration.between(through, clock.instant()).toMillis() / MILLIS);
  }

  private StandingDocument document(LinkId link) {
    StoredStanding known = keeping.standings().find(link).orElse(null);
    if (known == null || known.outcome().runAt() == null) {
      return new StandingDocument(
          link.value(),
          perSecond,
          null,
          null,
          0,
          0,
          Tally.NONE,
          List.of(),
          0,
          List.of(),
          null,
          known == null ? 0 : known.outcome().failed(),
          known == null ? null : known.outcome().problem());
    }
    List<StoredFinding> open = keeping.findings().open(link);
    return new StandingDocument(
        link.value(),
        perSecond,
        known.since(),
        known.through(),
        behind(known.through()),
        known.behind(),
        known.counts(),
        Stream.concat(open.stream(), keeping.findings().closed(link).stream())
            .map(StoredStandings::found)
            .toList(),
        open.size() + known.unnamed(),
        known.stretches(),
        known.outcome().runAt(),
        known.outcome().failed(),
        known.outcome().problem());
  }

  private static KeptFinding found(StoredFinding each) {
    return new KeptFinding(
        each.id(),
        each.state(),
        each.finding(),
        each.foundAt(),
        each.closedAt(),
        each.closedBy(),
        each.reason());
  }

  @Override
  public boolean mayDismiss(Actor actor, LinkId id) {
    return permissions.allows(actor, Operation.APPLY, guarded(ends.link(actor, id).link()));
  }

  @Override
  public StandingDocument dismiss(Actor actor, LinkId id, DismissRequest request) {
    ManifestLink link = ends.link(actor, id).link();
    permissions.require(actor, Operation.APPLY, guarded(link));
    String reason = checked(request.reason());
    keeping
        .transaction()
        .executeWithoutResult(
            _ -> {
              List<StoredFinding> open = chosen(id, request);
              Instant now = clock.instant();
              for (StoredFinding each : open) {
                keeping
                    .findings()
                    .keep(each.closed(State.DISMISSED, actor.displayName(), reason, now));
              }
              long unnamed = request.namesNone() ? keeping.standings().forgetUnnamed(id) : 0;
              if (!open.isEmpty() || unnamed > 0) {
                record(actor, link, open, unnamed, reason);
              }
            });
    return document(id);
  }

  private List<StoredFinding> chosen(LinkId link, DismissRequest request) {
    if (request.namesNone()) {
      return keeping.findings().open(link);
    }
    List<StoredFinding> chosen = new ArrayList<>();
    for (UUID id : Objects.requireNonNullElse(request.findings(), List.<UUID>of())) {
      StoredFinding found =
          keeping
              .findings()
              .lock(link, id)
              .orElseThrow(
                  () ->
                      new MeshException(
                          AccessError.NOT_FOUND,
                          "Link '%s' has no finding %s; it may be too old to be kept."
                              .formatted(link, id)));
      if (found.state() == State.OPEN) {
        chosen.add(found);
      }
    }
    return chosen;
  }

  private static String checked(@Nullable String reason) {
    if (reason == null || reason.isBlank() || reason.length() > LONGEST_REASON) {
      throw new MeshException(
          DeploymentError.INVALID_DISMISSAL,
          "Say why what was found may stay, in 1 to %d characters.".formatted(LONGEST_REASON));
    }
    return reason.strip();
  }

  /** What stands in the audit. */
  private record Dismissed(String reason, List<String> findings, long unnamed) {}

  private void record(
      Actor actor, ManifestLink link, List<StoredFinding> closed, long unnamed, String reason) {
    List<String> texts = closed.stream().map(each -> each.finding().text()).toList();
    audit.record(
        new AuditEntry(
            actor,
            "dismiss",
            "Link",
            link.id().value(),
            Set.of(link.team()),
            null,
            new JsonText(MeshJson.write(new Dismissed(reason, texts, unnamed))),
            null));
  }

  private static Guarded guarded(ManifestLink link) {
    return Guarded.open("Link", link.id().value(), link.team());
  }
}
