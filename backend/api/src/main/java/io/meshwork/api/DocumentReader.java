package io.meshwork.api;

import io.meshwork.model.MeshException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Reads documents from YAML or JSON text: strictly, bounded, remembering lines. YAML is taken as a
 * way to write JSON: anchors, aliases and tags are refused, since they make documents that mean
 * more than they show.
 */
public final class DocumentReader {
  /** The longest text, in bytes of UTF-8. */
  public static final int MAX_BYTES = 4 * 1024 * 1024;

  /** The most documents of one text. */
  public static final int MAX_DOCUMENTS = 10_000;

  private static final int MAX_DEPTH = 100;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final JsonParser parser;
  private final Map<String, Integer> lines = new HashMap<>();

  private DocumentReader(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * All documents of a text: one JSON value, an array of them, or YAML documents divided by {@code
   * ---}. Empty documents are left out.
   *
   * @throws MeshException {@link ApiError#MALFORMED_DOCUMENT} naming line and column
   */
  public static List<LocatedTree> read(String text) {
    if (text.length() > MAX_BYTES || text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw malformed(
          "The documents take more than %d MiB; send them in several calls."
              .formatted(MAX_BYTES >> 20));
    }
    String start = text.stripLeading();
    boolean json = start.startsWith("{") || start.startsWith("[");
    try (Reader reader = new StringReader(text);
        JsonParser parser =
            json ? MeshJson.mapper().createParser(reader) : YAML.createParser(reader)) {
      return readAll(parser);
    } catch (JacksonException e) {
      throw malformed(SyntaxFault.text(e, json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<LocatedTree> readAll(JsonParser parser) {
    List<LocatedTree> documents = new ArrayList<>();
    for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
      if (token == JsonToken.START_ARRAY && documents.isEmpty()) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          add(documents, parser);
        }
      } else if (token != JsonToken.VALUE_NULL) {
        add(documents, parser);
      }
    }
    return documents;
  }

  private static void add(List<LocatedTree> documents, JsonParser parser) {
    if (documents.size() == MAX_DOCUMENTS) {
      throw malformed(
          "There are more than %d documents; send them in several calls.".formatted(MAX_DOCUMENTS));
    }
    DocumentReader reader = new DocumentReader(parser);
    JsonNode root = reader.value("", 0);
    if (!root.isObject()) {
      throw malformed(
          "Line %d: a document must be an object with apiVersion, kind, metadata and spec."
              .formatted(reader.lines.getOrDefault("", 1)));
    }
    documents.add(new LocatedTree(root, reader.lines));
  }

  private JsonNode value(String pointer, int depth) {
    int line = Math.max(1, parser.currentTokenLocation().getLineNr());
    lines.putIfAbsent(pointer, line);
    refuseIndirection(line);
    if (depth > MAX_DEPTH) {
      throw malformed("Line %d: nested deeper than %d levels.".formatted(line, MAX_DEPTH));
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(pointer, depth);
      case START_ARRAY -> array(pointer, depth);
      case VALUE_STRING -> NODES.stringNode(parser.getString());
      case VALUE_NUMBER_INT -> NODES.numberNode(parser.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDecimalValue());
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      default -> throw malformed("Line %d: a value is missing here.".formatted(line));
    };
  }

  private ObjectNode object(String pointer, int depth) {
    ObjectNode node = NODES.objectNode();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      int line = Math.max(1, parser.currentTokenLocation().getLineNr());
      String child = pointer + "/" + name.replace("~", "~0").replace("/", "~1");
      if (node.has(name)) {
        throw malformed("Line %d: '%s' is given twice.".formatted(line, name));
      }
      lines.put(child, line);
      parser.nextToken();
      node.set(name, value(child, depth + 1));
    }
    return node;
  }

  private ArrayNode array(String pointer, int depth) {
    ArrayNode node = NODES.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      node.add(value(pointer + "/" + node.size(), depth + 1));
    }
    return node;
  }

  private void refuseIndirection(int line) {
    boolean alias = parser instanceof YAMLParser yaml && yaml.isCurrentAlias();
    if (alias || parser.getObjectId() != null) {
      throw malformed(
          "Line %d: YAML anchors and aliases are not taken; write the value out.".formatted(line));
    }
    Object tag = parser.getTypeId();
    if (tag != null) {
      throw malformed(
          "Line %d: the YAML tag '%s' is not taken; write a plain value.".formatted(line, tag));
    }
  }

  private static MeshException malformed(String message) {
    return new MeshException(ApiError.MALFORMED_DOCUMENT, message);
  }
}
