package io.meshwork.controlplane.catalog;

import io.meshwork.api.ApiError;
import io.meshwork.api.Documents;
import io.meshwork.api.Kind;
import io.meshwork.api.MeshJson;
import io.meshwork.api.ResourceDocument;
import io.meshwork.api.ResourceSpec;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.model.MeshException;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.Violation;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Resources as documents, with the status that the reader may see. */
@Component
public class ResourceDocuments {
  private final SubscriptionStatuses statuses;

  ResourceDocuments(SubscriptionStatuses statuses) {
    this.statuses = statuses;
  }

  /** One resource. */
  public ResourceDocument of(Actor actor, Resource resource) {
    return of(actor, List.of(resource)).getFirst();
  }

  /** Many, with one look at their statuses. */
  public List<ResourceDocument> of(Actor actor, List<Resource> resources) {
    List<SubscriptionName> subscriptions =
        resources.stream()
            .filter(resource -> resource.kind() == Kind.SUBSCRIPTION)
            .map(resource -> (SubscriptionName) resource.name())
            .toList();
    Map<SubscriptionName, SubscriptionStatus> known =
        subscriptions.isEmpty() ? Map.of() : statuses.of(actor, subscriptions);
    return resources.stream().map(resource -> document(resource, known)).toList();
  }

  private static ResourceDocument document(
      Resource resource, Map<SubscriptionName, SubscriptionStatus> known) {
    SubscriptionStatus status =
        resource.name() instanceof SubscriptionName name ? known.get(name) : null;
    return Documents.document(
        new ResourceSpec(resource.kind(), resource.name(), resource.metadata(), resource.spec()),
        status == null ? null : MeshJson.toTree(status));
  }

  /** Reads the one document of a request and holds it against its address. */
  static ResourceSpec read(Kind kind, String name, String body) {
    List<ResourceSpec> documents = Documents.read(body);
    if (documents.size() != 1) {
      throw new MeshException(
          ApiError.MALFORMED_DOCUMENT,
          "The body holds %d documents; one is put at a time. Send many to /api/v1/apply."
              .formatted(documents.size()));
    }
    ResourceSpec document = documents.getFirst();
    if (document.kind() != kind) {
      throw mismatch("/kind", "is '%s'".formatted(document.kind().word()), kind.word());
    }
    if (!document.name().equals(kind.name(name))) {
      throw mismatch("/metadata/name", "is '%s'".formatted(document.name()), name);
    }
    return document;
  }

  private static MeshException mismatch(String pointer, String is, String wanted) {
    String message = "%s, but the address says '%s'.".formatted(is, wanted);
    return new MeshException(
        ApiError.INVALID_DOCUMENT,
        pointer + " " + message,
        List.of(new Violation(pointer, message)));
  }
}
