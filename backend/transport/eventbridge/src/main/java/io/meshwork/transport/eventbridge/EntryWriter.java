package io.meshwork.transport.eventbridge;

import io.meshwork.model.event.CloudEvents;
import io.meshwork.model.event.Event;
import io.meshwork.model.event.Header;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * Writes events as entries of {@code PutEvents}: {@code detail} is the whole CloudEvent in
 * CloudEvents' JSON format. A JSON payload keeps its value, under {@code data}; any other its
 * bytes, under {@code data_base64}; an event without either is a tombstone. {@link EntryReader}
 * reads the same event from it.
 *
 * @param maxBytes the largest entry that the account takes
 */
record EntryWriter(long maxBytes) {
  /** What {@code detail} has under names that no attribute may take. */
  private static final Set<String> OURS = Set.of("", "data", "data_base64", Carried.ATTRIBUTE);

  /** Who the event is where it does not say so itself. */
  record Identity(String id, String source, String type) {}

  Packed pack(Event event, Identity otherwise) {
    Map<String, String> attributes = attributes(event);
    Set<String> made = new LinkedHashSet<>();
    List<Carried.Placed> headers = unlike(event, made);
    made.retainAll(attributes.keySet());
    complete(attributes, otherwise, made);
    String keyText = event.key() == null ? null : Utf8.text(event.key());
    if (keyText != null && !keyText.isEmpty() && !attributes.containsKey("partitionkey")) {
      attributes.put("partitionkey", keyText);
      made.add("partitionkey");
    }
    String source = attributes.getOrDefault("source", "");
    String type = attributes.getOrDefault("type", "");
    String unfit = unfit(source, type);
    if (unfit != null) {
      return new Packed.Unfit(unfit);
    }
    boolean keyIsAttribute = keyText != null && keyText.equals(attributes.get("partitionkey"));
    attributes.put(
        Carried.ATTRIBUTE,
        new Carried(event.timestamp(), event.key(), keyIsAttribute, made, headers).write());
    StringBuilder detail = new StringBuilder(256);
    attributes.forEach((name, value) -> member(detail, name, value));
    String beyond = payload(detail, event.payload());
    if (beyond != null) {
      return new Packed.Unfit(beyond);
    }
    return entry(source, type, detail.append('}').toString(), event, attributes);
  }

  private Packed entry(
      String source, String type, String detail, Event event, Map<String, String> attributes) {
    String parent = attributes.get("traceparent");
    PutEntry entry =
        new PutEntry(
            source,
            type,
            detail,
            event.timestamp() < 0 ? null : Instant.ofEpochMilli(event.timestamp()),
            Traces.header(parent == null ? event.header("traceparent") : parent));
    long size = entry.size();
    return size <= maxBytes
        ? entry
        : new Packed.Unfit(Quota.PUT_EVENTS_SIZE.broken("The event", size, maxBytes));
  }

  /** What filters see, less what {@code detail} needs for itself. */
  private static Map<String, String> attributes(Event event) {
    Map<String, String> attributes = new LinkedHashMap<>(CloudEvents.attributes(event));
    attributes.keySet().removeIf(name -> OURS.contains(name) || name.startsWith("data."));
    return attributes;
  }

  /**
   * The headers that no attribute gives back; adds the attributes that stand for them to {@code
   * made}.
   */
  private static List<Carried.Placed> unlike(Event event, Set<String> made) {
    Map<String, Integer> uses = new HashMap<>();
    for (Header header : event.headers()) {
      String name = attribute(header);
      if (name != null) {
        uses.merge(name, 1, Integer::sum);
      }
    }
    List<Carried.Placed> unlike = new ArrayList<>();
    for (int i = 0; i < event.headers().size(); i++) {
      Header header = event.headers().get(i);
      String name = attribute(header);
      if (name != null && uses.getOrDefault(name, 0) == 1 && isLike(header, name)) {
        continue;
      }
      unlike.add(new Carried.Placed(i, header));
      if (name != null) {
        made.add(name);
      }
    }
    return unlike;
  }

  private static @Nullable String attribute(Header header) {
    if (header.name().startsWith(CloudEvents.PREFIX)) {
      return header.name().substring(CloudEvents.PREFIX.length());
    }
    return header.name().equalsIgnoreCase(CloudEvents.CONTENT_TYPE) ? "datacontenttype" : null;
  }

  private static boolean isLike(Header header, String name) {
    return header.value() != null
        && Utf8.text(header.value()) != null
        && header.name().equals(EntryReader.header(name))
        && !OURS.contains(name)
        && !name.startsWith("data.");
  }

  private static void complete(
      Map<String, String> attributes, Identity otherwise, Set<String> made) {
    complete(attributes, "specversion", "1.0", made);
    complete(attributes, "id", otherwise.id(), made);
    complete(attributes, "source", otherwise.source(), made);
    complete(attributes, "type", otherwise.type(), made);
  }

  private static void complete(
      Map<String, String> attributes, String name, String value, Set<String> made) {
    if (attributes.putIfAbsent(name, value) == null) {
      made.add(name);
    }
  }

  private static @Nullable String unfit(String source, String type) {
    if (source.isEmpty() || type.isEmpty()) {
      return "The event's %s is empty; EventBridge needs one. Publish it with one."
          .formatted(source.isEmpty() ? "source" : "type");
    }
    if (source.startsWith(AwsTypes.SOURCES)) {
      return "The event's source '%.80s' begins with 'aws.', which EventBridge keeps for AWS. Publish it with another."
          .formatted(source);
    }
    return type.length() > Quota.DETAIL_TYPE_LENGTH.byDefault()
        ? Quota.DETAIL_TYPE_LENGTH.broken(
            "The event's type", type.length(), Quota.DETAIL_TYPE_LENGTH.byDefault())
        : null;
  }

  /** Says what of the payload EventBridge does not carry. */
  private static @Nullable String payload(StringBuilder detail, byte @Nullable [] payload) {
    if (payload == null) {
      return null;
    }
    switch (JsonPayload.of(payload)) {
      case JsonPayload.Text(String json) -> detail.append(",\"data\":").append(json);
      case JsonPayload.Other() ->
          detail
              .append(",\"data_base64\":\"")
              .append(Base64.getEncoder().encodeToString(payload))
              .append('"');
      case JsonPayload.Beyond(String what) -> {
        return "The event's payload has the %s; EventBridge takes integers from -2^63 to 2^63-1 and numbers that a 64-bit float holds. Write it as a text."
            .formatted(what);
      }
    }
    return null;
  }

  private static void member(StringBuilder out, String name, String value) {
    out.append(out.isEmpty() ? "{\"" : ",\"");
    JsonStringEncoder.getInstance().quoteAsString(name, out);
    out.append("\":\"");
    JsonStringEncoder.getInstance().quoteAsString(value, out);
    out.append('"');
  }
}
