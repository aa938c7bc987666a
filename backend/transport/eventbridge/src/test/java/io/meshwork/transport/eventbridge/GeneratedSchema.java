package io.meshwork.transport.eventbridge;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Random schemas of draft 2020-12, and values that often are valid. */
final class GeneratedSchema {
  private static final List<String> VALUES =
      List.of("null", "true", "1", "2", "-3", "1.5", "\"a\"", "\"bb\"", "\"ccc\"");
  private static final List<String> NAMES = List.of("a", "bb", "ccc");

  private final Random random;

  GeneratedSchema(long seed) {
    this.random = new Random(seed);
  }

  String schema() {
    String definitions =
        "\"$defs\":{\"x\":%s,\"y\":%s}".formatted(schema(2, false), schema(2, true));
    String rest = schema(3, true);
    return rest.startsWith("{")
        ? "{" + definitions + (rest.equals("{}") ? "" : ",") + rest.substring(1)
        : "{" + definitions + ",\"not\":" + rest + "}";
  }

  private String schema(int depth, boolean references) {
    if (random.nextInt(10) == 0) {
      return String.valueOf(random.nextBoolean());
    }
    List<String> kinds = new ArrayList<>(List.of("type", "const", "enum", "min", "max", "text"));
    if (depth > 0) {
      kinds.addAll(
          List.of(
              "properties",
              "additional",
              "unevaluated",
              "names",
              "dependencies",
              "items",
              "contains",
              "not",
              "oneOf",
              "anyOf",
              "allOf",
              "if"));
    }
    if (references) {
      kinds.add("ref");
    }
    Collections.shuffle(kinds, random);
    List<String> keywords = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      keywords.add(keyword(kinds.get(i), depth - 1, references));
    }
    return "{" + String.join(",", keywords) + "}";
  }

  private String keyword(String kind, int depth, boolean references) {
    String one = depth < 0 ? "true" : schema(depth, references);
    String two = depth < 0 ? "true" : schema(depth, references);
    return switch (kind) {
      case "type" ->
          "\"type\":" + oneOf(List.of("\"object\"", "\"array\"", "[\"string\",\"number\"]"));
      case "const" -> "\"const\":" + oneOf(VALUES);
      case "enum" -> "\"enum\":[" + oneOf(VALUES) + "," + oneOf(VALUES) + "]";
      case "min" ->
          oneOf(List.of("\"minimum\":1", "\"exclusiveMinimum\":1", "\"minLength\":2"))
              + ",\"minProperties\":"
              + random.nextInt(2);
      case "max" ->
          oneOf(
              List.of(
                  "\"maximum\":1,\"exclusiveMaximum\":2",
                  "\"maximum\":2,\"exclusiveMaximum\":1",
                  "\"maxItems\":1"));
      case "text" -> oneOf(List.of("\"pattern\":\"^a\"", "\"examples\":[1]", "\"x-note\":\"x\""));
      case "properties" ->
          "\"properties\":{\"a\":%s,\"bb\":%s},\"required\":[\"a\"]".formatted(one, two);
      case "additional" ->
          "\"additionalProperties\":%s,\"patternProperties\":{\"^b\":%s}".formatted(one, two);
      case "unevaluated" ->
          "\"unevaluated%s\":%s".formatted(oneOf(List.of("Properties", "Items")), one);
      case "names" ->
          "\"propertyNames\":"
              + oneOf(
                  List.of(
                      "{\"pattern\":\"^a\"}", "{\"enum\":[\"a\",\"bb\"]}", "{\"maxLength\":2}"));
      case "dependencies" ->
          "\"dependentRequired\":{\"a\":[\"bb\"]},\"dependentSchemas\":{\"a\":%s,\"ccc\":%s}"
              .formatted(one, two);
      case "items" ->
          random.nextBoolean()
              ? "\"prefixItems\":[" + one + "],\"items\":" + two
              : "\"items\":" + one;
      case "contains" ->
          "\"contains\":" + one + oneOf(List.of("", ",\"minContains\":0", ",\"minContains\":2"));
      case "not" -> "\"not\":" + one;
      case "if" -> "\"if\":%s,\"then\":%s,\"else\":%s".formatted(one, two, one);
      case "ref" -> "\"$ref\":\"#/$defs/x\"";
      default -> "\"%s\":[%s,%s]".formatted(kind, one, two);
    };
  }

  String instance() {
    return instance(2);
  }

  private String instance(int depth) {
    int kind = depth == 0 ? 2 : random.nextInt(4);
    List<String> parts = new ArrayList<>();
    if (kind == 0) {
      for (int i = random.nextInt(3); i > 0; i--) {
        parts.add(instance(depth - 1));
      }
      return "[" + String.join(",", parts) + "]";
    }
    if (kind == 2) {
      return oneOf(VALUES);
    }
    for (String name : NAMES) {
      if (random.nextBoolean()) {
        parts.add("\"" + name + "\":" + instance(depth - 1));
      }
    }
    return "{" + String.join(",", parts) + "}";
  }

  private String oneOf(List<String> all) {
    return all.get(random.nextInt(all.size()));
  }
}
