package io.meshwork.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwork.model.JsonText;
import io.meshwork.model.MeshException;
import io.meshwork.model.Violation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SchemaInferenceTests {
  private static final JsonMapper JSON = new JsonMapper();

  private static JsonNode infer(String... samples) {
    return JSON.readTree(
        SchemaInference.infer(Arrays.stream(samples).map(JsonText::new).toList()).value());
  }

  @Test
  void mergesTypesAndRequiresWhatEverySampleHas() {
    JsonNode schema =
        infer(
            "{\"id\":1,\"note\":\"x\",\"n\":1}",
            "{\"id\":2,\"note\":null,\"n\":1.5}",
            "{\"id\":3,\"n\":2}");

    assertThat(schema.at("/$schema").asString()).endsWith("2020-12/schema");
    assertThat(schema.at("/properties/id/type").asString()).isEqualTo("integer");
    assertThat(schema.at("/properties/n/type").asString()).isEqualTo("number");
    assertThat(schema.at("/properties/note/type").toString()).isEqualTo("[\"string\",\"null\"]");
    assertThat(schema.at("/required").toString()).isEqualTo("[\"id\",\"n\"]");
    assertThat(schema.has("additionalProperties")).isFalse();
  }

  @Test
  void mergesTheItemsOfAllArrays() {
    JsonNode schema = infer("{\"l\":[{\"a\":1},{\"a\":2,\"b\":true}]}", "{\"l\":[]}");

    assertThat(schema.at("/properties/l/items/required").toString()).isEqualTo("[\"a\"]");
    assertThat(schema.at("/properties/l/items/properties/b/type").asString()).isEqualTo("boolean");
    assertThat(infer("[]").has("items")).isFalse();
  }

  @Test
  void recognisesFormatsOnlyWhereEveryTextHasThem() {
    JsonNode schema =
        infer(
            "{\"t\":\"2026-11-01T10:00:00Z\",\"d\":\"2026-02-30T10:00:00Z\",\"u\":\"https://a.test/x\",\"e\":\"a.b@c.org\",\"i\":\"123e4567-e89b-12d3-a456-426614174000\",\"m\":\"a@b.org\"}",
            "{\"t\":\"2026-11-01T10:00:00.5+01:00\",\"d\":\"2026-02-20T10:00:00Z\",\"u\":\"http://b\",\"e\":\"x@y.de\",\"i\":\"123e4567-e89b-12d3-a456-426614174001\",\"m\":\"none\"}");

    assertThat(schema.at("/properties/t/format").asString()).isEqualTo("date-time");
    assertThat(schema.at("/properties/u/format").asString()).isEqualTo("uri");
    assertThat(schema.at("/properties/e/format").asString()).isEqualTo("email");
    assertThat(schema.at("/properties/i/format").asString()).isEqualTo("uuid");
    assertThat(schema.at("/properties/m").has("format")).isFalse();
    assertThat(schema.at("/properties/d").has("format")).isFalse();
    assertThat(schema.toString()).doesNotContain("enum");
  }

  @Test
  void namesTheSampleThatCannotBeUsed() {
    assertThatThrownBy(() -> SchemaInference.infer(List.of(new JsonText("{}"), new JsonText("{"))))
        .isInstanceOfSatisfying(
            MeshException.class,
            e -> {
              assertThat(e.code()).isEqualTo(SchemaError.INVALID_SAMPLE);
              assertThat(e.text()).contains("Sample 2").contains("line 1");
              assertThat(e.violations()).extracting(Violation::pointer).containsExactly("/1");
            });
    assertThatThrownBy(() -> SchemaInference.infer(List.of(new JsonText(""))))
        .isInstanceOf(MeshException.class);
    assertThatThrownBy(() -> SchemaInference.infer(List.of())).hasMessageContaining("1 to 1000");
  }

  @Test
  void theDeepestSampleStillGivesASchemaWithinTheLimits() {
    String deep = "{\"a\":".repeat(49) + "1" + "}".repeat(49);
    String deeper = "[".repeat(60) + "]".repeat(60);

    assertThat(
            EventSchemasTests.compile(SchemaInference.infer(List.of(new JsonText(deep))).value())
                .validate(new JsonText(deep)))
        .isEmpty();
    assertThatThrownBy(() -> SchemaInference.infer(List.of(new JsonText(deeper))))
        .isInstanceOf(MeshException.class);
  }

  @Property(tries = 500)
  void acceptsAllItsSamples(@ForAll long seed) {
    Random random = new Random(seed);
    List<JsonText> samples = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(5); i++) {
      samples.add(new JsonText(value(random, 0)));
    }

    for (String schema :
        List.of(
            SchemaInference.infer(samples).value(),
            SchemaInference.infer(samples)
                .value()
                .replace(SchemaDraft.DRAFT_2020_12.uri(), SchemaDraft.DRAFT_7.uri()))) {
      CompiledSchema compiled = EventSchemasTests.compile(schema);
      for (JsonText sample : samples) {
        assertThat(compiled.validate(sample)).as("%s by %s", sample, schema).isEmpty();
      }
    }
  }

  private static String value(Random random, int depth) {
    List<String> leaves =
        List.of(
            "1",
            "1.0",
            "-2.5e3",
            "true",
            "null",
            "\"x\"",
            "\"2026-11-01T10:00:00Z\"",
            "\"2026-02-28T23:59:59.123-05:00\"",
            "\"https://a.test:80/b-c\"",
            "\"http://localhost/~x//\"",
            "\"x+y@z.org\"",
            "\"123e4567-e89b-12d3-a456-426614174000\"",
            "\"\"",
            "12345678901234567890123");
    int kind = depth < 3 ? random.nextInt(4) : 2;
    StringBuilder out = new StringBuilder();
    if (kind == 0) {
      for (String name : List.of("a", "b/~", "$ref", "enum")) {
        if (random.nextBoolean()) {
          out.append(out.isEmpty() ? "" : ",")
              .append('"')
              .append(name)
              .append("\":")
              .append(value(random, depth + 1));
        }
      }
      return "{" + out + "}";
    }
    if (kind == 1) {
      for (int i = random.nextInt(3); i > 0; i--) {
        out.append(out.isEmpty() ? "" : ",").append(value(random, depth + 1));
      }
      return "[" + out + "]";
    }
    return leaves.get(random.nextInt(leaves.size()));
  }
}
