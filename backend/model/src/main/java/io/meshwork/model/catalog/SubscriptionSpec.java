package io.meshwork.model.catalog;

import io.meshwork.model.ApplicationName;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.JsonText;
import io.meshwork.model.MeshException;
import io.meshwork.model.ModelError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An application's statement that it wants event types.
 *
 * @param application who subscribes
 * @param eventTypes 1 to 100 names or patterns of names
 * @param filter an event pattern over the CloudEvents JSON, {@code null}: everything
 * @param reads JSON pointers into the payload that the application depends on
 * @param transform a projection of the payload, {@code null}: unchanged
 * @param at where the events go
 * @param delivery what is promised, up to the event type's class
 * @param rate the most that it wants
 * @param startAt with which events it starts
 * @param retry mesh-side retries, {@code null}: none
 * @param deadLetter whether refused events are kept
 * @param life whether it wants events now
 */
public record SubscriptionSpec(
    ApplicationName application,
    List<EventTypeSelector> eventTypes,
    @Nullable JsonText filter,
    List<String> reads,
    @Nullable JsonText transform,
    Place at,
    DeliveryClass delivery,
    @Nullable Rate rate,
    StartAt startAt,
    @Nullable Retry retry,
    boolean deadLetter,
    SubscriptionLife life)
    implements Spec {
  /** The most selectors of one subscription. */
  public static final int MAX_SELECTORS = 100;

  /** Refuses an empty or overlong selection, then copies. */
  public SubscriptionSpec {
    if (eventTypes.isEmpty() || eventTypes.size() > MAX_SELECTORS) {
      throw new MeshException(
          ModelError.INVALID_VALUE,
          "A subscription names %d event types; it must name 1 to %d."
              .formatted(eventTypes.size(), MAX_SELECTORS));
    }
    eventTypes = List.copyOf(eventTypes);
    reads = List.copyOf(reads);
  }

  /** Whether it asks for the event type. */
  public boolean selects(EventTypeName type) {
    return eventTypes.stream().anyMatch(selector -> selector.matches(type));
  }
}
