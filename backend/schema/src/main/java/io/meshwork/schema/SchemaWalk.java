package io.meshwork.schema;

import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;

/** Visits every object of a definition that may be a schema, and none that is only a value. */
final class SchemaWalk {
  /** Keywords whose members' names are chosen by the author. */
  private static final Set<String> MAPS =
      Set.of(
          "properties",
          "patternProperties",
          "$defs",
          "definitions",
          "dependentSchemas",
          "dependencies");

  /** Keywords that hold values, not schemas. */
  private static final Set<String> VALUES =
      Set.of("enum", "const", "default", "examples", "example");

  private SchemaWalk() {}

  /** Calls the visitor with JSON pointer and object. Definitions nest at most 100 levels. */
  static void visit(JsonNode definition, BiConsumer<String, JsonNode> visitor) {
    visit("", definition, false, visitor);
  }

  private static void visit(
      String pointer, JsonNode node, boolean map, BiConsumer<String, JsonNode> visitor) {
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        visit(pointer + "/" + i, node.get(i), false, visitor);
      }
    } else if (node.isObject()) {
      if (!map) {
        visitor.accept(pointer, node);
      }
      for (Map.Entry<String, JsonNode> member : node.properties()) {
        String name = member.getKey();
        if (map || !VALUES.contains(name)) {
          String inner = pointer + "/" + escape(name);
          visit(inner, member.getValue(), !map && MAPS.contains(name), visitor);
        }
      }
    }
  }

  static String escape(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
