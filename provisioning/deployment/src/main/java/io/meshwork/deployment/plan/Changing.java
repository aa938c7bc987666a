package io.meshwork.deployment.plan;

import io.meshwork.api.Documents;
import io.meshwork.api.MeshJson;
import io.meshwork.api.ResourceSpec;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.catalog.ApplyDocuments;
import io.meshwork.controlplane.catalog.ApplyOptions;
import io.meshwork.controlplane.catalog.ApplyResult;
import io.meshwork.controlplane.catalog.CatalogHistory;
import io.meshwork.controlplane.catalog.Overlay;
import io.meshwork.deployment.DeploymentError;
import io.meshwork.deployment.store.PlanContent;
import io.meshwork.deployment.store.StoredPlan;
import io.meshwork.model.MeshException;
import io.meshwork.model.Revision;
import io.meshwork.planner.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Plans that change the catalog first: laid over it to compute, saved to apply. */
final class Changing {
  /** What a plan keeps that leaves the catalog as it is. */
  static final Changed NOTHING = new Changed(null, null, null, List.of());

  private final ApplyDocuments documents;
  private final CatalogHistory history;

  Changing(ApplyDocuments documents, CatalogHistory history) {
    this.documents = documents;
    this.history = history;
  }

  /**
   * What a plan keeps of its change.
   *
   * @param documents as a JSON array
   * @param notes what it does to the catalog, for people
   */
  record Changed(
      @Nullable String documents,
      @Nullable String prune,
      @Nullable Long restores,
      List<String> notes) {
    /** The same with more to know. */
    Changed with(List<String> more) {
      List<String> all = new ArrayList<>(notes);
      all.addAll(more);
      return new Changed(documents, prune, restores, all);
    }
  }

  /** The catalog that a plan is for, {@code null}: as it is. */
  @Nullable Overlay overlay(Actor actor, Basis basis, Scope scope) {
    return switch (basis) {
      case Basis.Now _ -> null;
      case Basis.Documents(var specs, var prune) ->
          documents.overlay(actor, specs, new ApplyOptions(true, prune, null));
      case Basis.Past(var revision) -> history.overlay(actor, revision, Scopes.selection(scope));
    };
  }

  /** The same for a plan that is kept. */
  @Nullable Overlay overlay(Actor actor, StoredPlan plan) {
    return overlay(actor, basis(plan.content()), scope(plan));
  }

  private static Scope scope(StoredPlan plan) {
    return Scopes.scope(plan.content().document().scope());
  }

  /** What a kept plan is for. */
  static Basis basis(PlanContent content) {
    String kept = content.documents();
    Long restores = content.document().restores();
    if (kept != null) {
      return new Basis.Documents(Documents.read(kept), content.prune());
    }
    return restores == null ? new Basis.Now() : new Basis.Past(new Revision(restores));
  }

  /** What is kept of a plan's change. */
  static Changed of(Basis basis, @Nullable Overlay overlay) {
    return switch (basis) {
      case Basis.Now _ -> NOTHING;
      case Basis.Documents(var specs, var prune) ->
          new Changed(json(specs), prune, null, notes(overlay));
      case Basis.Past(var revision) -> new Changed(null, null, revision.number(), notes(overlay));
    };
  }

  private static List<String> notes(@Nullable Overlay overlay) {
    List<String> notes = new ArrayList<>();
    if (overlay != null) {
      for (ApplyResult.Difference change : overlay.changes()) {
        String what = "%s %s in the catalog".formatted(change.kind(), change.name());
        switch (change.action()) {
          case CREATE -> notes.add("Creates " + what + ".");
          case CHANGE ->
              notes.add(
                  "Changes %s: %s."
                      .formatted(
                          what,
                          change.changes().stream()
                              .map(ApplyResult.FieldChange::pointer)
                              .collect(Collectors.joining(", "))));
          case RETIRE -> notes.add("Retires " + what + ".");
          case UNCHANGED -> {}
        }
      }
      notes.addAll(overlay.notes());
    }
    return notes;
  }

  /** Makes the change: in one revision, or not at all when anything of it moved since the plan. */
  void save(Actor actor, StoredPlan plan) {
    Revision since = new Revision(plan.content().document().revision());
    switch (basis(plan.content())) {
      case Basis.Now _ -> {}
      case Basis.Documents(var specs, var prune) ->
          documents.apply(actor, specs, new ApplyOptions(false, prune, since));
      case Basis.Past(var revision) ->
          history.restore(actor, revision, Scopes.selection(scope(plan)), since);
    }
  }

  /** Refuses a plan that was made of other documents. */
  static void requireSame(StoredPlan plan, Basis.Documents given) {
    String kept = plan.content().documents();
    if (kept == null) {
      throw differ(plan, "it was made of no documents");
    }
    Map<String, String> before = texts(Documents.read(kept));
    Map<String, String> now = texts(given.documents());
    List<String> differing = new ArrayList<>();
    before.forEach(
        (name, text) -> {
          String other = now.get(name);
          if (other == null) {
            differing.add(name + " is missing");
          } else if (!other.equals(text)) {
            differing.add(name + " is another one");
          }
        });
    now.keySet().stream()
        .filter(name -> !before.containsKey(name))
        .forEach(name -> differing.add(name + " is new"));
    if (!differing.isEmpty()) {
      throw differ(plan, String.join(", ", differing));
    }
    if (!Objects.equals(plan.content().prune(), given.prune())) {
      throw differ(plan, "it prunes set '%s'".formatted(plan.content().prune()));
    }
  }

  private static MeshException differ(StoredPlan plan, String how) {
    return new MeshException(
        DeploymentError.DOCUMENTS_DIFFER,
        "Plan '%s' was not made of these documents: %s. Plan again, and look at what it says now."
            .formatted(plan.id(), how));
  }

  private static Map<String, String> texts(List<ResourceSpec> specs) {
    Map<String, String> texts = new TreeMap<>();
    specs.forEach(spec -> texts.put(spec.kind().word() + " " + spec.name(), text(spec)));
    return texts;
  }

  private static String text(ResourceSpec spec) {
    return MeshJson.write(Documents.document(spec, null));
  }

  private static String json(List<ResourceSpec> specs) {
    return specs.stream().map(Changing::text).collect(Collectors.joining(",", "[", "]"));
  }
}
