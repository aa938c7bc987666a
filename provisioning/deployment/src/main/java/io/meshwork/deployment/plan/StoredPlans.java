package io.meshwork.deployment.plan;

import io.meshwork.api.DeploymentDocument;
import io.meshwork.api.Page;
import io.meshwork.api.PlanAllowances;
import io.meshwork.api.PlanDocument;
import io.meshwork.api.PlanScope;
import io.meshwork.controlplane.access.AccessError;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.Guarded;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.controlplane.access.Permissions;
import io.meshwork.controlplane.catalog.ApplyResult;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.catalog.Overlay;
import io.meshwork.deployment.DeploymentError;
import io.meshwork.deployment.store.DeploymentStore;
import io.meshwork.deployment.store.PlanContent;
import io.meshwork.deployment.store.PlanStore;
import io.meshwork.deployment.store.StoredDeployment;
import io.meshwork.deployment.store.StoredPlan;
import io.meshwork.model.MeshException;
import io.meshwork.model.Name;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.planner.Allowances;
import io.meshwork.planner.Scope;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Plans over the planner and the database. */
public class StoredPlans implements Plans {
  private final PlanComputer computer;
  private final PlanStore store;
  private final DeploymentStore deployments;
  private final Catalog catalog;
  private final Changing changing;
  private final Permissions permissions;
  private final Clock clock;

  /** With these sources. */
  StoredPlans(
      PlanComputer computer,
      Stored stored,
      Catalog catalog,
      Changing changing,
      Permissions permissions,
      Clock clock) {
    this.computer = computer;
    this.store = stored.plans();
    this.deployments = stored.deployments();
    this.catalog = catalog;
    this.changing = changing;
    this.permissions = permissions;
    this.clock = clock;
  }

  /** Where plans and their executions are kept. */
  record Stored(PlanStore plans, DeploymentStore deployments) {}

  @Override
  public PlanDocument compute(
      Actor actor, PlanScope asked, Basis basis, PlanAllowances allowances) {
    return compute(actor, asked, basis, new Allowed(allowances, PlanAllowances.NONE));
  }

  /** What a plan is allowed now, and what it was allowed when it was last computed. */
  private record Allowed(PlanAllowances now, PlanAllowances before) {}

  private boolean wasOnceThere(Name name) {
    try {
      return !catalog.history(Actor.mesh(), name).isEmpty();
    } catch (MeshException e) {
      return false;
    }
  }

  private PlanDocument compute(Actor actor, PlanScope asked, Basis basis, Allowed allowed) {
    PlanAllowances allowances = allowed.now();
    CatalogSnapshot current = catalog.snapshot(catalog.currentRevision());
    Overlay overlay = changing.overlay(actor, basis, Scopes.scope(asked));
    CatalogSnapshot base = overlay == null ? current : overlay.snapshot();
    PlanScope scope = overlay == null ? asked : Scopes.with(asked, ended(overlay));
    Scope about = Scopes.scope(scope);
    Map<Name, TeamName> owners = new HashMap<>(computer.memory().owners());
    owners.putAll(Scopes.owners(about, current));
    SortedSet<TeamName> teams = Scopes.teams(actor, about, base, owners);
    Scopes.guarded(teams).forEach(thing -> permissions.require(actor, Operation.PLAN, thing));
    List<CatalogSnapshot> catalogs =
        basis instanceof Basis.Past(var revision)
            ? List.of(current, base, catalog.snapshot(revision))
            : List.of(current, base);
    Scopes.requireKnown(about, catalogs, owners, this::wasOnceThere);
    requireAllowed(actor, teams, allowances);
    Function<Allowances, Computed> computing =
        may -> {
          Request request = new Request(about, may, null);
          return overlay == null
              ? computer.compute(base, request)
              : computer.computeUnsaved(base, request);
        };
    Computed computed = computing.apply(Permits.read(allowances));
    List<String> notes = notes(base, allowed, computed, computing);
    return keep(
            new Making(
                actor,
                scope,
                teams,
                false,
                Changing.of(basis, overlay).with(notes),
                allowances,
                null,
                overlay != null && overlay.isChange()),
            computed)
        .document();
  }

  /** Refuses allowances of no use; asks the brokers once more only where there are any. */
  private static List<String> notes(
      CatalogSnapshot base,
      Allowed allowed,
      Computed computed,
      Function<Allowances, Computed> computing) {
    PlanAllowances now = allowed.now();
    if (now.force().isEmpty() && now.adopt().isEmpty()) {
      return List.of();
    }
    Computed without = computing.apply(Allowances.NONE);
    return new Unneeded(base, without, computed).check(now, allowed.before());
  }

  private static List<PlanScope.ResourceRef> ended(Overlay overlay) {
    return overlay.changes().stream()
        .filter(change -> change.action() == ApplyResult.Action.RETIRE)
        .map(change -> new PlanScope.ResourceRef(change.kind(), change.name()))
        .toList();
  }

  @Override
  public void requireMadeOf(Actor actor, UUID id, Basis.Documents basis) {
    Changing.requireSame(require(actor, Operation.READ, id), basis);
  }

  /** The catalog that a plan is for, {@code null}: as it is stored. */
  public @Nullable CatalogSnapshot unsaved(Actor actor, StoredPlan plan) {
    Overlay overlay = changing.overlay(actor, plan);
    return overlay == null ? null : overlay.snapshot();
  }

  /** Saves what the plan is for: its documents, or the entries that it brings back. */
  public void save(Actor actor, StoredPlan plan) {
    changing.save(actor, plan);
  }

  /** Who forces answers for the plan's teams as who applies does; who adopts, for the mesh. */
  private void requireAllowed(Actor actor, SortedSet<TeamName> teams, PlanAllowances allowances) {
    if (!allowances.force().isEmpty()) {
      Scopes.guarded(teams).forEach(thing -> permissions.require(actor, Operation.APPLY, thing));
    }
    if (!allowances.adopt().isEmpty()) {
      permissions.require(actor, Operation.APPLY, Guarded.mesh());
    }
  }

  @Override
  public PlanDocument undo(Actor actor, UUID id, PlanAllowances allowances) {
    return undo(actor, id, new Allowed(allowances, PlanAllowances.NONE));
  }

  private PlanDocument undo(Actor actor, UUID id, Allowed allowed) {
    PlanAllowances allowances = allowed.now();
    StoredDeployment deployment =
        deployments
            .find(id)
            .orElseThrow(
                () ->
                    new MeshException(
                        AccessError.NOT_FOUND, "There is no deployment '%s'.".formatted(id)));
    StoredPlan undone = require(actor, Operation.PLAN, deployment.plan());
    requireAllowed(actor, undone.teams(), allowances);
    refuseUnlessUndoable(deployment);
    Computed computed = undo(undone, deployment, Permits.read(allowances));
    List<String> notes =
        notes(
            catalog.snapshot(catalog.currentRevision()),
            allowed,
            computed,
            may -> undo(undone, deployment, may));
    PlanScope scope = undone.content().document().scope();
    boolean cancels = isOpen(deployment);
    return keep(
            new Making(
                actor,
                scope,
                undone.teams(),
                false,
                Changing.NOTHING.with(notes),
                allowances,
                id,
                cancels),
            computed)
        .document();
  }

  private static boolean isOpen(StoredDeployment deployment) {
    DeploymentDocument.Contract contract = deployment.document().contract();
    return contract != null && contract.open();
  }

  private static void refuseUnlessUndoable(StoredDeployment deployment) {
    if (deployment.document().endedAt() == null) {
      throw new MeshException(
          DeploymentError.CANNOT_UNDO,
          "Deployment '%s' still works; wait for its end and undo it then."
              .formatted(deployment.id()));
    }
    UUID by = deployment.document().undoneBy();
    if (by != null) {
      throw new MeshException(
          DeploymentError.CANNOT_UNDO,
          "Deployment '%s' was taken back by deployment '%s'; undo that one to have it again."
              .formatted(deployment.id(), by));
    }
  }

  private Computed undo(StoredPlan undone, StoredDeployment deployment, Allowances allowances) {
    return computer.undo(
        catalog.snapshot(catalog.currentRevision()),
        Deeds.of(undone.content(), deployment.document()),
        new Request(
            Scopes.scope(undone.content().document().scope()), allowances, deployment.id()));
  }

  /**
   * Keeps a plan that Meshwork itself computed after a change.
   *
   * @param waiting whether it waits for an operator
   */
  public StoredPlan keepOwn(SortedSet<Name> names, Computed computed, boolean waiting) {
    SortedSet<TeamName> teams = new TreeSet<>();
    for (Name name : names) {
      TeamName team = computed.desired().owners().get(name);
      if (team != null) {
        teams.add(team);
      }
    }
    return keep(
        new Making(
            Actor.mesh(),
            Scopes.of(names),
            teams,
            waiting,
            Changing.NOTHING,
            PlanAllowances.NONE,
            null,
            false),
        computed);
  }

  @Override
  public PlanDocument find(Actor actor, UUID id) {
    return require(actor, Operation.READ, id).document();
  }

  @Override
  public Page<PlanDocument> list(Actor actor, PlanQuery query) {
    Collection<TeamName> visible = requireVisible(actor);
    TeamName team = query.team();
    if (team != null) {
      permissions.require(actor, Operation.READ, Guarded.ofTeam(team));
      visible = List.of(team);
    }
    List<StoredPlan> plans =
        store.newest(visible, query.waiting(), Cursors.read(query.cursor()), query.limit() + 1);
    return Cursors.page(plans, query.limit(), StoredPlan::number, StoredPlan::document);
  }

  /** A plan that the actor may do this with. */
  public StoredPlan require(Actor actor, Operation operation, UUID id) {
    StoredPlan plan = store.find(id).orElseThrow(() -> notFound(id));
    if (plan.teams().isEmpty() && !actor.seesEverything()) {
      throw notFound(id);
    }
    for (var thing : Scopes.guarded(plan.teams())) {
      if (permissions.decide(actor, operation, thing) == Permissions.Decision.HIDDEN) {
        throw notFound(id);
      }
      permissions.require(actor, operation, thing);
    }
    return plan;
  }

  @Override
  public PlanDocument renew(Actor actor, UUID id, PlanAllowances allowances) {
    StoredPlan plan = require(actor, Operation.PLAN, id);
    PlanDocument made = plan.content().document();
    UUID undone = made.undoes();
    Allowed allowed = new Allowed(allowances, made.allowances());
    return undone == null
        ? compute(actor, made.scope(), Changing.basis(plan.content()), allowed)
        : undo(actor, undone, allowed);
  }

  @Override
  public boolean allows(Actor actor, Operation operation, UUID id) {
    return store
        .find(id)
        .map(StoredPlan::teams)
        .filter(
            teams ->
                Scopes.guarded(teams).stream()
                    .allMatch(thing -> permissions.allows(actor, operation, thing)))
        .isPresent();
  }

  /**
   * The same plan, computed anew from what is there now.
   *
   * @param besides the deployment whose own contract phase does not count as waiting, {@code null}:
   *     none
   */
  public Computed again(Actor actor, StoredPlan plan, @Nullable UUID besides) {
    UUID undone = plan.content().document().undoes();
    if (undone != null) {
      StoredDeployment deployment = deployments.find(undone).orElseThrow();
      StoredPlan before = store.find(deployment.plan()).orElseThrow();
      return undo(before, deployment, Request.of(plan, besides).allowances());
    }
    CatalogSnapshot unsaved = unsaved(actor, plan);
    return unsaved == null
        ? computer.compute(catalog.snapshot(catalog.currentRevision()), Request.of(plan, besides))
        : computer.computeUnsaved(unsaved, Request.of(plan, besides));
  }

  /** Teams whose plans the actor sees, who may read at all; {@code null}: all. */
  public @Nullable Collection<TeamName> requireVisible(Actor actor) {
    permissions.require(actor, Operation.READ, Guarded.mesh());
    if (actor.seesEverything()) {
      return null;
    }
    SortedSet<TeamName> teams = new TreeSet<>(actor.teams().keySet());
    if (actor.holder() instanceof Actor.Holder.Application application) {
      teams.add(application.team());
    }
    return teams;
  }

  private StoredPlan keep(Making making, Computed computed) {
    UUID id = UUID.randomUUID();
    PlanDocument document =
        PlanDocuments.of(
            new PlanDocuments.Heading(
                id,
                making.scope(),
                clock.instant(),
                making.actor().subject(),
                making.allowances(),
                making.undoes(),
                making.changed().restores(),
                making.changed().notes(),
                making.doesMore()),
            computed.plan());
    StoredPlan plan =
        new StoredPlan(
            id,
            0,
            document.state(),
            making.waiting(),
            making.teams(),
            computed.plan().regions(),
            computed.plan().brokers(),
            new PlanContent(
                document,
                computed.steps(),
                computed.plan().isSafe(),
                making.changed().documents(),
                making.changed().prune()));
    store.insert(plan);
    return plan;
  }

  private static MeshException notFound(UUID id) {
    return new MeshException(AccessError.NOT_FOUND, "There is no plan '%s'.".formatted(id));
  }

  private record Making(
      Actor actor,
      PlanScope scope,
      SortedSet<TeamName> teams,
      boolean waiting,
      Changing.Changed changed,
      PlanAllowances allowances,
      @Nullable UUID undoes,
      boolean doesMore) {}
}
