package io.meshwork.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.meshwork.model.JsonText;
import io.meshwork.model.MeshException;
import io.meshwork.model.Violation;
import io.meshwork.model.catalog.SchemaFormat;
import io.meshwork.model.catalog.SchemaSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EventSchemasTests {
  static CompiledSchema compile(String definition) {
    return EventSchemas.compile(new SchemaSpec(SchemaFormat.JSON_SCHEMA, new JsonText(definition)));
  }

  static MeshException refusal(String definition) {
    MeshException refused = catchThrowableOfType(MeshException.class, () -> compile(definition));
    assertThat(refused).as(definition.substring(0, Math.min(200, definition.length()))).isNotNull();
    return refused;
  }

  private static List<String> pointers(CompiledSchema schema, String payload) {
    return schema.validate(new JsonText(payload)).stream().map(Violation::pointer).toList();
  }

  @Test
  void pointsAtWhatIsWrongInThePayload() {
    CompiledSchema schema =
        compile(
            "{\"properties\":{\"a/b\":{\"items\":{\"type\":\"integer\"}}},\"required\":[\"c\"]}");

    assertThat(pointers(schema, "{\"a/b\":[1,\"x\"]}")).containsExactlyInAnyOrder("", "/a~1b/1");
    assertThat(pointers(schema, "{\"c\":1}")).isEmpty();
    assertThat(schema.draft()).isEqualTo(SchemaDraft.DRAFT_2020_12);
  }

  @ParameterizedTest
  @EnumSource(SchemaDraft.class)
  void validatesEveryDraftByItsName(SchemaDraft draft) {
    CompiledSchema schema =
        compile(
            "{\"$schema\":\"%s\",\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\",\"minimum\":3}}}"
                .formatted(draft.uri()));

    assertThat(schema.draft()).isEqualTo(draft);
    assertThat(pointers(schema, "{\"n\":3}")).isEmpty();
    assertThat(pointers(schema, "{\"n\":2}")).containsExactly("/n");
    assertThat(pointers(schema, "[]")).containsExactly("");
  }

  @Test
  void followsTheRulesOfTheDraftThatIsNamed() {
    String exclusive =
        "{\"$schema\":\"http://json-schema.org/draft-04/schema#\",\"minimum\":3,\"exclusiveMinimum\":true}";
    String tuple =
        "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"prefixItems\":[{\"type\":\"string\"}]}";
    String constant = "{\"$schema\":\"http://json-schema.org/draft-06/schema#\",\"const\":5}";
    String dependent =
        "{\"$schema\":\"https://json-schema.org/draft/2019-09/schema\",\"dependentRequired\":{\"a\":[\"b\"]}}";
    String conditional =
        "{\"$schema\":\"http://json-schema.org/draft-07/schema\",\"if\":{\"type\":\"string\"},\"then\":{\"minLength\":2}}";

    assertThat(pointers(compile(exclusive), "3")).hasSize(1);
    assertThat(pointers(compile(tuple), "[1]")).containsExactly("/0");
    assertThat(pointers(compile(constant), "6")).hasSize(1);
    assertThat(pointers(compile(dependent), "{\"a\":1}")).hasSize(1);
    assertThat(pointers(compile(conditional), "\"x\"")).hasSize(1);
  }

  @Test
  void refusesOtherFormatsNamingTheOneThatIsSupported() {
    for (SchemaFormat format : List.of(SchemaFormat.AVRO, SchemaFormat.PROTOBUF)) {
      MeshException refused =
          catchThrowableOfType(
              MeshException.class,
              () -> EventSchemas.compile(new SchemaSpec(format, new JsonText("\"x\""))));
      assertThat(refused.code()).isEqualTo(SchemaError.UNSUPPORTED_SCHEMA_FORMAT);
      assertThat(refused.text()).contains("json-schema");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"type\":\"strin\"}|/type",
        "{\"properties\":{\"a\":{\"minimum\":\"x\"}}}|/properties/a/minimum",
        "{\"required\":\"a\"}|/required",
        "{\"$schema\":\"http://example.com/mine\"}|/$schema",
        "{\"properties\":{\"a/b\":{\"$schema\":\"http://example.com/mine\"}}}|/properties/a~1b/$schema",
        "{\"pattern\":\"(\"}|/pattern",
        "{\"patternProperties\":{\"[a\":{}}}|/patternProperties/[a",
        "{\"items\":{\"$ref\":\"#/$defs/none\"}}|/items/$ref",
        "[]|``",
        "5|``",
        "{\"a\":1,\"a\":2}|``",
        "{\"a\"|``",
        "``|``",
      })
  void refusesWhatIsNoSchemaWithAPointer(String definition, String pointer) {
    MeshException refused = refusal(definition);

    assertThat(refused.code()).isEqualTo(SchemaError.INVALID_SCHEMA);
    assertThat(refused.violations()).extracting(Violation::pointer).contains(pointer);
  }

  @Test
  void fetchesNothing() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    server.start();
    try {
      String there = "http://127.0.0.1:" + server.getAddress().getPort() + "/s.json";
      for (String reference :
          List.of(
              there,
              there + "#/a",
              "other.json",
              "file:/etc/passwd",
              "classpath:/x.json",
              "//h/x")) {
        for (String keyword : List.of("$ref", "$dynamicRef")) {
          MeshException refused =
              refusal("{\"properties\":{\"a\":{\"%s\":\"%s\"}}}".formatted(keyword, reference));
          assertThat(refused.code()).as(reference).isEqualTo(SchemaError.REMOTE_SCHEMA_REFERENCE);
          assertThat(refused.violations().getFirst().pointer())
              .isEqualTo("/properties/a/" + keyword);
        }
      }
      refusal("{\"$schema\":\"%s\"}".formatted(there));
      refusal("{\"$id\":\"%s\",\"$ref\":\"more.json\"}".formatted(there));
      compile("{\"$id\":\"%s\",\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{}}}".formatted(there));
      assertThat(asked).hasValue(0);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void followsReferencesInsideTheDocument() {
    CompiledSchema byId =
        compile(
            "{\"$id\":\"http://x.test/root\",\"properties\":{\"a\":{\"$ref\":\"item\"}},\"$defs\":{\"i\":{\"$id\":\"item\",\"type\":\"integer\"}}}");
    CompiledSchema recursive =
        compile(
            "{\"properties\":{\"child\":{\"$ref\":\"#\"},\"$ref\":{\"type\":\"string\"}},\"required\":[\"n\"]}");

    assertThat(pointers(byId, "{\"a\":\"x\"}")).containsExactly("/a");
    assertThat(pointers(recursive, "{\"n\":1,\"child\":{\"n\":1,\"child\":{}}}"))
        .containsExactly("/child/child");
  }

  @Test
  void refusesSchemasThatApplyThemselvesWithoutEnd() {
    assertThat(refusal("{\"$ref\":\"#\"}").code()).isEqualTo(SchemaError.INVALID_SCHEMA);
    assertThat(
            refusal(
                    "{\"$defs\":{\"a\":{\"allOf\":[{\"$ref\":\"#/$defs/b\"}]},\"b\":{\"$ref\":\"#/$defs/a\"}}}")
                .text())
        .contains("again and again");
  }

  @Test
  void enforcesSizeAndDepth() {
    String deep = "{\"not\":".repeat(101) + "{}" + "}".repeat(101);
    String large = "{\"description\":\"" + "x".repeat(EventSchemas.MAX_CHARACTERS) + "\"}";

    assertThat(refusal(deep).code()).isEqualTo(SchemaError.SCHEMA_LIMIT_EXCEEDED);
    assertThat(refusal(deep).text()).contains("100");
    assertThat(refusal(large).code()).isEqualTo(SchemaError.SCHEMA_LIMIT_EXCEEDED);
  }

  @Test
  void givesUpAnExpressionThatWouldRunForAges() {
    for (String expression :
        List.of("^(a+)+$", "(a*)*b", "^(([a-z])+.)+[A-Z]([a-z])+$", "(.*a){20}b")) {
      CompiledSchema schema = compile("{\"pattern\":\"%s\"}".formatted(expression));

      List<Violation> violations =
          within(
              Duration.ofSeconds(5),
              () -> schema.validate(new JsonText("\"" + "a".repeat(5000) + "!\"")));

      assertThat(violations).as(expression).hasSize(1);
      assertThat(violations.getFirst().message()).isNotBlank();
    }
  }

  @Test
  void checksFormatsOfLongTextsInBoundedTime() {
    for (String format :
        List.of(
            "email",
            "uri",
            "hostname",
            "date-time",
            "ipv6",
            "regex",
            "idn-email",
            "uri-reference",
            "duration",
            "json-pointer",
            "uri-template",
            "iri",
            "idn-hostname",
            "time")) {
      CompiledSchema schema =
          compile(
              "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"format\":\"%s\"}"
                  .formatted(format));
      for (String part : List.of("a", "a.", "a@", "(", "1:", "%")) {
        String text = "\"" + part.repeat(50_000 / part.length()) + "!\"";
        within(Duration.ofSeconds(5), () -> schema.validate(new JsonText(text)));
      }
    }
  }

  @Test
  void givesUpASchemaWhoseBranchesMultiply() {
    String definitions =
        IntStream.range(0, 40)
            .mapToObj(
                i ->
                    "\"d%d\":{\"anyOf\":[{\"$ref\":\"#/$defs/d%d\"},{\"$ref\":\"#/$defs/d%d\"}]}"
                        .formatted(i, i + 1, i + 1))
            .collect(Collectors.joining(","));
    CompiledSchema schema =
        compile(
            "{\"$ref\":\"#/$defs/d0\",\"$defs\":{%s,\"d40\":{\"type\":\"string\"}}}"
                .formatted(definitions));

    List<Violation> violations =
        within(Duration.ofSeconds(20), () -> schema.validate(new JsonText("5")));

    assertThat(violations).hasSize(1);
    assertThat(violations.getFirst().message()).contains("steps");
  }

  @Test
  void hugeNumbersAreCheckedInBoundedTime() {
    CompiledSchema schema =
        compile(
            "{\"type\":[\"integer\",\"number\"],\"multipleOf\":0.1,\"minimum\":5,\"enum\":[1,1e400]}");

    for (String number :
        List.of("1e999999999", "-1e-999999999", "1e400", "123456789012345678901234567890.5")) {
      within(Duration.ofSeconds(5), () -> schema.validate(new JsonText(number)));
    }
  }

  private static List<Violation> within(Duration limit, Supplier<List<Violation>> work) {
    long start = System.nanoTime();
    List<Violation> violations = work.get();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(limit);
    return violations;
  }

  @Test
  void aPayloadThatIsNotJsonIsAViolationWithItsPlace() {
    CompiledSchema schema = compile("true");

    assertThat(
            schema.validate("{\"a\":\n tru}".getBytes(StandardCharsets.UTF_8)).getFirst().message())
        .startsWith("Not JSON, line 2");
    assertThat(schema.validate(new byte[0])).hasSize(1);
    assertThat(schema.validate(new byte[] {(byte) 0xff, (byte) 0xfe, 0x22})).hasSize(1);
    assertThat(schema.validate(new JsonText("1 2"))).hasSize(1);
    assertThat(schema.validate(new JsonText("[".repeat(100_000)))).hasSize(1);
  }

  @Test
  void reportsAHundredViolationsAtMost() {
    String many =
        IntStream.range(0, 500).mapToObj(i -> "\"x\"").collect(Collectors.joining(",", "[", "]"));

    assertThat(compile("{\"items\":{\"type\":\"integer\"}}").validate(new JsonText(many)))
        .hasSize(CompiledSchema.MAX_VIOLATIONS);
  }
}
