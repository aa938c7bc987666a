package io.meshwork.pattern;

import io.meshwork.model.EventTypeName;
import io.meshwork.model.event.CloudEvents;
import io.meshwork.model.event.Event;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What filters see of one event: the CloudEvents JSON, attributes at the top (as texts) and a JSON
 * payload under {@code data}. A payload that is not JSON, empty or missing is not offered in any
 * other form. An event without a {@code type} attribute shows its channel's event type there.
 *
 * <p>Attributes are read and the payload is parsed only when a filter asks for them. Not
 * thread-safe: one view serves one thread. The payload is shared, not copied.
 */
public final class EventView {
  private final EventTypeName eventType;
  private final Supplier<Map<String, String>> reader;
  private final byte @Nullable [] payload;
  private @Nullable Map<String, String> attributes;

  private EventView(
      EventTypeName eventType, Supplier<Map<String, String>> reader, byte @Nullable [] payload) {
    this.eventType = eventType;
    this.reader = reader;
    this.payload = payload;
  }

  /** An event as a broker carried it, in a channel of that event type. */
  public static EventView of(EventTypeName eventType, Event event) {
    return new EventView(eventType, () -> CloudEvents.attributes(event), event.payload());
  }

  /** An event given by its parts, attributes under their CloudEvents names without prefix. */
  public static EventView of(
      EventTypeName eventType, Map<String, String> attributes, byte @Nullable [] payload) {
    return new EventView(eventType, () -> attributes, payload);
  }

  /** The event type of the channel that it came from. */
  public EventTypeName eventType() {
    return eventType;
  }

  /** The CloudEvents attributes as headers gave them. */
  Map<String, String> attributes() {
    Map<String, String> known = attributes;
    if (known == null) {
      known = reader.get();
      attributes = known;
    }
    return known;
  }

  /** What filters see as {@code type}. */
  String type() {
    return Objects.requireNonNullElse(attributes().get("type"), eventType.value());
  }

  byte @Nullable [] payload() {
    return payload;
  }
}
