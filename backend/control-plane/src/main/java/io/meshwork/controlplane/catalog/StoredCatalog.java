package io.meshwork.controlplane.catalog;

import io.meshwork.api.Page;
import io.meshwork.api.ResourceSpec;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.Guarded;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.controlplane.access.Permissions;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.MeshException;
import io.meshwork.model.Name;
import io.meshwork.model.Revision;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.model.catalog.SubscriptionLife;
import io.meshwork.model.catalog.SubscriptionSpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;

/** The catalog over PostgreSQL; reads come from memory, brought up to date by each. */
@Service
class StoredCatalog implements Catalog {
  private static final int HISTORY = 500;

  private final LiveCatalog live;
  private final CatalogWriter writer;
  private final ResourceChanges changes;
  private final Permissions permissions;
  private final Listings listings;
  private final History history;

  StoredCatalog(
      LiveCatalog live,
      CatalogWriter writer,
      ResourceChanges changes,
      Permissions permissions,
      Listings listings,
      History history) {
    this.live = live;
    this.writer = writer;
    this.changes = changes;
    this.permissions = permissions;
    this.listings = listings;
    this.history = history;
  }

  @Override
  public PutResult put(Actor actor, ResourceSpec draft, Precondition precondition) {
    return writer.write(
        actor,
        "put %s %s".formatted(draft.kind().word(), draft.name()),
        workspace -> changes.put(workspace, draft, precondition));
  }

  @Override
  public void check(Actor actor, ResourceSpec draft) {
    writer.preview(actor, workspace -> changes.put(workspace, draft, Precondition.NONE));
  }

  @Override
  public Resource get(Actor actor, Name name) {
    Resource resource = live.fresh().find(name).orElseThrow(() -> ResourceChanges.unknown(name));
    permissions.require(actor, Operation.READ, Audiences.guard(live, resource));
    return resource;
  }

  @Override
  public Optional<Resource> find(Actor actor, Name name) {
    return live.fresh()
        .active(name)
        .filter(r -> permissions.allows(actor, Operation.READ, Audiences.guard(live, r)));
  }

  @Override
  public Page<Resource> list(Actor actor, ResourceQuery query) {
    permissions.require(actor, Operation.READ, Guarded.mesh());
    return listings.list(actor, query);
  }

  @Override
  public List<Resource> history(Actor actor, Name name) {
    Resource resource = get(actor, name);
    return history.of(resource.uid(), Limit.of(HISTORY));
  }

  @Override
  public Resource retire(Actor actor, Name name, Precondition precondition) {
    return writer.write(
        actor, cause("retire", name), workspace -> changes.retire(workspace, name, precondition));
  }

  @Override
  public Resource restore(Actor actor, Name name) {
    return writer.write(
        actor, cause("restore", name), workspace -> changes.restore(workspace, name));
  }

  @Override
  public Resource setLife(Actor actor, SubscriptionName name, SubscriptionLife life) {
    String verb = life == SubscriptionLife.PAUSED ? "pause" : "resume";
    return writer.write(
        actor,
        cause(verb, name),
        workspace -> {
          Resource before = changes.require(workspace, name, Operation.CHANGE);
          SubscriptionSpec spec = before.spec(SubscriptionSpec.class);
          return spec.life() == life
              ? before
              : changes.replace(workspace, verb, before, before.metadata(), Lives.with(spec, life));
        });
  }

  @Override
  public Resource takeOver(Actor actor, Name name, @Nullable String set) {
    return writer.write(
        actor, cause("take over", name), workspace -> changes.takeOver(workspace, name, set));
  }

  @Override
  public boolean allows(Actor actor, Operation operation, Name name) {
    return live.fresh()
        .active(name)
        .map(
            resource ->
                operation == Operation.READ_PAYLOAD && name instanceof EventTypeName
                    ? Audiences.payloads(live, resource)
                    : Audiences.guard(live, resource))
        .filter(guarded -> permissions.allows(actor, operation, guarded))
        .isPresent();
  }

  @Override
  public Predicate<Name> visible(Actor actor) {
    var now = live.fresh();
    return name ->
        now.active(name)
            .filter(
                resource ->
                    permissions.allows(actor, Operation.READ, Audiences.guard(live, resource)))
            .isPresent();
  }

  @Override
  public void require(Actor actor, Operation operation, Name name) {
    Resource resource = live.fresh().active(name).orElseThrow(() -> ResourceChanges.unknown(name));
    permissions.require(actor, operation, Audiences.guard(live, resource));
  }

  @Override
  public Revision currentRevision() {
    return live.fresh().revision();
  }

  @Override
  public Revision revisionAt(Instant at) {
    return history.revisionAt(at);
  }

  @Override
  public CatalogSnapshot snapshot(Revision revision) {
    CatalogSnapshot newest = live.newestSnapshot();
    if (newest.revision().equals(revision)) {
      return newest;
    }
    if (revision.compareTo(newest.revision()) > 0) {
      throw new MeshException(
          CatalogError.UNKNOWN_REVISION,
          "Revision %s does not exist; the newest is %s.".formatted(revision, newest.revision()));
    }
    return history.at(revision, live.now());
  }

  @Override
  public RevisionRecord revision(Actor actor, Revision revision) {
    permissions.require(actor, Operation.READ, Guarded.mesh());
    live.fresh();
    RevisionRecord whole = history.record(revision, live.revision());
    List<Resource> seen =
        whole.changed().stream()
            .filter(r -> permissions.allows(actor, Operation.READ, Audiences.guard(live, r)))
            .toList();
    boolean nothing = seen.isEmpty() && !actor.seesEverything();
    return new RevisionRecord(
        revision, whole.at(), nothing ? "" : whole.by(), nothing ? "" : whole.cause(), seen);
  }

  private static String cause(String verb, Name name) {
    return "%s %s %s".formatted(verb, Kinds.of(name).word(), name);
  }
}
