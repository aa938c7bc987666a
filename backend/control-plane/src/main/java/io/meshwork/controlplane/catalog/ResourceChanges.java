package io.meshwork.controlplane.catalog;

import io.meshwork.api.Documents;
import io.meshwork.api.Kind;
import io.meshwork.api.ResourceSpec;
import io.meshwork.controlplane.access.AccessError;
import io.meshwork.controlplane.access.Guarded;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.controlplane.access.Permissions;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.MeshException;
import io.meshwork.model.Name;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.EventTypeSpec;
import io.meshwork.model.catalog.Metadata;
import io.meshwork.model.catalog.Spec;
import io.meshwork.model.catalog.SubscriptionSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The changes of single resources in a workspace. A put has two phases, so that documents applied
 * together may refer to each other in any order: {@link #stage} lays it over the catalog, {@link
 * #finish} checks it against all that was laid there and asks for its grants.
 */
@Component
class ResourceChanges {
  /** How long a retired name stays reserved, and can be restored. */
  static final Duration RESTORABLE = Duration.ofDays(7);

  private final Permissions permissions;
  private final ResourceChecks checks;
  private final GrantRequests grants;
  private final Dependants dependants;

  ResourceChanges(
      Permissions permissions, ResourceChecks checks, GrantRequests grants, Dependants dependants) {
    this.permissions = permissions;
    this.checks = checks;
    this.grants = grants;
    this.dependants = dependants;
  }

  /** A resource laid over the catalog; {@code before} is what was active under its name. */
  record Staged(@Nullable Resource before, Resource after, PutResult.Outcome outcome) {}

  PutResult put(Workspace workspace, ResourceSpec draft, Precondition precondition) {
    Staged staged = stage(workspace, draft, precondition);
    if (staged.outcome() != PutResult.Outcome.UNCHANGED) {
      finish(workspace, staged).throwAny();
    }
    return new PutResult(staged.after(), staged.outcome());
  }

  Staged stage(Workspace workspace, ResourceSpec given, Precondition precondition) {
    Optional<Resource> stored = workspace.find(given.name());
    boolean hidden = stored.filter(resource -> isHidden(workspace, resource)).isPresent();
    Resource before = stored.filter(resource -> !hidden && !resource.retired()).orElse(null);
    permit(workspace, given, before);
    ResourceSpec draft = before == null ? given : keepingSet(given, before);
    Preconditions.check(precondition, draft.name(), before);
    if (hidden) {
      refuseTaken(workspace, stored.orElseThrow());
    }
    if (before != null && same(before, draft)) {
      return new Staged(before, before, PutResult.Outcome.UNCHANGED);
    }
    if (before == null) {
      stored.ifPresent(retired -> refuseReserved(workspace, retired));
    }
    Resource after =
        new Resource(
            draft.kind(),
            draft.name(),
            before == null ? UUID.randomUUID() : before.uid(),
            draft.metadata(),
            draft.spec(),
            workspace.revision(),
            workspace.now(),
            workspace.actor().subject(),
            false);
    workspace.put(before == null ? "create" : "change", after);
    return new Staged(
        before, after, before == null ? PutResult.Outcome.CREATED : PutResult.Outcome.CHANGED);
  }

  /** A document that names no set leaves a resource in the one that it is in. */
  private static ResourceSpec keepingSet(ResourceSpec draft, Resource before) {
    Metadata metadata = draft.metadata();
    return metadata.set() != null || before.metadata().set() == null
        ? draft
        : new ResourceSpec(
            draft.kind(),
            draft.name(),
            new Metadata(
                metadata.team(),
                before.metadata().set(),
                metadata.labels(),
                metadata.description()),
            draft.spec());
  }

  /** Moves a resource into a set of its team, or out of any. */
  Resource takeOver(Workspace workspace, Name name, @Nullable String set) {
    Resource before = require(workspace, name, Operation.ADMINISTER);
    if (set != null) {
      Findings findings = new Findings("The set");
      MetadataChecks.set(set, "/set", findings);
      findings.throwAny();
    }
    Metadata was = before.metadata();
    return Objects.equals(set, was.set())
        ? before
        : replace(
            workspace,
            "take-over",
            before,
            new Metadata(was.team(), set, was.labels(), was.description()),
            before.spec());
  }

  Findings finish(Workspace workspace, Staged staged) {
    Findings findings = checks.check(workspace, staged.after(), staged.before());
    if (findings.isEmpty()) {
      ask(workspace, staged.before(), staged.after());
    }
    return findings;
  }

  private void ask(Workspace workspace, @Nullable Resource before, Resource after) {
    if (after.spec() instanceof SubscriptionSpec) {
      grants.subscriptionChanged(workspace, before, after);
    } else if (after.spec() instanceof EventTypeSpec) {
      grants.eventTypeChanged(workspace, after);
    }
  }

  Resource retire(Workspace workspace, Name name, Precondition precondition) {
    Resource before = require(workspace, name, Operation.CHANGE);
    if (before.kind() == Kind.TEAM) {
      permissions.require(workspace.actor(), Operation.CHANGE, Guarded.mesh());
    }
    Preconditions.check(precondition, name, before);
    dependants.refuseIfAny(workspace, before);
    return change(workspace, "retire", before, before.metadata(), before.spec(), true);
  }

  Resource restore(Workspace workspace, Name name) {
    Resource retired = workspace.find(name).orElseThrow(() -> unknown(name));
    Operation needed = changing(retired.kind());
    permissions.require(workspace.actor(), needed, Audiences.guard(workspace, retired));
    if (!retired.retired()) {
      return retired;
    }
    if (!reservedUntil(retired).isAfter(workspace.now())) {
      throw new MeshException(
          CatalogError.RESTORE_EXPIRED,
          "%s '%s' was retired at %s; it could be restored for %d days."
              .formatted(
                  Kinds.label(retired.kind()), name, retired.changedAt(), RESTORABLE.toDays()));
    }
    Resource back =
        change(workspace, "restore", retired, retired.metadata(), retired.spec(), false);
    checks.check(workspace, back, retired).throwAny();
    ask(workspace, retired, back);
    return back;
  }

  /**
   * Lays what a resource was over what it is, retired or not. Owner and set stay as they are;
   * {@link #finish} comes after.
   */
  Staged bringBack(Workspace workspace, Resource then) {
    Resource now = workspace.find(then.name()).orElseThrow(() -> unknown(then.name()));
    permissions.require(workspace.actor(), changing(now.kind()), Audiences.guard(workspace, now));
    boolean forgotten = now.retired() && !reservedUntil(now).isAfter(workspace.now());
    if (forgotten) {
      dropGrants(workspace, now);
    }
    Resource after =
        new Resource(
            then.kind(),
            then.name(),
            forgotten ? UUID.randomUUID() : now.uid(),
            new Metadata(
                now.metadata().team(),
                now.metadata().set(),
                then.metadata().labels(),
                then.metadata().description()),
            then.spec(),
            workspace.revision(),
            workspace.now(),
            workspace.actor().subject(),
            false);
    workspace.put(now.retired() ? "restore" : "change", after);
    return new Staged(
        now.retired() ? null : now,
        after,
        now.retired() ? PutResult.Outcome.CREATED : PutResult.Outcome.CHANGED);
  }

  /** Ends a resource that others may still use; {@link #refuseDependants} comes after. */
  Resource end(Workspace workspace, Name name) {
    Resource before = require(workspace, name, Operation.CHANGE);
    if (before.kind() == Kind.TEAM) {
      permissions.require(workspace.actor(), Operation.CHANGE, Guarded.mesh());
    }
    change(workspace, "retire", before, before.metadata(), before.spec(), true);
    return before;
  }

  /** Refuses when anything uses what has ended. */
  void refuseDependants(Workspace workspace, Resource ended) {
    dependants.refuseIfAny(workspace, ended);
  }

  /** The same resource with another owner or spec, permission already given. */
  Resource replace(
      Workspace workspace, String operation, Resource before, Metadata metadata, Spec spec) {
    Resource after = change(workspace, operation, before, metadata, spec, false);
    ask(workspace, before, after);
    return after;
  }

  private static Resource change(
      Workspace workspace,
      String operation,
      Resource before,
      Metadata metadata,
      Spec spec,
      boolean retired) {
    Resource after =
        new Resource(
            before.kind(),
            before.name(),
            before.uid(),
            metadata,
            spec,
            workspace.revision(),
            workspace.now(),
            workspace.actor().subject(),
            retired);
    workspace.put(operation, after);
    return after;
  }

  /** The active resource, if the actor may do this with it. */
  Resource require(Workspace workspace, Name name, Operation operation) {
    Resource resource = workspace.active(name).orElseThrow(() -> unknown(name));
    Operation needed = operation == Operation.CHANGE ? changing(resource.kind()) : operation;
    permissions.require(workspace.actor(), needed, Audiences.guard(workspace, resource));
    return resource;
  }

  /** A team is changed by its owners only. */
  private static Operation changing(Kind kind) {
    return kind == Kind.TEAM ? Operation.ADMINISTER : Operation.CHANGE;
  }

  /** Whether the actor may not know of what bears the name: to them, nothing does. */
  private boolean isHidden(Workspace workspace, Resource resource) {
    return permissions.decide(
            workspace.actor(), changing(resource.kind()), Audiences.guard(workspace, resource))
        == Permissions.Decision.HIDDEN;
  }

  /** A name that something hidden bears, or bore, tells no more than that it is not free. */
  private static void refuseTaken(Workspace workspace, Resource hidden) {
    if (!hidden.retired() || reservedUntil(hidden).isAfter(workspace.now())) {
      throw notAvailable(hidden);
    }
  }

  private static MeshException notAvailable(Resource taken) {
    return new MeshException(
        CatalogError.NAME_RESERVED,
        "The name '%s' is not available for %s: take another one."
            .formatted(taken.name(), taken.kind().path()));
  }

  private void permit(Workspace workspace, ResourceSpec draft, @Nullable Resource before) {
    TeamName created = draft.kind() == Kind.TEAM ? null : draft.metadata().team();
    TeamName owner = before == null ? created : Owners.of(before);
    permissions.require(
        workspace.actor(),
        changing(draft.kind()),
        Guarded.open(Kinds.label(draft.kind()), draft.name().value(), owner));
  }

  private static boolean same(Resource before, ResourceSpec draft) {
    return before.metadata().equals(draft.metadata())
        && (before.spec().equals(draft.spec())
            || Documents.writeSpec(before.spec()).equals(Documents.writeSpec(draft.spec())));
  }

  private void refuseReserved(Workspace workspace, Resource retired) {
    Instant until = reservedUntil(retired);
    if (until.isAfter(workspace.now())) {
      boolean restores =
          permissions.allows(
              workspace.actor(), changing(retired.kind()), Audiences.guard(workspace, retired));
      if (!restores) {
        throw notAvailable(retired);
      }
      throw new MeshException(
          CatalogError.NAME_RESERVED,
          "%s '%s' was retired at %s and keeps its name until %s: restore it, or take another name."
              .formatted(Kinds.label(retired.kind()), retired.name(), retired.changedAt(), until));
    }
    dropGrants(workspace, retired);
  }

  private static void dropGrants(Workspace workspace, Resource retired) {
    if (retired.spec() instanceof SubscriptionSpec) {
      workspace
          .grantsOf((SubscriptionName) retired.name())
          .forEach(story -> workspace.drop(story.grant().key()));
    } else if (retired.spec() instanceof EventTypeSpec) {
      workspace
          .grantsOn((EventTypeName) retired.name())
          .forEach(story -> workspace.drop(story.grant().key()));
    }
  }

  private static Instant reservedUntil(Resource retired) {
    return retired.changedAt().plus(RESTORABLE);
  }

  static MeshException unknown(Name name) {
    return new MeshException(
        AccessError.NOT_FOUND,
        "%s '%s' does not exist.".formatted(Kinds.label(Kinds.of(name)), name));
  }
}
