package io.meshwork.controlplane.catalog;

import io.meshwork.api.Documents;
import io.meshwork.api.MeshJson;
import io.meshwork.api.ResourceSpec;
import io.meshwork.controlplane.audit.AuditEntry;
import io.meshwork.model.JsonText;
import io.meshwork.model.Name;
import io.meshwork.model.TeamName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Says a revision's changes as lines of the audit log. */
@Component
class AuditEntries {
  List<AuditEntry> of(Workspace workspace) {
    List<AuditEntry> lines = new ArrayList<>();
    workspace.changes().forEach(change -> lines.add(line(workspace, change)));
    workspace.grantChanges().forEach(change -> lines.add(line(workspace, change)));
    return lines;
  }

  private static AuditEntry line(Workspace workspace, Workspace.Change change) {
    Resource after = change.after();
    Set<TeamName> teams = new HashSet<>();
    addOwner(teams, change.before());
    addOwner(teams, after);
    return new AuditEntry(
        workspace.actor(),
        change.operation(),
        after.kind().word(),
        after.name().value(),
        teams,
        change.before() == null || change.before().retired() ? null : json(change.before()),
        after.retired() ? null : json(after),
        workspace.revision());
  }

  private static AuditEntry line(Workspace workspace, Workspace.GrantChange change) {
    Set<TeamName> teams = new HashSet<>();
    for (Name name : List.of(change.key().subscription(), change.key().eventType())) {
      workspace.find(name).ifPresent(resource -> addOwner(teams, resource));
    }
    return new AuditEntry(
        workspace.actor(),
        change.operation(),
        "Grant",
        change.key().subscription() + "/" + change.key().eventType(),
        teams,
        json(change.before()),
        json(change.after()),
        workspace.revision());
  }

  private static void addOwner(Set<TeamName> teams, @Nullable Resource resource) {
    if (resource == null) {
      return;
    }
    TeamName owner = Owners.of(resource);
    if (owner != null) {
      teams.add(owner);
    }
  }

  private static @Nullable JsonText json(@Nullable GrantStory story) {
    return story == null ? null : new JsonText(MeshJson.write(story));
  }

  private static JsonText json(Resource resource) {
    return new JsonText(
        MeshJson.write(
            Documents.document(
                new ResourceSpec(
                    resource.kind(), resource.name(), resource.metadata(), resource.spec()),
                null)));
  }
}
