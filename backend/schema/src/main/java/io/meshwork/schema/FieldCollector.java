package io.meshwork.schema;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Collects property paths breadth first, so that a bound cuts the deepest ones off. */
final class FieldCollector {
  private static final List<String> ONE =
      List.of("not", "if", "then", "else", "items", "additionalItems", "contains");
  private static final List<String> MANY =
      List.of("allOf", "anyOf", "oneOf", "prefixItems", "items");

  /** So many schemas are looked at, however often references lead to the same one. */
  private static final int MAX_VISITS = 100_000;

  private static final int MAX_DEPTH = 32;

  private record Place(String path, int depth, JsonNode schema, Set<String> followed) {}

  private final JsonNode root;
  private final Set<String> names;
  private final Deque<Place> open = new ArrayDeque<>();

  FieldCollector(JsonNode root, Set<String> names) {
    this.root = root;
    this.names = names;
  }

  void collect() {
    open.add(new Place("", 0, root, Set.of()));
    for (int i = 0; i < MAX_VISITS && names.size() < SchemaFields.MAX_FIELDS; i++) {
      Place place = open.poll();
      if (place == null) {
        return;
      }
      visit(place);
    }
  }

  private void visit(Place place) {
    JsonNode schema = place.schema();
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      String path =
          place.path().isEmpty() ? property.getKey() : place.path() + "." + property.getKey();
      if (names.size() < SchemaFields.MAX_FIELDS) {
        names.add(path);
      }
      if (place.depth() < MAX_DEPTH) {
        open.add(new Place(path, place.depth() + 1, property.getValue(), place.followed()));
      }
    }
    for (String keyword : ONE) {
      if (schema.path(keyword).isObject()) {
        same(place, schema.path(keyword));
      }
    }
    for (String keyword : MANY) {
      if (schema.path(keyword).isArray()) {
        schema.path(keyword).forEach(branch -> same(place, branch));
      }
    }
    JsonNode reference = schema.path("$ref");
    String target =
        reference.isString() ? SchemaReferences.localPointer(reference.asString()) : null;
    if (target != null && !place.followed().contains(target)) {
      Set<String> followed = new HashSet<>(place.followed());
      followed.add(target);
      JsonNode there = SchemaReferences.target(root, target);
      open.add(new Place(place.path(), place.depth(), there, followed));
    }
  }

  private void same(Place place, JsonNode schema) {
    open.add(new Place(place.path(), place.depth(), schema, place.followed()));
  }
}
