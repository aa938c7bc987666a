package io.meshwork.controlplane.catalog;

import io.meshwork.api.ResourceSpec;
import io.meshwork.controlplane.access.Actor;
import java.util.List;

/** Declarative upsert of documents: all in one revision, or nothing. */
public interface ApplyDocuments {
  /** The most documents of one call. */
  int MAX_DOCUMENTS = 10_000;

  /**
   * Applies, or with {@link ApplyOptions#dryRun} says what it would do. The order of the documents
   * does not matter. Applying twice is as once.
   *
   * @throws io.meshwork.model.MeshException {@link CatalogError#INVALID_RESOURCE}: violations'
   *     pointers start with the document's index; or an access error
   */
  ApplyResult apply(Actor actor, List<ResourceSpec> documents, ApplyOptions options);

  /**
   * The catalog as it would be, for a plan that saves nothing. Grants are as applying would leave
   * them.
   */
  default Overlay overlay(Actor actor, List<ResourceSpec> documents) {
    return overlay(actor, documents, ApplyOptions.PLAIN);
  }

  /** The same, as these options would apply them. */
  Overlay overlay(Actor actor, List<ResourceSpec> documents, ApplyOptions options);
}
