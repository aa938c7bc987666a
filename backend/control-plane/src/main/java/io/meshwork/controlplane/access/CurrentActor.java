package io.meshwork.controlplane.access;

/** The actor of the request or console session that the calling thread works for. */
public interface CurrentActor {
  /**
   * The actor.
   *
   * @throws io.meshwork.model.MeshException {@link AccessError#UNAUTHENTICATED}
   */
  Actor require();
}
