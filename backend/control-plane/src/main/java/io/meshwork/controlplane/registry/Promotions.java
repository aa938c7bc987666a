package io.meshwork.controlplane.registry;

import io.meshwork.api.PromotionBaseline;
import io.meshwork.api.PromotionDocument;
import io.meshwork.api.ResourceSpec;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.catalog.Environment;
import org.jspecify.annotations.Nullable;

/**
 * Moves schema versions from environment to environment. An environment without a pin has the
 * newest version. Thread safe.
 */
public interface Promotions {
  /**
   * What somebody asks for.
   *
   * @param version to pin, {@code null}: the newest
   * @param lower whether an older version than the environment has may be pinned
   */
  record Request(Environment environment, @Nullable Integer version, boolean lower) {}

  /**
   * Pins a version in an environment: one revision, audited. Pinning what is pinned changes
   * nothing. Owners of the event type only.
   *
   * @param dryRun says what would change and stores nothing
   * @throws io.meshwork.model.MeshException {@link RegistryError#UNKNOWN_VERSION}, {@link
   *     RegistryError#UNKNOWN_ENVIRONMENT}, {@link RegistryError#VERSION_LOWERED}, or an access
   *     error
   */
  PromotionDocument promote(Actor actor, EventTypeName eventType, Request request, boolean dryRun);

  /**
   * The event type as promoting would store it, to be laid over the catalog by a plan. What {@link
   * #promote} throws holds; stores nothing.
   */
  ResourceSpec draft(Actor actor, EventTypeName eventType, Request request);

  /** The version that an environment is told: its pin, or the newest. */
  SchemaVersion pinned(Actor actor, EventTypeName eventType, Environment environment);

  /**
   * What runs in one environment and not, or not so, in another, as far as the actor sees it.
   *
   * @throws io.meshwork.model.MeshException {@link RegistryError#UNKNOWN_ENVIRONMENT}
   */
  PromotionBaseline baseline(Actor actor, Environment from, Environment to);
}
