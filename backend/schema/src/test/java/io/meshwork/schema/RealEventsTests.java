package io.meshwork.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.JsonText;
import io.meshwork.model.Violation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RealEventsTests {
  private static final JsonMapper JSON = new JsonMapper();

  private static String resource(String name) throws IOException {
    try (var in =
        Objects.requireNonNull(
            RealEventsTests.class.getResourceAsStream("/github-webhooks/" + name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<JsonNode> events() throws IOException {
    return resource("events.ndjson").lines().map(JSON::readTree).toList();
  }

  /** Each type's first example is older than the schema, which has more required properties. */
  @Test
  void realEventsOfTheSchemasOwnVersionAreValid() throws IOException {
    CompiledSchema schema = EventSchemasTests.compile(resource("schema.json"));

    List<String> valid =
        events().stream()
            .filter(
                event -> schema.validate(new JsonText(event.get("payload").toString())).isEmpty())
            .map(event -> event.get("name").asString())
            .toList();
    assertThat(valid)
        .containsExactly(
            "create", "create", "fork", "fork", "issues", "issues", "ping", "ping", "push", "push",
            "release", "release", "star", "star", "watch", "watch");
    assertThat(schema.draft()).isEqualTo(SchemaDraft.DRAFT_7);
  }

  @Test
  void aBrokenRealEventIsRefusedWithAPointer() throws IOException {
    String definition =
        resource("schema.json")
            .replaceFirst(
                "\"oneOf\":\\[\\{[^]]*]}\\s*$", "\"\\$ref\":\"#/definitions/push\\$event\"}");
    CompiledSchema schema = EventSchemasTests.compile(definition);
    String push =
        events().stream()
            .filter(event -> event.get("name").asString().equals("push"))
            .map(event -> event.get("payload").toString())
            .filter(payload -> schema.validate(new JsonText(payload)).isEmpty())
            .findFirst()
            .orElseThrow();

    assertThat(schema.validate(new JsonText(push))).isEmpty();
    assertThat(schema.validate(new JsonText(push.replaceFirst("\"ref\":\"[^\"]*\"", "\"ref\":5"))))
        .extracting(Violation::pointer)
        .contains("/ref");
  }

  @Test
  void namesTheFieldsOfAPublishedSchema() throws IOException {
    assertThat(SchemaFields.fieldNames(new JsonText(resource("schema.json"))))
        .contains("repository.owner.login", "commits.author.name", "issue.labels.color")
        .hasSizeLessThanOrEqualTo(SchemaFields.MAX_FIELDS);
  }

  @Test
  void namesEveryFieldOnceThoughTheSchemaRecurses() {
    String recursive =
        "{\"properties\":{\"a\":{\"$ref\":\"#/$defs/n\"},\"o\":{\"anyOf\":[{\"properties\":{\"x\":{}}}]}},\"$defs\":{\"n\":{\"properties\":{\"child\":{\"$ref\":\"#/$defs/n\"},\"tags\":{\"items\":{\"properties\":{\"t\":{}}}}}}}}";

    assertThat(SchemaFields.fieldNames(new JsonText(recursive)))
        .contains("a", "a.child", "a.tags.t", "o.x")
        .hasSizeLessThan(20);
  }

  @Test
  void infersASchemaThatTheRealEventsMeet() throws IOException {
    List<JsonText> samples =
        events().stream().map(event -> new JsonText(event.get("payload").toString())).toList();

    CompiledSchema schema = EventSchemasTests.compile(SchemaInference.infer(samples).value());

    assertThat(samples).allSatisfy(sample -> assertThat(schema.validate(sample)).isEmpty());
  }
}
