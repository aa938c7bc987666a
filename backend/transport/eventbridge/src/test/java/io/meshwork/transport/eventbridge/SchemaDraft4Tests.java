package io.meshwork.transport.eventbridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.meshwork.model.catalog.SchemaFormat;
import io.meshwork.transport.eventbridge.SchemaConversion.Fidelity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class SchemaDraft4Tests {
  private static final JsonMapper MAPPER = new JsonMapper();

  @Property(tries = 80)
  void whatWasValidStaysValidAndNothingElseBecomesSoWhereItIsExact(@ForAll long seed) {
    GeneratedSchema generated = new GeneratedSchema(seed);
    String original = generated.schema();
    SchemaConversion conversion = SchemaDraft4.of(SchemaFormat.JSON_SCHEMA, original);
    assertThat(conversion.content()).as(original).isNotNull();
    Schema before = schema(SpecificationVersion.DRAFT_2020_12, original);
    Schema after =
        schema(SpecificationVersion.DRAFT_4, Objects.requireNonNull(conversion.content()));

    for (int i = 0; i < 20; i++) {
      String instance = generated.instance();
      boolean was = isValid(before, instance);
      boolean is = isValid(after, instance);
      assertThat(is || !was)
          .as("%s as %s on %s", original, conversion.content(), instance)
          .isTrue();
      if (conversion.fidelity() == Fidelity.EXACT) {
        assertThat(is)
            .as("%s as %s on %s", original, conversion.content(), instance)
            .isEqualTo(was);
      }
    }
  }

  @Test
  void convertsTheSchemasOfGithubsWebhooksExactly() throws IOException {
    String original = resource("schema.json");
    SchemaConversion conversion = SchemaDraft4.of(SchemaFormat.JSON_SCHEMA, original);

    assertThat(conversion.fidelity()).as("%s", conversion.reasons()).isEqualTo(Fidelity.EXACT);
    Schema before = schema(SpecificationVersion.DRAFT_7, original);
    Schema after =
        schema(SpecificationVersion.DRAFT_4, Objects.requireNonNull(conversion.content()));
    int valid = 0;
    for (String line : resource("events.ndjson").lines().toList()) {
      ObjectNode payload = (ObjectNode) MAPPER.readTree(line).get("payload");
      boolean was = before.validate(payload).isEmpty();
      assertThat(after.validate(payload).isEmpty()).isEqualTo(was);
      valid += was ? 1 : 0;
      for (String broken : was && valid == 1 ? payload.propertyNames() : List.<String>of()) {
        ObjectNode other = payload.deepCopy().put(broken, "?");
        assertThat(after.validate(other).isEmpty())
            .as(broken)
            .isEqualTo(before.validate(other).isEmpty());
      }
    }
    assertThat(valid).as("some of the examples are older than the schemas").isPositive();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'const':1}|{'enum':[1]}",
        "{'minimum':1,'exclusiveMinimum':2}|{'exclusiveMinimum':true,'minimum':2}",
        "{'maximum':1,'exclusiveMaximum':2}|{'maximum':1}",
        "{'prefixItems':[true],'items':false}|{'additionalItems':false,'items':[{}]}",
        "{'dependentRequired':{'a':['b']}}|{'dependencies':{'a':['b']}}",
        "{'$defs':{'x':{'type':'null'}},'$ref':'#/$defs/x'}|{'$ref':'#/definitions/x','definitions':{'x':{'type':'null'}}}",
        "{'properties':{'a':false},'examples':[1]}|{'properties':{'a':{'not':{}}}}",
        "{'unevaluatedProperties':false}|{'additionalProperties':false}",
        "{'propertyNames':{'pattern':'^a'}}|{'additionalProperties':false,'patternProperties':{'^a':{}}}",
        "{'if':{'type':'null'},'then':{'const':null}}|{'anyOf':[{'not':{'type':'null'}},{'enum':[null]}]}",
        "{'contains':{'const':1}}|{'not':{'items':{'not':{'enum':[1]}},'type':'array'}}"
      })
  void saysTheSameInDraftFour(String original, String expected) {
    SchemaConversion conversion = convert(original);

    assertThat(conversion.fidelity()).as("%s", conversion.reasons()).isEqualTo(Fidelity.EXACT);
    Json.assertSame(conversion.content(), expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'$dynamicRef':'#a'}|'$dynamicRef'",
        "{'allOf':[{}],'unevaluatedProperties':false}|'unevaluatedProperties'",
        "{'unevaluatedItems':false}|'unevaluatedItems'",
        "{'contains':true,'maxContains':2}|'maxContains'",
        "{'propertyNames':{'maxLength':3}}|'propertyNames'",
        "{'not':{'propertyNames':{'maxLength':3}}}|'not'",
        "{'oneOf':[{'propertyNames':{'maxLength':3}}]}|becomes 'anyOf'",
        "{'$ref':'https://example.org/other.json'}|'$ref' to 'https://example.org/other.json'"
      })
  void saysWhatItLeavesOut(String original, String reason) {
    SchemaConversion conversion = convert(original);

    assertThat(conversion.fidelity()).isEqualTo(Fidelity.WIDER);
    assertThat(conversion.reasons()).anyMatch(each -> each.contains(reason));
  }

  @Test
  void keepsNoExactnessAcrossAReferenceToSomethingWider() {
    SchemaConversion conversion =
        convert("{'$defs':{'x':{'propertyNames':{'maxLength':3}}},'not':{'$ref':'#/$defs/x'}}");

    assertThat(conversion.content()).doesNotContain("\"not\"");
    assertThat(conversion.reasons()).hasSize(2);
  }

  @Test
  void skipsWhatTheRegistryCannotHoldAndSaysWhy() {
    assertThat(SchemaDraft4.of(SchemaFormat.AVRO, "{}").reasons())
        .singleElement()
        .asString()
        .contains("not Avro");
    assertThat(SchemaDraft4.of(SchemaFormat.JSON_SCHEMA, "{").reasons())
        .containsExactly("The schema is not JSON.");
    assertThat(convert("{'$ref':'#/components/x','components':{'x':{}}}").reasons())
        .singleElement()
        .asString()
        .contains("'#/components/x' points to");
    assertThat(convert("{'properties':{'a':{'$id':'other'}}}").fidelity())
        .isEqualTo(Fidelity.SKIPPED);
    assertThat(convert("{'description':'" + "x".repeat(100_001) + "'}").reasons())
        .singleElement()
        .asString()
        .contains("'Schema content length' allows 100000");
  }

  private static SchemaConversion convert(String original) {
    return SchemaDraft4.of(SchemaFormat.JSON_SCHEMA, original.replace('\'', '"'));
  }

  private static Schema schema(SpecificationVersion version, String text) {
    return SchemaRegistry.withDefaultDialect(version).getSchema(text, InputFormat.JSON);
  }

  private static boolean isValid(Schema schema, String instance) {
    return schema.validate(instance, InputFormat.JSON).isEmpty();
  }

  private static String resource(String name) throws IOException {
    try (var in =
        Objects.requireNonNull(
            SchemaDraft4Tests.class.getResourceAsStream("/github-webhooks/" + name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Compares JSON whatever its quotes. */
  private static final class Json {
    static void assertSame(String content, String expected) {
      JsonNode actual = MAPPER.readTree(content);
      ((ObjectNode) actual).remove(List.of("$schema"));
      assertThat(actual).isEqualTo(MAPPER.readTree(expected.replace('\'', '"')));
    }
  }
}
