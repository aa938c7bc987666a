package io.meshwork.controlplane.catalog;

import io.meshwork.api.MeshJson;
import io.meshwork.controlplane.access.AccessError;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.Guarded;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.controlplane.access.Permissions;
import io.meshwork.controlplane.audit.AuditEntry;
import io.meshwork.controlplane.audit.AuditLog;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.JsonText;
import io.meshwork.model.MeshException;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.Metadata;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Transfers beside the resources.
 *
 * <p>Invariant: an offer holds as long as the event type is the same one and belongs to the team
 * that offered it; any other is ended by whoever meets it. All changes are made under the writers'
 * lock.
 */
@Service
class StoredTransfers implements Transfers {
  private final LiveCatalog live;
  private final CatalogWriter writer;
  private final ResourceChanges changes;
  private final TransferRows rows;
  private final AuditLog audit;
  private final Permissions permissions;

  StoredTransfers(
      LiveCatalog live,
      CatalogWriter writer,
      ResourceChanges changes,
      TransferRows rows,
      AuditLog audit,
      Permissions permissions) {
    this.live = live;
    this.writer = writer;
    this.changes = changes;
    this.rows = rows;
    this.audit = audit;
    this.permissions = permissions;
  }

  @Override
  public TransferView offer(Actor actor, EventTypeName name, TeamName to) {
    return writer.write(
        actor,
        "transfer EventType %s".formatted(name),
        workspace -> {
          Resource before = changes.require(workspace, name, Operation.ADMINISTER);
          Resource receiver = workspace.active(to).orElseThrow(() -> ResourceChanges.unknown(to));
          permissions.require(actor, Operation.READ, Audiences.guard(workspace, receiver));
          TeamName from = Objects.requireNonNull(Owners.of(before));
          TransferView offer =
              new TransferView(
                  name, from, to, TransferView.State.PENDING, actor.subject(), workspace.now());
          if (to.equals(from)) {
            return with(offer, TransferView.State.ACCEPTED);
          }
          if (permissions.allows(
              actor, Operation.ADMINISTER, Audiences.guard(workspace, receiver))) {
            rows.end(name.value());
            hand(workspace, before, to);
            return with(offer, TransferView.State.ACCEPTED);
          }
          return offer(workspace, before, offer);
        });
  }

  private TransferView offer(Workspace workspace, Resource before, TransferView offer) {
    TransferRow waiting = valid(workspace, offer.eventType());
    if (waiting != null) {
      TransferView known = waiting.view(TransferView.State.PENDING);
      if (known.to().equals(offer.to())) {
        return known;
      }
      throw new MeshException(
          CatalogError.INVALID_TRANSITION,
          "Event type '%s' is offered to team '%s' already: withdraw that first."
              .formatted(offer.eventType(), known.to()));
    }
    rows.saveAndFlush(new TransferRow(before.uid(), offer));
    record(workspace.actor(), "offer-transfer", offer);
    return offer;
  }

  @Override
  public TransferView accept(Actor actor, EventTypeName name) {
    return writer.write(
        actor,
        "accept transfer EventType %s".formatted(name),
        workspace -> {
          TransferView offer = received(workspace, name);
          rows.end(name.value());
          hand(workspace, workspace.active(name).orElseThrow(), offer.to());
          return with(offer, TransferView.State.ACCEPTED);
        });
  }

  @Override
  public TransferView decline(Actor actor, EventTypeName name) {
    return writer.write(
        actor,
        "decline transfer EventType %s".formatted(name),
        workspace ->
            end(
                workspace,
                "decline-transfer",
                with(received(workspace, name), TransferView.State.DECLINED)));
  }

  @Override
  public TransferView withdraw(Actor actor, EventTypeName name) {
    return writer.write(
        actor,
        "withdraw transfer EventType %s".formatted(name),
        workspace -> {
          changes.require(workspace, name, Operation.ADMINISTER);
          TransferRow waiting = valid(workspace, name);
          if (waiting == null) {
            throw nothing(name);
          }
          return end(workspace, "withdraw-transfer", waiting.view(TransferView.State.WITHDRAWN));
        });
  }

  private TransferView end(Workspace workspace, String operation, TransferView offer) {
    rows.end(offer.eventType().value());
    record(workspace.actor(), operation, offer);
    return offer;
  }

  /** The offer to a team whose owner the actor is; to everybody else there is none. */
  private TransferView received(Workspace workspace, EventTypeName name) {
    TransferRow waiting = valid(workspace, name);
    if (waiting != null) {
      TransferView offer = waiting.view(TransferView.State.PENDING);
      if (permissions.allows(workspace.actor(), Operation.READ, Guarded.ofTeam(offer.to()))) {
        permissions.require(workspace.actor(), Operation.ADMINISTER, Guarded.ofTeam(offer.to()));
        return offer;
      }
    }
    Resource type = workspace.active(name).orElseThrow(() -> ResourceChanges.unknown(name));
    permissions.require(workspace.actor(), Operation.ADMINISTER, Audiences.guard(workspace, type));
    throw nothing(name);
  }

  /** The offer if it still holds. */
  private @Nullable TransferRow valid(CatalogView view, EventTypeName name) {
    TransferRow row = rows.findByEventType(name.value()).orElse(null);
    if (row == null || holds(view, row)) {
      return row;
    }
    rows.end(name.value());
    return null;
  }

  private static boolean holds(CatalogView view, TransferRow row) {
    return view.active(new EventTypeName(row.eventType))
            .filter(type -> type.uid().equals(row.eventTypeUid))
            .filter(type -> new TeamName(row.fromTeam).equals(Owners.of(type)))
            .isPresent()
        && view.active(new TeamName(row.toTeam)).isPresent();
  }

  private void hand(Workspace workspace, Resource before, TeamName to) {
    Metadata was = before.metadata();
    changes.replace(
        workspace,
        "transfer",
        before,
        new Metadata(to, null, was.labels(), was.description()),
        before.spec());
  }

  @Override
  public List<TransferView> pending(Actor actor) {
    permissions.require(actor, Operation.READ, Guarded.mesh());
    live.fresh();
    return rows.findAllByOrderByEventType().stream()
        .filter(row -> holds(live, row))
        .map(row -> row.view(TransferView.State.PENDING))
        .filter(
            offer ->
                permissions.allows(actor, Operation.READ, Guarded.ofTeam(offer.from()))
                    || permissions.allows(actor, Operation.READ, Guarded.ofTeam(offer.to())))
        .toList();
  }

  private void record(Actor actor, String operation, TransferView offer) {
    audit.record(
        new AuditEntry(
            actor,
            operation,
            "EventType",
            offer.eventType().value(),
            Set.of(offer.from(), offer.to()),
            null,
            new JsonText(MeshJson.write(offer)),
            null));
  }

  private static TransferView with(TransferView offer, TransferView.State state) {
    return new TransferView(
        offer.eventType(), offer.from(), offer.to(), state, offer.offeredBy(), offer.offeredAt());
  }

  private static MeshException nothing(EventTypeName name) {
    return new MeshException(
        AccessError.NOT_FOUND, "Event type '%s' is not offered to anybody.".formatted(name));
  }
}
