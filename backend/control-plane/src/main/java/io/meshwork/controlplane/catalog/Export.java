package io.meshwork.controlplane.catalog;

import io.meshwork.api.Documents;
import io.meshwork.api.Kind;
import io.meshwork.api.MeshJson;
import io.meshwork.api.ResourceDocument;
import io.meshwork.api.ResourceSpec;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.Guarded;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.controlplane.access.Permissions;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The catalog as somebody sees it, as documents: what depends on others comes after them. */
@Component
class Export {
  private static final List<Kind> ORDER =
      List.of(
          Kind.TEAM,
          Kind.REGION,
          Kind.BROKER,
          Kind.APPLICATION,
          Kind.EVENT_TYPE,
          Kind.PUBLICATION,
          Kind.SUBSCRIPTION);

  private final LiveCatalog live;
  private final Permissions permissions;

  Export(LiveCatalog live, Permissions permissions) {
    this.live = live;
    this.permissions = permissions;
  }

  /** With a head that says what is not in it. */
  String yaml(Actor actor) {
    List<ResourceDocument> documents = documents(actor);
    return """
        # Meshwork, revision %s: %d documents, everything that '%s' sees. Apply them with: mesh apply -f FILE
        # (at most %d documents and 4 MiB at once; the order does not matter).
        #
        # Not in it, since they are no documents:
        # - Grants, the owners' word. Applied elsewhere, a subscription has at once what its own team owns and what is
        #   open; everything else waits there for its owner: mesh approve SUBSCRIPTION EVENT-TYPE.
        # - API keys, credentials and secrets. Brokers' settings name where a secret lies, never the secret.
        # - Earlier schema versions, revisions and the audit log.
        """
            .formatted(
                live.revision(), documents.size(), actor.subject(), ApplyDocuments.MAX_DOCUMENTS)
        + Documents.yaml(documents);
  }

  String json(Actor actor) {
    return MeshJson.write(documents(actor));
  }

  private List<ResourceDocument> documents(Actor actor) {
    permissions.require(actor, Operation.READ, Guarded.mesh());
    live.fresh();
    return ORDER.stream()
        .flatMap(kind -> seen(actor, kind))
        .map(
            resource ->
                Documents.document(
                    new ResourceSpec(
                        resource.kind(), resource.name(), resource.metadata(), resource.spec()),
                    null))
        .toList();
  }

  private Stream<Resource> seen(Actor actor, Kind kind) {
    return live.all(kind)
        .filter(
            resource -> permissions.allows(actor, Operation.READ, Audiences.guard(live, resource)));
  }
}
