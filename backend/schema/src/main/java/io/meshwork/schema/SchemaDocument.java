package io.meshwork.schema;

import io.meshwork.model.JsonText;
import io.meshwork.model.MeshException;
import io.meshwork.model.Violation;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads definitions and payloads. */
final class SchemaDocument {
  /** Payloads: numbers keep all their digits. */
  static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private static final JsonMapper DEFINITIONS =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(EventSchemas.MAX_DEPTH)
                          .build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  /** Samples to infer from: as payloads, but bounded so that the schema stays within its limits. */
  static final JsonMapper SAMPLES =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth((EventSchemas.MAX_DEPTH - 2) / 2)
                          .build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private SchemaDocument() {}

  /** Reads a definition within the limits. */
  static JsonNode read(JsonText definition) {
    int length = definition.value().length();
    if (length > EventSchemas.MAX_CHARACTERS) {
      throw new MeshException(
          SchemaError.SCHEMA_LIMIT_EXCEEDED,
          "The schema has %d characters; at most %d are allowed. Split the event type."
              .formatted(length, EventSchemas.MAX_CHARACTERS));
    }
    JsonNode node;
    try {
      node = DEFINITIONS.readTree(definition.value());
    } catch (StreamConstraintsException e) {
      throw new MeshException(
          SchemaError.SCHEMA_LIMIT_EXCEEDED,
          "The schema nests more than %d levels or has an overlong number or name. Move inner parts to '$defs' and refer to them."
              .formatted(EventSchemas.MAX_DEPTH));
    } catch (JacksonException e) {
      throw invalid("", fault(e));
    }
    if (!node.isObject() && !node.isBoolean()) {
      throw invalid(
          "", "A JSON Schema is an object, such as {\"type\": \"object\"}, or a boolean.");
    }
    return node;
  }

  /** The draft that {@code $schema} names, 2020-12 without. */
  static SchemaDraft draft(JsonNode definition) {
    JsonNode named = definition.path("$schema");
    if (named.isMissingNode()) {
      return SchemaDraft.DRAFT_2020_12;
    }
    return SchemaDraft.named(named.asString(""))
        .orElseThrow(
            () ->
                invalid(
                    "/$schema",
                    "'$schema' is %s; use one of %s."
                        .formatted(named.toString(), SchemaDraft.known())));
  }

  static MeshException invalid(String pointer, String message) {
    return new MeshException(
        SchemaError.INVALID_SCHEMA,
        pointer.isEmpty() ? message : "At '%s': %s".formatted(pointer, message),
        List.of(new Violation(pointer, message)));
  }

  /** What a parser says, with line and column. */
  static String fault(JacksonException fault) {
    TokenStreamLocation at = fault.getLocation();
    String line = fault.getOriginalMessage().lines().findFirst().orElse("").strip();
    return at == null
        ? "Not JSON: " + line
        : "Not JSON, line %d, column %d: %s".formatted(at.getLineNr(), at.getColumnNr(), line);
  }
}
