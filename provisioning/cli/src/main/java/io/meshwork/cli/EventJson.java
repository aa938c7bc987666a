package io.meshwork.cli;

import io.meshwork.api.ApiError;
import io.meshwork.api.MeshJson;
import io.meshwork.model.MeshException;
import io.meshwork.model.event.CloudEvents;
import io.meshwork.model.event.Event;
import io.meshwork.model.event.Header;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Events as JSON: payloads or structured CloudEvents in, structured CloudEvents out. */
final class EventJson {
  private static final List<String> REQUIRED = List.of("specversion", "id", "source", "type");

  private EventJson() {}

  /**
   * An event in the binary content mode. A structured CloudEvent keeps its attributes; anything
   * else becomes the payload of a new one.
   */
  static Event read(
      JsonNode given, String type, String source, @Nullable String keyPointer, Clock clock) {
    Map<String, String> attributes = new LinkedHashMap<>();
    JsonNode payload = given;
    if (REQUIRED.stream().allMatch(name -> given.path(name).isString())) {
      given
          .properties()
          .forEach(
              entry -> {
                if (!entry.getKey().equals("data") && !entry.getKey().equals("data_base64")) {
                  attributes.put(entry.getKey(), entry.getValue().asString());
                }
              });
      payload = given.path("data");
      if (!attributes.getOrDefault("type", type).equals(type)) {
        throw new MeshException(
            ApiError.INVALID_DOCUMENT,
            "The event says that it is of type '%s'; it is published as '%s'."
                .formatted(attributes.get("type"), type));
      }
    } else {
      attributes.put("specversion", "1.0");
      attributes.put("id", UUID.randomUUID().toString());
      attributes.put("source", source);
      attributes.put("type", type);
      attributes.put("time", clock.instant().toString());
    }
    attributes.putIfAbsent("datacontenttype", "application/json");
    byte[] bytes =
        given.path("data_base64").isString() && payload.isMissingNode()
            ? Base64.getDecoder().decode(given.path("data_base64").asString())
            : payload.toString().getBytes(StandardCharsets.UTF_8);
    return new Event(key(payload, keyPointer), bytes, headers(attributes), clock.millis());
  }

  private static byte @Nullable [] key(JsonNode payload, @Nullable String pointer) {
    if (pointer == null) {
      return null;
    }
    JsonNode key = payload.at(pointer);
    if (key.isMissingNode() || key.isNull()) {
      throw new MeshException(
          ApiError.INVALID_DOCUMENT,
          "The event has nothing at '%s', which is the event type's key.".formatted(pointer));
    }
    return (key.isString() ? key.asString() : key.toString()).getBytes(StandardCharsets.UTF_8);
  }

  private static List<Header> headers(Map<String, String> attributes) {
    List<Header> headers = new ArrayList<>();
    attributes.forEach(
        (name, value) ->
            headers.add(
                new Header(
                    name.equals("datacontenttype")
                        ? CloudEvents.CONTENT_TYPE
                        : CloudEvents.PREFIX + name,
                    value.getBytes(StandardCharsets.UTF_8))));
    return headers;
  }

  /** The event on one line; a payload that is not JSON goes as base64. */
  static String write(Event event, String type) {
    ObjectNode json = MeshJson.mapper().createObjectNode();
    CloudEvents.attributes(event).forEach(json::put);
    if (!json.has("type")) {
      json.put("type", type);
    }
    byte[] payload = event.payload();
    if (payload == null) {
      json.putNull("data");
    } else {
      try {
        json.set("data", MeshJson.tree(new String(payload, StandardCharsets.UTF_8)));
      } catch (MeshException notJson) {
        json.put("data_base64", Base64.getEncoder().encodeToString(payload));
      }
    }
    return json.toString();
  }
}
