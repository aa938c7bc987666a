package io.meshwork.controlplane.access;

/** The one place that decides who may do what. Stateless; REST and console ask the same. */
public interface Permissions {
  /** What is decided. */
  enum Decision {
    /** Go on. */
    ALLOWED,
    /** As if the thing did not exist. */
    HIDDEN,
    /** The thing is known, the operation is not the actor's. */
    FORBIDDEN
  }

  /** Decides; never throws. */
  Decision decide(Actor actor, Operation operation, Guarded thing);

  /** Whether it is allowed: for buttons that are not shown. */
  default boolean allows(Actor actor, Operation operation, Guarded thing) {
    return decide(actor, operation, thing) == Decision.ALLOWED;
  }

  /**
   * Decides.
   *
   * @throws io.meshwork.model.MeshException {@link AccessError#NOT_FOUND} when hidden, {@link
   *     AccessError#FORBIDDEN} naming who may
   */
  void require(Actor actor, Operation operation, Guarded thing);
}
