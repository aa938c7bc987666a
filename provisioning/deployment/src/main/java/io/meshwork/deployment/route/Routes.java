package io.meshwork.deployment.route;

import io.meshwork.api.RouteDocument;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.SubscriptionName;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Draws how events come to subscribers. Changes nothing, asks no broker. Thread safe. */
public interface Routes {
  /**
   * The way of one event type to one subscription.
   *
   * @param plan shows the way as it would be after this plan, beside what it takes away; {@code
   *     null}: the way that runs now
   * @throws io.meshwork.model.MeshException {@link
   *     io.meshwork.controlplane.access.AccessError#NOT_FOUND} for what the actor may not read: the
   *     event type, the subscription or the plan
   */
  RouteDocument route(
      Actor actor, EventTypeName eventType, SubscriptionName subscription, @Nullable UUID plan);
}
