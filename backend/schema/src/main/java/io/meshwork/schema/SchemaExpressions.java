package io.meshwork.schema;

import java.util.Set;
import java.util.regex.PatternSyntaxException;
import tools.jackson.databind.JsonNode;

/** Checks that every regular expression of a definition compiles. */
final class SchemaExpressions {
  private SchemaExpressions() {}

  static void check(JsonNode definition) {
    SchemaWalk.visit(
        definition,
        (pointer, schema) -> {
          if (schema.path("pattern").isString()) {
            check(pointer + "/pattern", schema.path("pattern").asString());
          }
          Set<String> names = Set.copyOf(schema.path("patternProperties").propertyNames());
          for (String name : names) {
            check(pointer + "/patternProperties/" + SchemaWalk.escape(name), name);
          }
        });
  }

  private static void check(String pointer, String expression) {
    try {
      BoundedExpression.of(expression);
    } catch (PatternSyntaxException e) {
      throw SchemaDocument.invalid(
          pointer,
          "'%s' is no regular expression: %s near character %d."
              .formatted(expression, e.getDescription(), Math.max(0, e.getIndex())));
    }
  }
}
