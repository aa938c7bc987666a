package io.meshwork.transport.eventbridge;

import io.meshwork.model.catalog.SchemaFormat;
import io.meshwork.transport.eventbridge.SchemaConversion.Fidelity;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes schemas of the catalog as EventBridge's registry takes them. Invariant: a payload that is
 * valid under the original is valid under the result; the other way round too where it is exact.
 *
 * <p>Two things are taken as equal that are not quite: {@code integer}, which draft 4 leaves open
 * for {@code 1.0}, and {@code format}, which later drafts only note.
 */
final class SchemaDraft4 {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private static final String DRAFT_4 = "http://json-schema.org/draft-04/schema#";

  private SchemaDraft4() {}

  static SchemaConversion of(SchemaFormat format, String definition) {
    return switch (format) {
      case JSON_SCHEMA -> of(definition);
      case AVRO, PROTOBUF ->
          SchemaConversion.skipped(
              "EventBridge's schema registry holds JSON Schema and OpenAPI only, not %s."
                  .formatted(format == SchemaFormat.AVRO ? "Avro" : "Protocol Buffers"));
    };
  }

  private static SchemaConversion of(String definition) {
    JsonNode schema;
    try {
      schema = MAPPER.readTree(definition);
    } catch (JacksonException e) {
      return SchemaConversion.skipped("The schema is not JSON.");
    }
    // What a reference points to counts as exact until something turns out not to be.
    Draft4Writer writer = new Draft4Writer(schema, true);
    JsonNode written = writer.write();
    if (!writer.reasons().isEmpty()) {
      writer = new Draft4Writer(schema, false);
      written = writer.write();
    }
    if (writer.obstacle() != null) {
      return SchemaConversion.skipped(writer.obstacle());
    }
    String lost = lostReference(written, written);
    if (lost != null) {
      return SchemaConversion.skipped(
          "Its reference '%s' points to a place that draft 4 does not have.".formatted(lost));
    }
    ((ObjectNode) written).put("$schema", DRAFT_4);
    String content = MAPPER.writeValueAsString(MAPPER.treeToValue(written, Map.class));
    if (content.length() > Quota.SCHEMA_SIZE.byDefault()) {
      return SchemaConversion.skipped(
          Quota.SCHEMA_SIZE.broken("It", content.length(), Quota.SCHEMA_SIZE.byDefault()));
    }
    List<String> reasons = writer.reasons().stream().distinct().toList();
    return new SchemaConversion(
        reasons.isEmpty() ? Fidelity.EXACT : Fidelity.WIDER, content, reasons);
  }

  private static @Nullable String lostReference(JsonNode node, JsonNode root) {
    JsonNode reference = node.get("$ref");
    if (reference != null && reference.isString()) {
      String pointer = reference.stringValue().substring(1);
      if (root.at(JsonPointer.compile(pointer)).isMissingNode()) {
        return reference.stringValue();
      }
    }
    for (JsonNode child : node) {
      String lost = lostReference(child, root);
      if (lost != null) {
        return lost;
      }
    }
    return null;
  }
}
