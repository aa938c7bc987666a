package io.meshwork.console.part;

import io.meshwork.api.Documents;
import io.meshwork.api.Kind;
import io.meshwork.api.LocatedTree;
import io.meshwork.api.MeshJson;
import io.meshwork.api.ResourceDocument;
import io.meshwork.api.ResourceSpec;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.model.ApplicationName;
import io.meshwork.model.MeshException;
import io.meshwork.model.catalog.ApplicationSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Documents as forms write them. */
public final class Drafts {
  private Drafts() {}

  /** One document; team {@code null} for what belongs to the mesh. */
  public static ResourceDocument document(
      Kind kind, String name, @Nullable String team, String description, ObjectNode spec) {
    return new ResourceDocument(
        ResourceDocument.API_VERSION,
        kind.word(),
        new ResourceDocument.MetadataDocument(
            name, team, null, null, description.isBlank() ? null : description),
        spec,
        null);
  }

  /** The resources that documents mean, with what they leave out filled in. */
  public static List<ResourceSpec> resources(List<ResourceDocument> documents) {
    return documents.stream()
        .map(document -> Documents.resource(new LocatedTree(MeshJson.toTree(document), Map.of())))
        .toList();
  }

  /**
   * The document that an application needs so that a broker knows it: with a principal of the
   * application's own name there. Empty where it is known already, or not the actor's to read.
   */
  public static Optional<ResourceDocument> admitted(
      Catalog catalog, Actor actor, String application, String broker, String team) {
    Map<String, String> principals = new TreeMap<>();
    String description = "";
    try {
      var found = catalog.find(actor, new ApplicationName(application));
      if (found.isPresent()) {
        description = found.get().metadata().description();
        found
            .get()
            .spec(ApplicationSpec.class)
            .principals()
            .forEach((known, principal) -> principals.put(known.value(), principal));
      }
    } catch (MeshException e) {
      return Optional.empty();
    }
    if (principals.putIfAbsent(broker, application) != null) {
      return Optional.empty();
    }
    ObjectNode spec = MeshJson.mapper().createObjectNode();
    principals.forEach(spec.putObject("principals")::put);
    return Optional.of(document(Kind.APPLICATION, application, team, description, spec));
  }
}
