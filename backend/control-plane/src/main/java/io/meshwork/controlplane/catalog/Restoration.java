package io.meshwork.controlplane.catalog;

import io.meshwork.api.Kind;
import io.meshwork.model.MeshException;
import io.meshwork.model.Name;
import io.meshwork.model.Revision;
import io.meshwork.model.TeamName;
import io.meshwork.model.Violation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Brings entries back to what they were.
 *
 * <p>Phases, all in one workspace: what was there then is laid over the catalog, and what came
 * since is ended; then all that came back is checked, and nobody may use what ended; then the
 * grants. Any fault: nothing happens.
 */
@Component
class Restoration {
  private final ResourceChanges changes;
  private final GrantRestoration grants;

  Restoration(ResourceChanges changes, GrantRestoration grants) {
    this.changes = changes;
    this.grants = grants;
  }

  Restored run(
      Workspace workspace,
      History.Changes between,
      Set<Name> names,
      CatalogHistory.Selection selection) {
    List<String> notes = new ArrayList<>();
    List<ApplyResult.Difference> entries = new ArrayList<>();
    List<ResourceChanges.Staged> back = new ArrayList<>();
    List<Resource> ended = new ArrayList<>();
    for (Name name : names.stream().sorted(ORDER).toList()) {
      History.Change change = Objects.requireNonNull(between.entries().get(name));
      Resource then = change.activeEarlier();
      Resource now = change.activeLater();
      if (isSame(then, now)) {
        continue;
      }
      if (name instanceof TeamName && now != null && !isNamed(selection)) {
        notes.add("Team '%s' stays as it is; name it to restore it too.".formatted(name));
      } else if (then == null) {
        ended.add(changes.end(workspace, name));
        entries.add(Differences.between(name, now, null));
      } else {
        ResourceChanges.Staged staged = changes.bringBack(workspace, then);
        back.add(staged);
        entries.add(Differences.between(name, now, staged.after()));
        noteOwner(then, staged.after(), notes);
      }
    }
    check(workspace, back, ended);
    grants.run(workspace, between, names, notes);
    return new Restored(
        workspace.isEmpty() ? before(workspace) : workspace.revision(), entries, notes);
  }

  private static final Comparator<Name> ORDER =
      Comparator.<Name, Kind>comparing(Kinds::of).thenComparing(Name::value);

  private static Revision before(Workspace workspace) {
    return new Revision(workspace.revision().number() - 1);
  }

  private static boolean isNamed(CatalogHistory.Selection selection) {
    return selection instanceof CatalogHistory.Selection.Named;
  }

  /** Owner and set are not brought back, so they do not count. */
  private static boolean isSame(@Nullable Resource then, @Nullable Resource now) {
    if (then == null || now == null) {
      return then == null && now == null;
    }
    return then.spec().equals(now.spec())
        && then.metadata().labels().equals(now.metadata().labels())
        && then.metadata().description().equals(now.metadata().description());
  }

  private static void noteOwner(Resource then, Resource after, List<String> notes) {
    TeamName was = Owners.of(then);
    TeamName is = Owners.of(after);
    if (!Objects.equals(was, is)) {
      notes.add(
          "%s '%s' stays with team '%s'; team '%s' handed it over."
              .formatted(Kinds.label(after.kind()), after.name(), is, was));
    }
  }

  private void check(Workspace workspace, List<ResourceChanges.Staged> back, List<Resource> ended) {
    List<Violation> violations = new ArrayList<>();
    String first = "";
    for (ResourceChanges.Staged staged : back) {
      Findings findings = changes.finish(workspace, staged);
      for (Violation v : findings.violations()) {
        first =
            first.isEmpty()
                ? "%s: %s %s".formatted(findings.what(), v.pointer(), v.message())
                : first;
        violations.add(
            new Violation(
                "/%s/%s%s"
                    .formatted(
                        staged.after().kind().path(),
                        Pointers.escape(staged.after().name().value()),
                        v.pointer()),
                v.message()));
      }
    }
    if (!violations.isEmpty()) {
      throw new MeshException(
          CatalogError.INVALID_RESOURCE,
          "What was then cannot hold now. %s".formatted(first),
          violations);
    }
    ended.forEach(resource -> changes.refuseDependants(workspace, resource));
  }
}
