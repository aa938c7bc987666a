package io.meshwork.deployment.plan;

import io.meshwork.api.Documents;
import io.meshwork.api.MeshJson;
import io.meshwork.api.Page;
import io.meshwork.api.PlanDocument;
import io.meshwork.api.PlanScope;
import io.meshwork.api.ResourceSpec;
import io.meshwork.controlplane.access.AccessError;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.controlplane.access.Permissions;
import io.meshwork.controlplane.catalog.ApplyDocuments;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.deployment.store.PlanContent;
import io.meshwork.deployment.store.PlanStore;
import io.meshwork.deployment.store.StoredPlan;
import io.meshwork.model.MeshException;
import io.meshwork.model.Name;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.planner.Scope;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Plans over the planner and the database. */
public class StoredPlans implements Plans {
  private final PlanComputer computer;
  private final PlanStore store;
  private final Catalog catalog;
  private final ApplyDocuments documents;
  private final Permissions permissions;
  private final Clock clock;

  /** With these sources. */
  public StoredPlans(
      PlanComputer computer,
      PlanStore store,
      Catalog catalog,
      ApplyDocuments documents,
      Permissions permissions,
      Clock clock) {
    this.computer = computer;
    this.store = store;
    this.catalog = catalog;
    this.documents = documents;
    this.permissions = permissions;
    this.clock = clock;
  }

  @Override
  public PlanDocument compute(Actor actor, PlanScope scope, List<ResourceSpec> specs) {
    Scope about = Scopes.scope(scope);
    boolean saved = specs.isEmpty();
    CatalogSnapshot base =
        saved ? catalog.snapshot(catalog.currentRevision()) : documents.overlay(actor, specs);
    SortedSet<TeamName> teams = Scopes.teams(actor, about, base, computer.memory().owners());
    Scopes.guarded(teams).forEach(thing -> permissions.require(actor, Operation.PLAN, thing));
    Computed computed =
        saved ? computer.compute(base, about) : computer.computeUnsaved(base, about);
    String kept = saved ? null : json(specs);
    return keep(new Making(actor, scope, teams, false, kept), computed).document();
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
    return keep(new Making(Actor.mesh(), Scopes.of(names), teams, waiting, null), computed);
  }

  @Override
  public PlanDocument find(Actor actor, UUID id) {
    return require(actor, Operation.READ, id).document();
  }

  @Override
  public Page<PlanDocument> list(Actor actor, PlanQuery query) {
    Collection<TeamName> visible = visible(actor);
    TeamName team = query.team();
    if (team != null) {
      permissions.require(
          actor, Operation.READ, io.meshwork.controlplane.access.Guarded.ofTeam(team));
      visible = List.of(team);
    }
    List<StoredPlan> plans =
        store.newest(visible, query.waiting(), Cursors.read(query.cursor()), query.limit() + 1);
    return Cursors.page(plans, query.limit(), StoredPlan::number, StoredPlan::document);
  }

  /** A plan that the actor may do this with. */
  public StoredPlan require(Actor actor, Operation operation, UUID id) {
    StoredPlan plan = store.find(id).orElseThrow(() -> notFound(id));
    if (plan.teams().isEmpty() && operation == Operation.READ && !actor.seesEverything()) {
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

  /** The same plan, computed anew from what is there now. */
  public Computed again(Actor actor, StoredPlan plan) {
    Scope about = Scopes.scope(plan.content().document().scope());
    String kept = plan.content().documents();
    return kept == null
        ? computer.compute(catalog.snapshot(catalog.currentRevision()), about)
        : computer.computeUnsaved(documents.overlay(actor, Documents.read(kept)), about);
  }

  /** Teams whose plans the actor sees; {@code null}: all. */
  public static @Nullable Collection<TeamName> visible(Actor actor) {
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
            id, making.scope(), computed.plan(), clock.instant(), making.actor().subject());
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
                document, computed.steps(), computed.plan().isSafe(), making.documents()));
    store.insert(plan);
    return plan;
  }

  private static String json(List<ResourceSpec> specs) {
    return specs.stream()
        .map(spec -> MeshJson.write(Documents.document(spec, null)))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static MeshException notFound(UUID id) {
    return new MeshException(AccessError.NOT_FOUND, "There is no plan '%s'.".formatted(id));
  }

  private record Making(
      Actor actor,
      PlanScope scope,
      SortedSet<TeamName> teams,
      boolean waiting,
      @Nullable String documents) {}
}
