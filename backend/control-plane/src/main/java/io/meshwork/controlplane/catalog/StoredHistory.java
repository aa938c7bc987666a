package io.meshwork.controlplane.catalog;

import io.meshwork.api.Page;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.Guarded;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.controlplane.access.Permissions;
import io.meshwork.model.MeshException;
import io.meshwork.model.Name;
import io.meshwork.model.Revision;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.GrantKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Past states from the rows that were valid then. */
@Service
class StoredHistory implements CatalogHistory {
  private final LiveCatalog live;
  private final History history;
  private final CatalogWriter writer;
  private final Restoration restoration;
  private final Permissions permissions;
  private final RevisionList revisions;

  StoredHistory(
      LiveCatalog live,
      History history,
      CatalogWriter writer,
      Restoration restoration,
      Permissions permissions,
      RevisionList revisions) {
    this.live = live;
    this.history = history;
    this.writer = writer;
    this.restoration = restoration;
    this.permissions = permissions;
    this.revisions = revisions;
  }

  @Override
  public Page<RevisionLine> list(
      Actor actor, @Nullable String words, int limit, @Nullable String cursor) {
    return revisions.page(actor, words, limit, cursor);
  }

  @Override
  public RevisionDifference difference(Actor actor, Revision from, Revision to) {
    permissions.require(actor, Operation.READ, Guarded.mesh());
    refuseUnknown(from);
    refuseUnknown(to);
    boolean backwards = from.compareTo(to) > 0;
    History.Changes changes = history.between(backwards ? to : from, backwards ? from : to);
    List<ApplyResult.Difference> entries = new ArrayList<>();
    for (Map.Entry<Name, History.Change> entry : changes.entries().entrySet()) {
      if (isSeen(actor, entry.getKey(), entry.getValue())) {
        Resource earlier = entry.getValue().activeEarlier();
        Resource later = entry.getValue().activeLater();
        ApplyResult.Difference difference =
            Differences.between(
                entry.getKey(), backwards ? later : earlier, backwards ? earlier : later);
        if (difference.action() != ApplyResult.Action.UNCHANGED) {
          entries.add(difference);
        }
      }
    }
    entries.sort(
        Comparator.comparing(ApplyResult.Difference::kind)
            .thenComparing(ApplyResult.Difference::name));
    return new RevisionDifference(from, to, entries, grants(actor, changes, backwards));
  }

  /** Who may know of it now, may know what it was, as far as that was to be known too. */
  private boolean isSeen(Actor actor, Name name, History.Change change) {
    List<Resource> states = new ArrayList<>();
    live.find(name).ifPresent(states::add);
    for (Resource state : new @Nullable Resource[] {change.earlier(), change.later()}) {
      if (state != null) {
        states.add(state);
      }
    }
    return states.stream()
        .allMatch(state -> permissions.allows(actor, Operation.READ, Audiences.guard(live, state)));
  }

  private List<RevisionDifference.GrantChange> grants(
      Actor actor, History.Changes changes, boolean backwards) {
    List<RevisionDifference.GrantChange> grants = new ArrayList<>();
    for (Map.Entry<GrantKey, History.GrantChange> entry : changes.grants().entrySet()) {
      GrantStory before = backwards ? entry.getValue().later() : entry.getValue().earlier();
      GrantStory after = backwards ? entry.getValue().earlier() : entry.getValue().later();
      GrantKey key = entry.getKey();
      if (concerns(actor, key) && !Objects.equals(words(before), words(after))) {
        grants.add(
            new RevisionDifference.GrantChange(
                key.subscription().value(), key.eventType().value(), words(before), words(after)));
      }
    }
    grants.sort(
        Comparator.comparing(RevisionDifference.GrantChange::subscription)
            .thenComparing(RevisionDifference.GrantChange::eventType));
    return grants;
  }

  private boolean concerns(Actor actor, GrantKey key) {
    return actor.seesEverything()
        || isOf(actor, key.subscription())
        || isOf(actor, key.eventType());
  }

  private boolean isOf(Actor actor, Name name) {
    TeamName owner = live.find(name).map(Owners::of).orElse(null);
    return owner != null
        && (actor.roleIn(owner).isPresent()
            || (actor.holder() instanceof Actor.Holder.Application key
                && key.team().equals(owner)));
  }

  private static @Nullable String words(@Nullable GrantStory story) {
    return story == null ? null : Words.of(story.grant().state());
  }

  @Override
  public Overlay overlay(Actor actor, Revision past, Selection selection) {
    refuseUnknown(past);
    return writer.preview(
        actor,
        workspace -> {
          Restored restored = restore(workspace, past, selection, null);
          return new Overlay(
              Snapshots.of(live.revision(), workspace), restored.entries(), restored.notes());
        });
  }

  @Override
  public Restored restore(
      Actor actor, Revision past, Selection selection, @Nullable Revision unchangedSince) {
    refuseUnknown(past);
    return writer.write(
        actor,
        "restore revision %s".formatted(past),
        workspace -> restore(workspace, past, selection, unchangedSince));
  }

  private Restored restore(
      Workspace workspace, Revision past, Selection selection, @Nullable Revision since) {
    requireSelection(workspace.actor(), selection);
    History.Changes changes = history.between(past, live.revision());
    Set<Name> names = new HashSet<>();
    changes
        .entries()
        .forEach(
            (name, change) -> {
              if (isSelected(selection, name, change)) {
                names.add(name);
              }
            });
    refuseMoved(changes, names, since);
    return restoration.run(workspace, changes, names, selection);
  }

  private void requireSelection(Actor actor, Selection selection) {
    switch (selection) {
      case Selection.All _ -> permissions.require(actor, Operation.CHANGE, Guarded.mesh());
      case Selection.OfTeam(TeamName team) ->
          permissions.require(actor, Operation.CHANGE, Guarded.ofTeam(team));
      case Selection.Named _ -> permissions.require(actor, Operation.READ, Guarded.mesh());
    }
  }

  private static boolean isSelected(Selection selection, Name name, History.Change change) {
    return switch (selection) {
      case Selection.All _ -> true;
      case Selection.OfTeam(TeamName team) -> {
        Resource now = change.later();
        yield !(name instanceof TeamName) && now != null && team.equals(Owners.of(now));
      }
      case Selection.Named(Set<Name> names) -> names.contains(name);
    };
  }

  private static void refuseMoved(
      History.Changes changes, Set<Name> names, @Nullable Revision since) {
    if (since == null) {
      return;
    }
    List<String> moved = new ArrayList<>();
    for (Name name : names) {
      Resource now = Objects.requireNonNull(changes.entries().get(name)).later();
      if (now != null && now.revision().compareTo(since) > 0) {
        moved.add("%s '%s'".formatted(Kinds.label(now.kind()), name));
      }
    }
    if (!moved.isEmpty()) {
      moved.sort(Comparator.naturalOrder());
      throw new MeshException(
          CatalogError.PRECONDITION_FAILED,
          "Changed since revision %s: %s. Plan again.".formatted(since, String.join(", ", moved)));
    }
  }

  private void refuseUnknown(Revision revision) {
    Revision newest = live.fresh().revision();
    if (revision.compareTo(newest) > 0) {
      throw new MeshException(
          CatalogError.UNKNOWN_REVISION,
          "Revision %s does not exist; the newest is %s.".formatted(revision, newest));
    }
  }
}
