package io.meshwork.schema;

import io.meshwork.model.JsonText;
import io.meshwork.model.MeshException;
import io.meshwork.model.Violation;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Guesses a schema from sample payloads, to be edited by a person. It accepts every sample; what
 * samples happen not to show is left open: no enumerations, no lengths, additional properties
 * allowed.
 */
public final class SchemaInference {
  /** So many samples are taken at most. */
  public static final int MAX_SAMPLES = 1000;

  private SchemaInference() {}

  /**
   * A 2020-12 schema: types merged, required what every sample has, the formats {@code date-time},
   * {@code uri}, {@code email} and {@code uuid} where every text has them.
   *
   * @throws MeshException {@link SchemaError#INVALID_SAMPLE}: none, too many, or one is not JSON;
   *     pointers are into the list of samples
   */
  public static JsonText infer(List<JsonText> samples) {
    if (samples.isEmpty() || samples.size() > MAX_SAMPLES) {
      throw new MeshException(
          SchemaError.INVALID_SAMPLE,
          "There are %d samples; a schema is inferred from 1 to %d."
              .formatted(samples.size(), MAX_SAMPLES));
    }
    List<JsonNode> values = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      values.add(read(samples.get(i), i));
    }
    ObjectNode schema = SchemaDocument.MAPPER.createObjectNode();
    schema.put("$schema", SchemaDraft.DRAFT_2020_12.uri());
    schema.setAll(Shape.of(values).toSchema());
    return new JsonText(
        SchemaDocument.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(schema));
  }

  private static JsonNode read(JsonText sample, int index) {
    String fault;
    try {
      JsonNode value = SchemaDocument.SAMPLES.readTree(sample.value());
      if (!value.isMissingNode()) {
        return value;
      }
      fault = "It is empty; it must be one JSON value.";
    } catch (JacksonException e) {
      fault = SchemaDocument.fault(e);
    }
    throw new MeshException(
        SchemaError.INVALID_SAMPLE,
        "Sample %d cannot be used: %s".formatted(index + 1, fault),
        List.of(new Violation("/" + index, fault)));
  }
}
