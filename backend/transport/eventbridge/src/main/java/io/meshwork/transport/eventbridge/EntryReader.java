package io.meshwork.transport.eventbridge;

import io.meshwork.model.event.CloudEvents;
import io.meshwork.model.event.Event;
import io.meshwork.model.event.Header;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the event that a rule put into a queue, whole, as EventBridge writes it. What {@link
 * EntryWriter} wrote becomes the same event again: key, payload, headers and time. Other
 * publishers' CloudEvents become events of the binary mode; what services of AWS and others wrote
 * becomes a CloudEvent first, whose data is {@code detail}.
 *
 * <p>Payloads are cut out of the text as they stand there; no tree is made.
 */
final class EntryReader {
  private static final JsonFactory JSON = new JsonFactory();
  private static final List<String> NEEDED = List.of("specversion", "id", "source", "type");
  private static final String CONTENT_TYPE = "datacontenttype";
  private static final String JSON_TYPE = "application/json";

  private final String body;
  private final Map<String, String> envelope = new LinkedHashMap<>();
  private final List<String> resources = new ArrayList<>();
  private final Map<String, String> attributes = new LinkedHashMap<>();
  private final Map<String, String> facts = new LinkedHashMap<>();
  private @Nullable String detail;
  private @Nullable String data;
  private @Nullable String base64;

  private EntryReader(String body) {
    this.body = body;
  }

  static Unpacked read(String body) {
    try {
      return new EntryReader(body).event();
    } catch (JacksonException e) {
      return new Unpacked.Unreadable(
          "The message is not JSON. Only rules of this mesh should write to the queue.");
    } catch (IllegalArgumentException e) {
      return new Unpacked.Unreadable("The message's data_base64 is not base 64.");
    }
  }

  /** The header that an attribute travels in between brokers. */
  static String header(String attribute) {
    return attribute.equals(CONTENT_TYPE)
        ? CloudEvents.CONTENT_TYPE
        : CloudEvents.PREFIX + attribute;
  }

  private Unpacked event() {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return new Unpacked.Unreadable("The message is not an event of EventBridge.");
      }
      for (String name = parser.nextName(); name != null; name = parser.nextName()) {
        parser.nextToken();
        member(parser, name);
      }
    }
    String id = envelope.get("id");
    if (detail == null || id == null || !envelope.containsKey("detail-type")) {
      return new Unpacked.Unreadable(
          "The message has no id, detail-type or detail, which EventBridge always writes.");
    }
    if (attributes.keySet().containsAll(NEEDED)) {
      return new Unpacked.Opened(cloudEvent(), id, Origin.RELAY);
    }
    boolean aws = envelope.getOrDefault("source", "").startsWith(AwsTypes.SOURCES);
    return new Unpacked.Opened(derived(detail, aws), id, aws ? Origin.AWS : Origin.OTHER);
  }

  private void member(JsonParser parser, String name) {
    if (name.equals("detail") && parser.currentToken() == JsonToken.START_OBJECT) {
      int from = start(parser);
      detail(parser);
      detail = body.substring(from, end(parser));
    } else if (name.equals("resources") && parser.currentToken() == JsonToken.START_ARRAY) {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
          resources.add(parser.getString());
        }
        parser.skipChildren();
      }
    } else if (parser.currentToken() == JsonToken.VALUE_STRING) {
      envelope.put(name, parser.getString());
    } else {
      parser.skipChildren();
    }
  }

  private void detail(JsonParser parser) {
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      JsonToken token = parser.nextToken();
      if (name.equals("data")) {
        int from = start(parser);
        parser.skipChildren();
        parser.finishToken();
        data = body.substring(from, end(parser));
      } else if (name.equals("data_base64") && token == JsonToken.VALUE_STRING) {
        base64 = parser.getString();
      } else if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
        attributes.put(name, parser.getString());
      } else if (name.equals("bucket") || name.equals("object")) {
        facts(parser, name);
      } else {
        parser.skipChildren();
      }
    }
  }

  /** What of S3's details names the object. */
  private void facts(JsonParser parser, String name) {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    for (String fact = parser.nextName(); fact != null; fact = parser.nextName()) {
      if (parser.nextToken() == JsonToken.VALUE_STRING) {
        facts.put(name + "." + fact, parser.getString());
      }
      parser.skipChildren();
    }
  }

  private static int start(JsonParser parser) {
    return (int) parser.currentTokenLocation().getCharOffset();
  }

  private static int end(JsonParser parser) {
    return (int) parser.currentLocation().getCharOffset();
  }

  private Event cloudEvent() {
    String text = attributes.remove(Carried.ATTRIBUTE);
    Carried carried = text == null ? null : Carried.read(text);
    if (text != null && carried == null) {
      attributes.put(Carried.ATTRIBUTE, text);
    }
    byte[] payload = data == null ? null : payload(data, carried != null);
    payload = base64 != null ? Base64.getDecoder().decode(base64) : payload;
    String partitionKey = attributes.get("partitionkey");
    List<Header> headers = new ArrayList<>();
    attributes.forEach(
        (name, value) -> {
          if (carried == null || !carried.made().contains(name)) {
            headers.add(new Header(header(name), Utf8.bytes(value)));
          }
        });
    if (carried == null) {
      return new Event(
          partitionKey == null ? null : Utf8.bytes(partitionKey), payload, headers, time());
    }
    for (Carried.Placed placed : carried.headers()) {
      headers.add(Math.min(placed.place(), headers.size()), placed.header());
    }
    byte[] key = carried.key();
    if (carried.keyIsPartitionKey() && partitionKey != null) {
      key = Utf8.bytes(partitionKey);
    }
    return new Event(key, payload, headers, carried.timestamp());
  }

  /** Others write a text that is no JSON as a string, which then is not what the payload was. */
  private byte[] payload(String json, boolean ours) {
    String type = attributes.getOrDefault(CONTENT_TYPE, JSON_TYPE);
    boolean text = !ours && json.startsWith("\"") && !type.contains("json");
    return Utf8.bytes(text ? unquoted(json) : json);
  }

  private static String unquoted(String json) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
      parser.nextToken();
      return parser.getString();
    }
  }

  private Event derived(String payload, boolean aws) {
    Map<String, String> made = new LinkedHashMap<>();
    String source = envelope.getOrDefault("source", "");
    String type = envelope.getOrDefault("detail-type", "");
    String account = envelope.getOrDefault("account", "");
    String region = envelope.getOrDefault("region", "");
    made.put("specversion", "1.0");
    made.put("id", envelope.getOrDefault("id", ""));
    if (aws) {
      String place = AwsTypes.isS3(source) ? facts.getOrDefault("bucket.name", account) : account;
      made.put("source", AwsTypes.source(source, region, place));
      made.put(
          "type",
          AwsTypes.type(source, type, attributes.get("reason"), attributes.get("deletion-type")));
    } else {
      made.put("source", source);
      made.put("type", type);
    }
    String subject = aws && AwsTypes.isS3(source) ? facts.get("object.key") : null;
    if (subject != null) {
      made.put("subject", subject);
    }
    made.put("time", envelope.getOrDefault("time", ""));
    made.put(CONTENT_TYPE, JSON_TYPE);
    made.put("awsaccount", account);
    made.put("awsregion", region);
    made.put("awsresources", String.join(" ", resources));
    made.values().removeIf(String::isEmpty);
    List<Header> headers = new ArrayList<>();
    made.forEach((name, value) -> headers.add(new Header(header(name), Utf8.bytes(value))));
    return new Event(null, Utf8.bytes(payload), headers, time());
  }

  private long time() {
    try {
      return Instant.parse(envelope.getOrDefault("time", "")).toEpochMilli();
    } catch (DateTimeException e) {
      return -1;
    }
  }
}
