package io.meshwork.transport.eventbridge;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One schema's way to draft 4. Invariant: what it writes accepts what the schema accepts. Leaving a
 * keyword out makes a schema wider, so where a schema stands negated ({@code not}, {@code if}) or
 * is counted ({@code oneOf}), only an exact one is written.
 *
 * <p>Each object becomes an object of the keywords that draft 4 has, and a list of further schemas
 * that must hold too, which {@code allOf} joins.
 */
final class Draft4Writer {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Set<String> AS_THEY_ARE =
      Set.of(
          "type",
          "title",
          "description",
          "default",
          "format",
          "minimum",
          "maximum",
          "multipleOf",
          "minLength",
          "maxLength",
          "pattern",
          "minItems",
          "maxItems",
          "uniqueItems",
          "minProperties",
          "maxProperties");
  private static final Set<String> MAPS = Set.of("properties", "patternProperties");
  private static final Set<String> LISTS = Set.of("allOf", "anyOf", "oneOf");

  /** What makes {@code unevaluatedProperties} more than {@code additionalProperties}. */
  private static final List<String> APPLICATORS =
      List.of(
          "allOf",
          "anyOf",
          "oneOf",
          "not",
          "if",
          "$ref",
          "$dynamicRef",
          "$recursiveRef",
          "dependentSchemas",
          "additionalProperties");

  private static final Map<String, String> RENAMED =
      Map.of("$defs", "definitions", "prefixItems", "items", "dependentSchemas", "dependencies");

  private final JsonNode root;
  private final boolean referencesAreExact;
  private final boolean siblingsCount;
  private final String base;
  private final List<String> reasons = new ArrayList<>();
  private @Nullable String obstacle;
  private int inexact;
  private boolean started;

  Draft4Writer(JsonNode root, boolean referencesAreExact) {
    this.root = root;
    this.referencesAreExact = referencesAreExact;
    String dialect = root.path("$schema").asString("");
    this.siblingsCount = !dialect.contains("draft-0");
    this.base = root.path("$id").asString("");
  }

  /** What was left out. */
  List<String> reasons() {
    return reasons;
  }

  /** Why there is no such schema, {@code null}: there is one. */
  @Nullable String obstacle() {
    return obstacle;
  }

  JsonNode write() {
    return schema(root);
  }

  private ObjectNode schema(JsonNode schema) {
    boolean nested = started;
    started = true;
    ObjectNode written = NODES.objectNode();
    if (!(schema instanceof ObjectNode object)) {
      if (schema.isBoolean() && !schema.booleanValue()) {
        written.set("not", NODES.objectNode());
      }
      return written;
    }
    if (nested && object.has("$id")) {
      obstacle = "A part of it has an '$id' of its own, which moves its references.";
    }
    definitions(object, written);
    JsonNode reference = object.get("$ref");
    List<ObjectNode> further = new ArrayList<>();
    if (reference != null && !siblingsCount) {
      return reference(reference.asString(""), written);
    }
    object.properties().forEach(each -> keyword(object, each.getKey(), each.getValue(), written));
    items(object, written);
    bounds(object, written);
    values(object, written, further);
    objects(object, written, further);
    contains(object, further);
    conditional(object, further);
    if (reference != null) {
      further.add(reference(reference.asString(""), NODES.objectNode()));
    }
    return joined(written, further);
  }

  private static ObjectNode joined(ObjectNode written, List<ObjectNode> further) {
    further.removeIf(ObjectNode::isEmpty);
    if (further.isEmpty()) {
      return written;
    }
    boolean alone =
        further.size() == 1
            && (written.isEmpty() || (written.size() == 1 && written.has("definitions")));
    if (alone) {
      written.setAll(further.getFirst());
      return written;
    }
    ArrayNode all = written.path("allOf") instanceof ArrayNode own ? own : NODES.arrayNode();
    further.forEach(all::add);
    written.set("allOf", all);
    return written;
  }

  private void keyword(ObjectNode object, String name, JsonNode value, ObjectNode written) {
    if (AS_THEY_ARE.contains(name)) {
      written.set(name, value);
    } else if (MAPS.contains(name) && value instanceof ObjectNode map) {
      ObjectNode all = NODES.objectNode();
      map.properties().forEach(each -> all.set(each.getKey(), schema(each.getValue())));
      written.set(name, all);
    } else if (LISTS.contains(name) && value instanceof ArrayNode list && !list.isEmpty()) {
      list(name, list, written);
    } else if (name.equals("required") && value instanceof ArrayNode list && !list.isEmpty()) {
      written.set(name, list);
    } else if (name.equals("additionalProperties")) {
      written.set(name, value.isBoolean() ? value : schema(value));
    } else if (name.equals("not")) {
      ObjectNode exact = exactly(value, "not");
      if (exact != null) {
        written.set("not", exact);
      }
    } else {
      lost(object, name, value);
    }
  }

  /** What stands for something in later drafts, and has no equal. */
  private void lost(ObjectNode object, String name, JsonNode value) {
    boolean harmless = value.isBoolean() && value.booleanValue();
    switch (name) {
      case "$dynamicRef", "$recursiveRef", "unevaluatedItems" -> {
        if (!harmless) {
          leaveOut(name);
        }
      }
      case "unevaluatedProperties" -> {
        if (!harmless && APPLICATORS.stream().anyMatch(object::has)) {
          leaveOut(name);
        }
      }
      default -> {
        // Everything else only describes, or is written elsewhere.
      }
    }
  }

  private void leaveOut(String keyword) {
    inexact++;
    reasons.add("Draft 4 has no equal of '%s'; it is left out.".formatted(keyword));
  }

  private void list(String name, ArrayNode list, ObjectNode written) {
    int before = inexact;
    ArrayNode all = NODES.arrayNode();
    list.forEach(each -> all.add(schema(each)));
    boolean counted = name.equals("oneOf") && !(inexact == before && exactReferences(list));
    if (counted) {
      inexact++;
      reasons.add("One of its 'oneOf' has parts that draft 4 cannot say, so it becomes 'anyOf'.");
    }
    if (counted && written.has("anyOf")) {
      return;
    }
    written.set(counted ? "anyOf" : name, all);
  }

  /** A schema that accepts the same, {@code null}: there is none. */
  private @Nullable ObjectNode exactly(JsonNode schema, String keyword) {
    int before = inexact;
    ObjectNode written = schema(schema);
    if (inexact == before && exactReferences(schema)) {
      return written;
    }
    leaveOut(keyword);
    return null;
  }

  private boolean exactReferences(JsonNode schema) {
    return referencesAreExact || schema.findValue("$ref") == null;
  }

  private void definitions(ObjectNode object, ObjectNode written) {
    ObjectNode all = NODES.objectNode();
    for (String keyword : List.of("definitions", "$defs")) {
      for (Map.Entry<String, JsonNode> each : object.path(keyword).properties()) {
        if (all.has(each.getKey())) {
          obstacle = "'%s' is defined twice, in definitions and $defs.".formatted(each.getKey());
        }
        all.set(each.getKey(), schema(each.getValue()));
      }
    }
    if (!all.isEmpty()) {
      written.set("definitions", all);
    }
  }

  private ObjectNode reference(String reference, ObjectNode written) {
    String local =
        !base.isEmpty() && reference.startsWith(base + "#")
            ? reference.substring(base.length())
            : reference;
    if (!local.equals("#") && !local.startsWith("#/")) {
      leaveOut("$ref' to '" + reference);
      return written;
    }
    StringBuilder moved = new StringBuilder("#");
    for (String step : local.substring(1).split("/", -1)) {
      if (moved.length() > 1 || !step.isEmpty()) {
        moved.append('/').append(RENAMED.getOrDefault(step, step));
      }
    }
    return written.put("$ref", moved.toString());
  }

  private void items(ObjectNode object, ObjectNode written) {
    JsonNode tuple = object.get("prefixItems");
    JsonNode items = object.get("items");
    JsonNode rest = items;
    if (items instanceof ArrayNode) {
      tuple = items;
      rest = object.get("additionalItems");
    }
    if (tuple instanceof ArrayNode list && !list.isEmpty()) {
      ArrayNode all = NODES.arrayNode();
      list.forEach(each -> all.add(schema(each)));
      written.set("items", all);
      if (rest != null) {
        written.set("additionalItems", rest.isBoolean() ? rest : schema(rest));
      }
    } else if (rest != null) {
      written.set("items", schema(rest));
    }
  }

  private static void bounds(ObjectNode object, ObjectNode written) {
    bound(object, written, "minimum", "exclusiveMinimum", 1);
    bound(object, written, "maximum", "exclusiveMaximum", -1);
  }

  private static void bound(
      ObjectNode object, ObjectNode written, String inclusive, String exclusive, int sign) {
    JsonNode strict = object.get(exclusive);
    JsonNode loose = object.get(inclusive);
    if (strict == null) {
      return;
    }
    if (strict.isBoolean()) {
      written.set(exclusive, strict);
    } else if (strict.isNumber()
        && (loose == null || strict.decimalValue().compareTo(loose.decimalValue()) * sign >= 0)) {
      written.set(inclusive, strict);
      written.put(exclusive, true);
    }
  }

  private static void values(ObjectNode object, ObjectNode written, List<ObjectNode> further) {
    JsonNode constant = object.get("const");
    if (constant != null) {
      further.add(enumeration(List.of(constant)));
    }
    if (object.get("enum") instanceof ArrayNode list) {
      if (list.isEmpty()) {
        further.add(NODES.objectNode().set("not", NODES.objectNode()));
      } else {
        written.set("enum", enumeration(list.values()).get("enum"));
      }
    }
  }

  private static ObjectNode enumeration(Iterable<JsonNode> values) {
    ArrayNode all = NODES.arrayNode();
    Set<JsonNode> once = new LinkedHashSet<>();
    values.forEach(once::add);
    once.forEach(all::add);
    ObjectNode schema = NODES.objectNode();
    schema.set("enum", all);
    return schema;
  }

  private void objects(ObjectNode object, ObjectNode written, List<ObjectNode> further) {
    ObjectNode dependencies = NODES.objectNode();
    for (String keyword : List.of("dependencies", "dependentRequired", "dependentSchemas")) {
      for (Map.Entry<String, JsonNode> each : object.path(keyword).properties()) {
        JsonNode value = each.getValue();
        if (value instanceof ArrayNode names && names.isEmpty()) {
          continue;
        }
        JsonNode dependency = value.isArray() ? value : schema(value);
        if (dependencies.has(each.getKey())) {
          ObjectNode beside = NODES.objectNode();
          beside.set("dependencies", NODES.objectNode().set(each.getKey(), dependency));
          further.add(beside);
        } else {
          dependencies.set(each.getKey(), dependency);
        }
      }
    }
    if (!dependencies.isEmpty()) {
      written.set("dependencies", dependencies);
    }
    if (object.has("propertyNames")) {
      further.add(names(object.get("propertyNames")));
    }
    JsonNode unevaluated = object.get("unevaluatedProperties");
    if (unevaluated != null && APPLICATORS.stream().noneMatch(object::has)) {
      written.set(
          "additionalProperties", unevaluated.isBoolean() ? unevaluated : schema(unevaluated));
    }
  }

  /** Names that must look so, as a list of the properties that may be there. */
  private ObjectNode names(JsonNode names) {
    ObjectNode schema = NODES.objectNode();
    if (names.isBoolean()) {
      return names.booleanValue() ? schema : schema.put("maxProperties", 0);
    }
    Set<String> asked = new LinkedHashSet<>(names.propertyNames());
    asked.removeAll(Set.of("type", "title", "description", "$comment"));
    boolean text = names.path("type").asString("string").equals("string");
    ObjectNode allowed = NODES.objectNode();
    if (text && asked.equals(Set.of("pattern"))) {
      allowed.set(names.path("pattern").asString(""), NODES.objectNode());
      schema.set("patternProperties", allowed);
    } else if (text && asked.equals(Set.of("enum"))) {
      names
          .path("enum")
          .forEach(
              each -> {
                if (each.isString()) {
                  allowed.set(each.stringValue(), NODES.objectNode());
                }
              });
      schema.set("properties", allowed);
    } else if (!asked.isEmpty() || !text) {
      leaveOut("propertyNames");
      return schema;
    } else {
      return schema;
    }
    return schema.put("additionalProperties", false);
  }

  /** Some item is so, if it is an array: not all items are not so. */
  private void contains(ObjectNode object, List<ObjectNode> further) {
    JsonNode wanted = object.get("contains");
    if (wanted == null) {
      return;
    }
    int least = object.path("minContains").asInt(1);
    if (object.has("maxContains")) {
      leaveOut("maxContains");
    }
    if (least > 1) {
      leaveOut("minContains");
    }
    if (least < 1) {
      return;
    }
    ObjectNode exact = exactly(wanted, "contains");
    if (exact != null) {
      ObjectNode none = NODES.objectNode().put("type", "array");
      none.set("items", not(exact));
      further.add(not(none));
    }
  }

  /** If, then: not the one, or the other. */
  private void conditional(ObjectNode object, List<ObjectNode> further) {
    JsonNode condition = object.get("if");
    JsonNode positive = object.get("then");
    JsonNode negative = object.get("else");
    if (condition == null || (positive == null && negative == null)) {
      return;
    }
    ObjectNode exact = exactly(condition, "if");
    if (exact == null) {
      if (positive != null && negative != null) {
        further.add(either(schema(positive), schema(negative)));
      }
      return;
    }
    if (positive != null) {
      further.add(either(not(exact), schema(positive)));
    }
    if (negative != null) {
      further.add(either(exact, schema(negative)));
    }
  }

  private static ObjectNode either(JsonNode one, JsonNode other) {
    ObjectNode schema = NODES.objectNode();
    schema.set("anyOf", NODES.arrayNode().add(one).add(other));
    return schema;
  }

  private static ObjectNode not(JsonNode schema) {
    ObjectNode negated = NODES.objectNode();
    negated.set("not", schema);
    return negated;
  }
}
