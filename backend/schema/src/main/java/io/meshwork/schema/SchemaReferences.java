package io.meshwork.schema;

import io.meshwork.model.MeshException;
import io.meshwork.model.Violation;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/** Checks that a definition refers to nothing outside itself, and inside to what is there. */
final class SchemaReferences {
  private static final List<String> REFERENCES = List.of("$ref", "$dynamicRef", "$recursiveRef");
  private static final String META = "json-schema.org/draft";

  private SchemaReferences() {}

  /** Whether it is the address of a published meta-schema, which the library holds itself. */
  static boolean isMeta(String iri) {
    return iri.replaceFirst("^https?://", "").startsWith(META);
  }

  static void check(JsonNode definition, SchemaDraft draft) {
    String idKeyword = draft == SchemaDraft.DRAFT_4 ? "id" : "$id";
    Set<String> declared = new HashSet<>();
    boolean[] nested = {false};
    String base = definition.path(idKeyword).asString("");
    SchemaWalk.visit(
        definition,
        (pointer, schema) -> {
          String id = schema.path(idKeyword).asString("");
          if (!id.isEmpty() && !id.startsWith("#")) {
            declared.add(withoutFragment(resolve(base, id)));
            nested[0] |= !pointer.isEmpty();
          }
        });
    SchemaWalk.visit(
        definition,
        (pointer, schema) -> {
          for (String keyword : REFERENCES) {
            JsonNode reference = schema.path(keyword);
            if (reference.isString()) {
              String place = pointer + "/" + keyword;
              checkInside(place, reference.asString(), base, declared);
              if (!nested[0]) {
                checkThere(place, reference.asString(), definition);
              }
            }
          }
          checkDraft(pointer, schema);
        });
    SchemaCycles.check(definition);
  }

  private static void checkInside(
      String place, String reference, String base, Set<String> declared) {
    String target = withoutFragment(reference);
    if (target.isEmpty() || isMeta(target)) {
      return;
    }
    if (!declared.contains(withoutFragment(resolve(base, reference)))) {
      String message =
          "'%s' lies outside this schema, and nothing is fetched. Copy it into '$defs' and refer to '#/$defs/…'."
              .formatted(reference);
      throw new MeshException(
          SchemaError.REMOTE_SCHEMA_REFERENCE,
          "At '%s': %s".formatted(place, message),
          List.of(new Violation(place, message)));
    }
  }

  private static void checkThere(String place, String reference, JsonNode definition) {
    String pointer = localPointer(reference);
    if (pointer != null && target(definition, pointer).isMissingNode()) {
      throw SchemaDocument.invalid(place, "'%s' is not in this schema.".formatted(reference));
    }
  }

  private static void checkDraft(String pointer, JsonNode schema) {
    JsonNode named = schema.path("$schema");
    if (!named.isMissingNode() && SchemaDraft.named(named.asString("")).isEmpty()) {
      throw SchemaDocument.invalid(
          pointer + "/$schema",
          "'$schema' is %s; use one of %s.".formatted(named, SchemaDraft.known()));
    }
  }

  /** The JSON pointer that a reference into the same document is; {@code null}: it is none. */
  static @Nullable String localPointer(String reference) {
    if (reference.equals("#")) {
      return "";
    }
    if (!reference.startsWith("#/")) {
      return null;
    }
    try {
      return URLDecoder.decode(reference.substring(1).replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return reference.substring(1);
    }
  }

  static JsonNode target(JsonNode definition, String pointer) {
    return definition.at(JsonPointer.compile(pointer));
  }

  private static String resolve(String base, String reference) {
    try {
      return base.isEmpty() ? reference : URI.create(base).resolve(reference).toString();
    } catch (IllegalArgumentException e) {
      return reference;
    }
  }

  private static String withoutFragment(String uri) {
    int hash = uri.indexOf('#');
    return hash < 0 ? uri : uri.substring(0, hash);
  }
}
