package io.meshwork.schema;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a place has looked like in all samples.
 *
 * @param types which JSON types were seen
 * @param properties of all objects here, by name
 * @param required names that every object here had
 * @param items of all arrays here together, {@code null}: no array had any
 * @param format what every text here was, {@code null}: nothing special
 */
record Shape(
    Set<Type> types,
    Map<String, Shape> properties,
    Set<String> required,
    @Nullable Shape items,
    @Nullable TextFormat format) {

  /** JSON types in the order in which a schema lists them. */
  enum Type {
    OBJECT("object"),
    ARRAY("array"),
    STRING("string"),
    INTEGER("integer"),
    NUMBER("number"),
    BOOLEAN("boolean"),
    NULL("null");

    private final String word;

    Type(String word) {
      this.word = word;
    }

    static Type of(JsonNode value) {
      return switch (value.getNodeType()) {
        case OBJECT, POJO -> OBJECT;
        case ARRAY -> ARRAY;
        case STRING, BINARY -> STRING;
        // 1.0 is an integer to JSON Schema, yet whoever writes it means a number.
        case NUMBER -> value.isIntegralNumber() ? INTEGER : NUMBER;
        case BOOLEAN -> BOOLEAN;
        case NULL, MISSING -> NULL;
      };
    }
  }

  static Shape of(List<JsonNode> values) {
    Set<Type> types = EnumSet.noneOf(Type.class);
    Map<String, List<JsonNode>> members = new LinkedHashMap<>();
    @Nullable Set<String> required = null;
    List<JsonNode> elements = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (JsonNode value : values) {
      Type type = Type.of(value);
      types.add(type);
      switch (type) {
        case OBJECT -> {
          for (Map.Entry<String, JsonNode> member : value.properties()) {
            members.computeIfAbsent(member.getKey(), k -> new ArrayList<>()).add(member.getValue());
          }
          if (required == null) {
            required = new TreeSet<>(value.propertyNames());
          } else {
            required.retainAll(value.propertyNames());
          }
        }
        case ARRAY -> value.forEach(elements::add);
        case STRING -> texts.add(value.asString());
        case INTEGER, NUMBER, BOOLEAN, NULL -> {}
      }
    }
    if (types.contains(Type.NUMBER)) {
      types.remove(Type.INTEGER);
    }
    Map<String, Shape> properties = new LinkedHashMap<>();
    members.forEach((name, all) -> properties.put(name, of(all)));
    return new Shape(
        types,
        properties,
        required == null ? Set.of() : required,
        elements.isEmpty() ? null : of(elements),
        TextFormat.ofAll(texts));
  }

  ObjectNode toSchema() {
    ObjectNode schema = SchemaDocument.MAPPER.createObjectNode();
    if (types.size() == 1) {
      schema.put("type", types.iterator().next().word);
    } else {
      ArrayNode list = schema.putArray("type");
      types.forEach(type -> list.add(type.word));
    }
    if (format != null) {
      schema.put("format", format.word());
    }
    if (!properties.isEmpty()) {
      ObjectNode members = schema.putObject("properties");
      properties.forEach((name, shape) -> members.set(name, shape.toSchema()));
    }
    if (!required.isEmpty()) {
      ArrayNode names = schema.putArray("required");
      required.forEach(names::add);
    }
    if (items != null) {
      schema.set("items", items.toSchema());
    }
    return schema;
  }
}
