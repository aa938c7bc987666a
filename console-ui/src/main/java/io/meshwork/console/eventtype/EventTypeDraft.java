package io.meshwork.console.eventtype;

import io.meshwork.api.Documents;
import io.meshwork.api.Kind;
import io.meshwork.api.LocatedTree;
import io.meshwork.api.MeshJson;
import io.meshwork.api.ResourceDocument;
import io.meshwork.api.ResourceSpec;
import io.meshwork.model.JsonText;
import io.meshwork.model.catalog.SchemaSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a person filled in to register an event type, as the documents that it means.
 *
 * @param key JSON pointer, {@code null}: unkeyed
 * @param application that publishes it, {@code null}: nobody yet
 * @param broker where
 * @param principals what the application's document must say, {@code null}: it says it already
 */
record EventTypeDraft(
    String name,
    String team,
    String description,
    SchemaSpec schema,
    List<JsonText> examples,
    @Nullable String key,
    Advanced advanced,
    @Nullable String application,
    @Nullable String broker,
    @Nullable Map<String, String> principals) {

  /** Choices that have good defaults. */
  record Advanced(
      int partitions, String retention, String access, String visibility, String classification) {}

  /** The documents: the event type, and what it takes to publish it. */
  List<ResourceSpec> resources() {
    return documents().stream()
        .map(document -> Documents.resource(new LocatedTree(MeshJson.toTree(document), Map.of())))
        .toList();
  }

  private List<ResourceDocument> documents() {
    List<ResourceDocument> documents = new ArrayList<>();
    documents.add(eventType());
    if (application != null && broker != null) {
      if (principals != null) {
        ObjectNode spec = MeshJson.mapper().createObjectNode();
        principals.forEach(spec.putObject("principals")::put);
        documents.add(document(Kind.APPLICATION, application, "", spec));
      }
      ObjectNode spec =
          MeshJson.mapper()
              .createObjectNode()
              .put("application", application)
              .put("eventType", name)
              .put("broker", broker);
      documents.add(document(Kind.PUBLICATION, publicationName(), "", spec));
    }
    return documents;
  }

  /** The publication that comes with it. */
  private String publicationName() {
    String joined = application + "-publishes-" + name;
    return joined.length() <= 128 ? joined : joined.substring(0, 127) + "x";
  }

  private ResourceDocument eventType() {
    ObjectNode spec = MeshJson.mapper().createObjectNode();
    spec.set("schema", MeshJson.toTree(schema));
    if (key != null) {
      spec.put("key", key);
    }
    spec.put("partitions", advanced.partitions())
        .put("retention", advanced.retention())
        .put("access", advanced.access())
        .put("visibility", advanced.visibility())
        .put("classification", advanced.classification());
    spec.set("examples", MeshJson.toTree(examples));
    return document(Kind.EVENT_TYPE, name, description, spec);
  }

  private ResourceDocument document(Kind kind, String named, String words, ObjectNode spec) {
    return new ResourceDocument(
        ResourceDocument.API_VERSION,
        kind.word(),
        new ResourceDocument.MetadataDocument(
            named, team, null, null, words.isBlank() ? null : words),
        spec,
        null);
  }

  /** As YAML, to be kept in a repository instead. */
  String yaml() {
    return Documents.yaml(documents());
  }
}
