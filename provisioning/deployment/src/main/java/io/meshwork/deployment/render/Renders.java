package io.meshwork.deployment.render;

import io.meshwork.api.RenderDocument;
import io.meshwork.api.ResourceSpec;
import io.meshwork.controlplane.access.Actor;
import java.util.List;

/** What would exist. Asks no broker and changes nothing. Thread safe. */
public interface Renders {
  /**
   * What these documents would cause, laid over the catalog.
   *
   * @param documents empty: the whole catalog as it is, for who may plan the mesh
   * @throws io.meshwork.model.MeshException what applying the documents would throw, or an access
   *     error
   */
  RenderDocument render(Actor actor, List<ResourceSpec> documents);
}
