package io.meshwork.console.subscription;

import io.meshwork.api.Kind;
import io.meshwork.api.MeshJson;
import io.meshwork.api.ResourceDocument;
import io.meshwork.api.ResourceSpec;
import io.meshwork.console.part.Drafts;
import io.meshwork.model.JsonText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a person filled in to subscribe, as the documents that it means.
 *
 * @param application the application's document where it has to change, {@code null}: it stays
 */
record SubscriptionDraft(
    String name,
    String team,
    List<String> eventTypes,
    What what,
    Where where,
    @Nullable ResourceDocument application) {
  /** Which of the events, and what of their payloads; {@code null}: all. */
  record What(@Nullable JsonText filter, @Nullable JsonText transform) {}

  /** Who gets the events, where, from when, promised how. */
  record Where(String application, String broker, String startAt, String delivery) {}

  List<ResourceSpec> resources() {
    List<ResourceDocument> documents = new ArrayList<>();
    if (application != null) {
      documents.add(application);
    }
    documents.add(document());
    return Drafts.resources(documents);
  }

  private ResourceDocument document() {
    ObjectNode spec = MeshJson.mapper().createObjectNode().put("application", where.application());
    eventTypes.forEach(spec.putArray("eventTypes")::add);
    JsonText filter = what.filter();
    if (filter != null) {
      spec.set("filter", MeshJson.tree(filter.value()));
    }
    JsonText transform = what.transform();
    if (transform != null) {
      spec.set("transform", MeshJson.tree(transform.value()));
    }
    spec.set("at", MeshJson.mapper().createObjectNode().put("broker", where.broker()));
    spec.put("startAt", where.startAt()).put("delivery", where.delivery());
    return Drafts.document(Kind.SUBSCRIPTION, name, team, "", spec);
  }
}
