package io.meshwork.deployment.trace;

import io.meshwork.api.TraceDocument;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.SubscriptionName;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Follows one event from where it was published to whom it was for, and explains where it is not.
 * Reads and changes nothing; tells of no payload. Thread safe; few at a time.
 */
public interface Trace {
  /** So far before and after the time an event is looked for, where nothing is said. */
  Duration USUAL = Duration.ofMinutes(10);

  /** The most that may be said. */
  Duration MOST = Duration.ofHours(24);

  /**
   * Which event.
   *
   * @param id its CloudEvents id; or {@code PARTITION/POSITION} in its entry channel, as answers
   *     show it, for one without
   * @param around about when it was published, {@code null}: now
   * @param within so far before and after, {@code null}: {@link #USUAL}
   * @param subscription only the way to it, {@code null}: to all that the actor sees
   */
  record Asked(
      EventTypeName eventType,
      String id,
      @Nullable Instant around,
      @Nullable Duration within,
      @Nullable SubscriptionName subscription) {}

  /**
   * Follows the event. The event type's owner is told of all its ways, a subscriber of the entry
   * and of the way to its own subscriptions, and of the entry only where it was or is granted the
   * event type.
   *
   * @throws io.meshwork.model.MeshException {@link
   *     io.meshwork.controlplane.catalog.CatalogError#INVALID_QUERY}: no id, or a time that is
   *     none; {@link io.meshwork.controlplane.access.AccessError#FORBIDDEN}: the actor neither owns
   *     the event type nor subscribes to it; {@link
   *     io.meshwork.transport.spi.TransportError#THROTTLED}: others are being traced; or another
   *     access error. A broker that fails is said in the answer.
   */
  TraceDocument trace(Actor actor, Asked asked);
}
