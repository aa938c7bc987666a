package io.meshwork.console.eventtype;

import io.meshwork.api.Kind;
import io.meshwork.api.MeshJson;
import io.meshwork.api.ResourceDocument;
import io.meshwork.api.ResourceSpec;
import io.meshwork.console.part.Drafts;
import io.meshwork.model.JsonText;
import io.meshwork.model.catalog.SchemaSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a person filled in to register an event type, as the documents that it means.
 *
 * @param key JSON pointer, {@code null}: unkeyed
 * @param application that publishes it, {@code null}: nobody yet
 * @param broker where
 * @param admitted the application's document where it has to change, {@code null}: it stays
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
    @Nullable ResourceDocument admitted) {

  /** Choices that have good defaults. */
  record Advanced(
      int partitions, String retention, String access, String visibility, String classification) {}

  /** The documents: the event type, and what it takes to publish it. */
  List<ResourceSpec> resources() {
    return Drafts.resources(documents());
  }

  private List<ResourceDocument> documents() {
    List<ResourceDocument> documents = new ArrayList<>();
    documents.add(eventType());
    if (application != null && broker != null) {
      if (admitted != null) {
        documents.add(admitted);
      }
      ObjectNode spec =
          MeshJson.mapper()
              .createObjectNode()
              .put("application", application)
              .put("eventType", name)
              .put("broker", broker);
      documents.add(Drafts.document(Kind.PUBLICATION, publicationName(), team, "", spec));
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
    return Drafts.document(Kind.EVENT_TYPE, name, team, description, spec);
  }
}
