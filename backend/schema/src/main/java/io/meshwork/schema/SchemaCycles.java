package io.meshwork.schema;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Refuses schemas that apply to a value by applying themselves to the same value, which would never
 * end. A depth-first search over "applies to the same value"; recursion into parts of a value is
 * fine and not followed.
 */
final class SchemaCycles {
  private static final List<String> ONE = List.of("not", "if", "then", "else");
  private static final List<String> MANY = List.of("allOf", "anyOf", "oneOf");

  private final JsonNode definition;

  /** By pointer: {@code false} while on the path, {@code true} once done. */
  private final Map<String, Boolean> done = new HashMap<>();

  private SchemaCycles(JsonNode definition) {
    this.definition = definition;
  }

  static void check(JsonNode definition) {
    SchemaCycles cycles = new SchemaCycles(definition);
    SchemaWalk.visit(
        definition,
        (pointer, schema) -> {
          if (schema.path("$ref").isString()) {
            cycles.follow(pointer);
          }
        });
  }

  private record Step(String pointer, Iterator<String> next) {}

  private void follow(String start) {
    if (done.containsKey(start)) {
      return;
    }
    Deque<Step> path = new ArrayDeque<>();
    push(path, start);
    for (Step step = path.peek(); step != null; step = path.peek()) {
      if (!step.next().hasNext()) {
        done.put(step.pointer(), true);
        path.pop();
        continue;
      }
      String next = step.next().next();
      @Nullable Boolean known = done.get(next);
      if (known == null) {
        push(path, next);
      } else if (!known) {
        throw SchemaDocument.invalid(
            step.pointer(), "It applies itself to the same value again and again, by reference.");
      }
    }
  }

  private void push(Deque<Step> path, String pointer) {
    done.put(pointer, false);
    path.push(new Step(pointer, sameValue(pointer).iterator()));
  }

  private List<String> sameValue(String pointer) {
    JsonNode schema = SchemaReferences.target(definition, pointer);
    List<String> next = new ArrayList<>();
    JsonNode reference = schema.path("$ref");
    if (reference.isString()) {
      String target = SchemaReferences.localPointer(reference.asString());
      if (target != null) {
        next.add(target);
      }
    }
    for (String keyword : ONE) {
      if (schema.path(keyword).isObject()) {
        next.add(pointer + "/" + keyword);
      }
    }
    for (String keyword : MANY) {
      for (int i = 0; i < schema.path(keyword).size(); i++) {
        next.add(pointer + "/" + keyword + "/" + i);
      }
    }
    return next;
  }
}
