package io.meshwork.controlplane.catalog;

import io.meshwork.api.Kind;
import io.meshwork.api.ResourceSpec;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.Guarded;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.controlplane.access.Permissions;
import io.meshwork.model.MeshException;
import io.meshwork.model.Name;
import io.meshwork.model.TeamName;
import io.meshwork.model.Violation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;

/**
 * Applies documents.
 *
 * <p>Phases, all in one workspace: every document is laid over the catalog; then each is checked
 * against all of them; then what the set no longer names is retired. Any fault: nothing happens.
 */
@Service
class DocumentApplier implements ApplyDocuments {
  /** Dependants before what they depend on. */
  private static final List<Kind> RETIRING =
      List.of(Kind.SUBSCRIPTION, Kind.PUBLICATION, Kind.EVENT_TYPE, Kind.APPLICATION);

  private final CatalogWriter writer;
  private final ResourceChanges changes;
  private final LiveCatalog live;
  private final Permissions permissions;

  DocumentApplier(
      CatalogWriter writer, ResourceChanges changes, LiveCatalog live, Permissions permissions) {
    this.writer = writer;
    this.changes = changes;
    this.live = live;
    this.permissions = permissions;
  }

  @Override
  public ApplyResult apply(Actor actor, List<ResourceSpec> documents, ApplyOptions options) {
    if (options.dryRun()) {
      return writer.preview(actor, workspace -> run(workspace, documents, options));
    }
    return writer.write(
        actor,
        "apply %d documents".formatted(documents.size()),
        workspace -> run(workspace, documents, options));
  }

  @Override
  public Overlay overlay(Actor actor, List<ResourceSpec> documents, ApplyOptions options) {
    return writer.preview(
        actor,
        workspace -> {
          ApplyResult result = run(workspace, documents, options);
          return new Overlay(
              Snapshots.of(live.revision(), workspace), result.documents(), result.notes());
        });
  }

  private ApplyResult run(Workspace workspace, List<ResourceSpec> documents, ApplyOptions options) {
    refuseTooMany(documents);
    List<Violation> violations = new ArrayList<>();
    List<ResourceChanges.Staged> staged = stage(workspace, documents, violations);
    throwAny(violations);
    refuseMoved(
        staged.stream()
            .map(ResourceChanges.Staged::before)
            .<Resource>mapMulti(
                (before, found) -> {
                  if (before != null) {
                    found.accept(before);
                  }
                })
            .toList(),
        options);
    List<ApplyResult.Difference> differences = new ArrayList<>();
    for (int i = 0; i < staged.size(); i++) {
      ResourceChanges.Staged one = staged.get(i);
      if (one.outcome() != PutResult.Outcome.UNCHANGED) {
        for (Violation v : changes.finish(workspace, one).violations()) {
          violations.add(new Violation("/" + i + v.pointer(), v.message()));
        }
      }
      differences.add(Differences.of(one));
    }
    throwAny(violations);
    prune(workspace, documents, options, differences);
    boolean nothing = options.dryRun() || workspace.isEmpty();
    return new ApplyResult(
        nothing ? live.revision() : workspace.revision(),
        options.dryRun(),
        differences,
        notes(documents, staged));
  }

  private List<ResourceChanges.Staged> stage(
      Workspace workspace, List<ResourceSpec> documents, List<Violation> violations) {
    List<ResourceChanges.Staged> staged = new ArrayList<>();
    Set<Name> seen = new HashSet<>();
    int index = 0;
    for (ResourceSpec document : documents) {
      if (!seen.add(document.name())) {
        violations.add(
            new Violation(
                "/%d/metadata/name".formatted(index),
                "%s '%s' is given twice.".formatted(document.kind().word(), document.name())));
      } else {
        staged.add(changes.stage(workspace, document, Precondition.NONE));
      }
      index++;
    }
    return staged;
  }

  private static void refuseTooMany(List<ResourceSpec> documents) {
    if (documents.size() > MAX_DOCUMENTS) {
      throw new MeshException(
          CatalogError.INVALID_RESOURCE,
          "There are %d documents; at most %d are taken at once."
              .formatted(documents.size(), MAX_DOCUMENTS));
    }
  }

  private static void refuseMoved(List<Resource> met, ApplyOptions options) {
    var since = options.unchangedSince();
    if (since == null) {
      return;
    }
    String moved =
        met.stream()
            .filter(before -> before.revision().compareTo(since) > 0)
            .map(before -> "%s '%s'".formatted(Kinds.label(before.kind()), before.name()))
            .collect(Collectors.joining(", "));
    if (!moved.isEmpty()) {
      throw new MeshException(
          CatalogError.PRECONDITION_FAILED,
          "Changed since revision %s: %s. Plan again.".formatted(since, moved));
    }
  }

  private void prune(
      Workspace workspace,
      List<ResourceSpec> documents,
      ApplyOptions options,
      List<ApplyResult.Difference> differences) {
    String set = options.prune();
    if (set == null) {
      return;
    }
    Set<Name> kept = documents.stream().map(ResourceSpec::name).collect(Collectors.toSet());
    Set<TeamName> teams =
        documents.stream()
            .map(document -> document.metadata().team())
            .filter(Objects::nonNull)
            .filter(team -> actsFor(workspace, team))
            .collect(Collectors.toSet());
    for (Kind kind : RETIRING) {
      List<Resource> gone =
          workspace
              .all(kind)
              .filter(resource -> set.equals(resource.metadata().set()))
              .filter(resource -> teams.contains(resource.metadata().team()))
              .filter(resource -> !kept.contains(resource.name()))
              .sorted(Comparator.comparing(resource -> resource.name().value()))
              .toList();
      refuseMoved(gone, options);
      for (Resource resource : gone) {
        changes.retire(workspace, resource.name(), Precondition.NONE);
        differences.add(
            new ApplyResult.Difference(
                kind.word(), resource.name().value(), ApplyResult.Action.RETIRE, List.of()));
      }
    }
  }

  /** A document of another team's, however it got here, ends nothing of that team's. */
  private boolean actsFor(Workspace workspace, TeamName team) {
    return permissions.allows(workspace.actor(), Operation.CHANGE, Guarded.ofTeam(team));
  }

  private static List<String> notes(
      List<ResourceSpec> documents, List<ResourceChanges.Staged> staged) {
    List<String> notes = new ArrayList<>();
    for (int i = 0; i < staged.size(); i++) {
      Resource after = staged.get(i).after();
      String set = after.metadata().set();
      if (set != null
          && documents.get(i).metadata().set() == null
          && staged.get(i).outcome() == PutResult.Outcome.CHANGED) {
        notes.add(
            "%s '%s' is managed by set '%s', and this document is not of it: its documents will change it back."
                .formatted(Kinds.label(after.kind()), after.name(), set));
      }
    }
    return notes;
  }

  private static void throwAny(List<Violation> violations) {
    if (!violations.isEmpty()) {
      Violation first = violations.getFirst();
      throw new MeshException(
          CatalogError.INVALID_RESOURCE,
          "The documents cannot be applied: %s %s".formatted(first.pointer(), first.message()),
          violations);
    }
  }
}
