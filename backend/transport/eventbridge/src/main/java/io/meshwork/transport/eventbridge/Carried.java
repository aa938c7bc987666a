package io.meshwork.transport.eventbridge;

import io.meshwork.model.event.Header;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;

/**
 * What an event has beside its CloudEvents attributes and payload. It travels in an extension
 * attribute of its own, as text, so that {@code detail} stays a valid CloudEvent.
 *
 * @param timestamp as the source broker holds it
 * @param key {@code null}: none
 * @param keyIsPartitionKey the key is the attribute {@code partitionkey} in UTF-8
 * @param made attributes that are no headers of the event
 * @param headers those that are no attributes, by their place among all
 */
@SuppressWarnings("ArrayRecordComponent")
record Carried(
    long timestamp,
    byte @Nullable [] key,
    boolean keyIsPartitionKey,
    Set<String> made,
    List<Placed> headers) {
  static final String ATTRIBUTE = "meshwork";

  private static final JsonFactory JSON = new JsonFactory();

  /** A header, and how many stand before it. */
  record Placed(int place, Header header) {}

  /** Compact JSON. */
  String write() {
    StringBuilder out = new StringBuilder("{\"time\":").append(timestamp);
    if (keyIsPartitionKey) {
      out.append(",\"key\":true");
    } else if (key != null) {
      out.append(",\"key\":\"").append(base64(key)).append('"');
    }
    if (!made.isEmpty()) {
      out.append(",\"made\":[");
      separated(out, List.copyOf(made), each -> text(out, each));
      out.append(']');
    }
    if (!headers.isEmpty()) {
      out.append(",\"headers\":[");
      separated(
          out,
          headers,
          each -> {
            byte[] value = each.header().value();
            out.append(each.place()).append(',');
            text(out, each.header().name());
            out.append(value == null ? ",null" : ",\"" + base64(value) + "\"");
          });
      out.append(']');
    }
    return out.append('}').toString();
  }

  private static <E> void separated(
      StringBuilder out, List<E> all, java.util.function.Consumer<E> each) {
    for (int i = 0; i < all.size(); i++) {
      out.append(i == 0 ? "" : ",");
      each.accept(all.get(i));
    }
  }

  private static void text(StringBuilder out, String text) {
    out.append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, out);
    out.append('"');
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** Reads what {@link #write} wrote; {@code null}: it is something else. */
  static @Nullable Carried read(String text) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
      return parser.nextToken() == JsonToken.START_OBJECT ? members(parser) : null;
    } catch (JacksonException | IllegalArgumentException e) {
      return null;
    }
  }

  private static @Nullable Carried members(JsonParser parser) {
    Long timestamp = null;
    byte[] key = null;
    boolean partitionKey = false;
    Set<String> made = new LinkedHashSet<>();
    List<Placed> headers = new ArrayList<>();
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      JsonToken token = parser.nextToken();
      switch (name) {
        case "time" -> timestamp = parser.getLongValue();
        case "key" -> {
          partitionKey = token == JsonToken.VALUE_TRUE;
          key = partitionKey ? null : Base64.getDecoder().decode(parser.getString());
        }
        case "made" -> {
          while (parser.nextToken() == JsonToken.VALUE_STRING) {
            made.add(parser.getString());
          }
        }
        case "headers" -> {
          while (parser.nextToken() == JsonToken.VALUE_NUMBER_INT) {
            headers.add(placed(parser));
          }
        }
        default -> parser.skipChildren();
      }
    }
    return timestamp == null ? null : new Carried(timestamp, key, partitionKey, made, headers);
  }

  private static Placed placed(JsonParser parser) {
    int place = parser.getIntValue();
    String name = String.valueOf(parser.nextStringValue());
    byte[] value =
        parser.nextToken() == JsonToken.VALUE_NULL
            ? null
            : Base64.getDecoder().decode(parser.getString());
    return new Placed(place, new Header(name, value));
  }
}
