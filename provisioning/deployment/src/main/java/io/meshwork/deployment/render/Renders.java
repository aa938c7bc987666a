package io.meshwork.deployment.render;

import io.meshwork.api.RenderDocument;
import io.meshwork.api.ResourceSpec;
import io.meshwork.controlplane.access.Actor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What would exist. Asks no broker and changes nothing. Thread safe. */
public interface Renders {
  /**
   * What these documents would cause, laid over the catalog.
   *
   * @param documents empty: the whole catalog as it is, for who may plan the mesh
   * @param prune the set that ends what it holds and the documents do not, {@code null}: none
   * @throws io.meshwork.model.MeshException what applying the documents would throw, or an access
   *     error
   */
  RenderDocument render(Actor actor, List<ResourceSpec> documents, @Nullable String prune);
}
