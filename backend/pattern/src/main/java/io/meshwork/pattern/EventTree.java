package io.meshwork.pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/**
 * Builds the tree that the engine matches, holding only members whose names are steps of some
 * pattern's path. The whole text is read to its end all the same, so that half a document is never
 * taken for one. Of a member written twice the last stays.
 */
final class EventTree {
  private static final JsonFactory JSON = new JsonFactory();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String DATA = "data";
  private static final String TYPE = "type";

  private final Set<String> steps;

  /** Keeps members whose names, or all dotted parts of them, are among the steps. */
  EventTree(Set<String> steps) {
    this.steps = Set.copyOf(steps);
  }

  /**
   * A tree for the engine.
   *
   * @param dataUnreadable {@code data} is missing because the payload is not JSON
   * @param elements how many elements its arrays have together
   */
  record Seen(ObjectNode tree, boolean dataUnreadable, int elements) {}

  /** What filters see of an event. */
  Seen of(EventView view, boolean readsData) {
    Reading reading = new Reading();
    ObjectNode tree = NODES.objectNode();
    for (Map.Entry<String, String> attribute : view.attributes().entrySet()) {
      String name = attribute.getKey();
      // No attribute may stand in for the payload, whatever headers say.
      if (used(name) && !name.equals(DATA) && !name.startsWith(DATA + ".")) {
        tree.set(name, NODES.textNode(attribute.getValue()));
      }
    }
    if (used(TYPE)) {
      tree.set(TYPE, NODES.textNode(view.type()));
    }
    byte[] payload = view.payload();
    boolean unreadable = false;
    if (readsData && payload != null && payload.length > 0) {
      JsonNode data = reading.data(payload);
      unreadable = data == null;
      if (data != null) {
        tree.set(DATA, data);
      }
    }
    return new Seen(tree, unreadable, reading.elements);
  }

  /** Reads a text as one document; {@code null}: it is not an object. */
  @Nullable Seen read(String json) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
      return new Reading().seen(parser);
    }
  }

  /** The same from UTF-8 bytes. */
  @Nullable Seen read(byte[] json) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
      return new Reading().seen(parser);
    }
  }

  private boolean used(String name) {
    if (steps.contains(name)) {
      return true;
    }
    if (name.indexOf('.') < 0) {
      return false;
    }
    for (String part : name.split("\\.", -1)) {
      if (!steps.contains(part)) {
        return false;
      }
    }
    return true;
  }

  /** One document's reading, and what is to be known of it. */
  private final class Reading {
    private int elements;

    @Nullable JsonNode data(byte[] payload) {
      try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), payload)) {
        return document(parser);
      } catch (JacksonException e) {
        return null;
      }
    }

    @Nullable Seen seen(JsonParser parser) {
      return document(parser) instanceof ObjectNode tree ? new Seen(tree, false, elements) : null;
    }

    private JsonNode document(JsonParser parser) {
      if (parser.nextToken() == null) {
        throw new StreamReadException(parser, "The text is empty");
      }
      JsonNode root = value(parser);
      if (parser.nextToken() != null) {
        throw new StreamReadException(parser, "There is more text after the document's end");
      }
      return root;
    }

    /** Recursion is bounded: the parser refuses documents nested deeper than 500. */
    private JsonNode value(JsonParser parser) {
      return switch (parser.currentToken()) {
        case START_OBJECT -> object(parser);
        case START_ARRAY -> array(parser);
        case VALUE_STRING -> NODES.textNode(parser.getString());
        case null, default -> new Literal(parser.getString());
      };
    }

    private ObjectNode object(JsonParser parser) {
      ObjectNode object = NODES.objectNode();
      for (String name = parser.nextName(); name != null; name = parser.nextName()) {
        parser.nextToken();
        if (used(name)) {
          object.set(name, value(parser));
        } else {
          parser.skipChildren();
        }
      }
      return object;
    }

    private ArrayNode array(JsonParser parser) {
      ArrayNode array = NODES.arrayNode();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        elements++;
        array.add(value(parser));
      }
      return array;
    }
  }
}
