package io.meshwork.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.MeshException;
import io.meshwork.model.event.Event;
import io.meshwork.model.event.Header;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectionTests {
  private static final String ORDER =
      """
      {"order": {"id": 12345678901234567890, "price": 1.10, "lines": [{"sku": "a"}, {"sku": "b"}],
       "customer": {"fullName": "\\u00c9va"}}, "noise": [1, 2]}""";

  private static String project(String transform, String payload) {
    return switch (Projection.parse(transform).project(event(payload))) {
      case Projected.Written(Event event) -> new String(event.payload(), StandardCharsets.UTF_8);
      case Projected.Unreadable(String reason) -> reason;
    };
  }

  private static Event event(String payload) {
    return event(payload.getBytes(StandardCharsets.UTF_8));
  }

  private static Event event(byte[] payload) {
    return new Event(null, payload, List.of(), 7);
  }

  private static MeshException refused(String transform) {
    return Assertions.catchThrowableOfType(MeshException.class, () -> Projection.parse(transform));
  }

  @Test
  void choosesAndRenamesFields() {
    assertThat(
            project(
                "{\"/id\":\"/order/id\",\"/customer/name\":\"/order/customer/fullName\"}", ORDER))
        .isEqualTo("{\"id\":12345678901234567890,\"customer\":{\"name\":\"\\u00c9va\"}}");
  }

  @Test
  void copiesValuesAsTheyAreWritten() {
    assertThat(project("{\"/p\":\"/order/price\",\"/l\":\"/order/lines\"}", ORDER))
        .isEqualTo("{\"p\":1.10,\"l\":[{\"sku\": \"a\"}, {\"sku\": \"b\"}]}");
  }

  @Test
  void goesIntoElementsByNumber() {
    assertThat(project("{\"/first\":\"/order/lines/0/sku\",\"/none\":\"/noise/2\"}", ORDER))
        .isEqualTo("{\"first\":\"a\"}");
    assertThat(project("{\"/x\":\"/noise/01\",\"/y\":\"/noise/-\"}", ORDER)).isEqualTo("{}");
  }

  @Test
  void leavesOutWhatIsNotThereWithTheObjectsThatItWouldLieIn() {
    assertThat(project("{\"/a/b/c\":\"/missing\",\"/a/d/e\":\"/noise/0\"}", ORDER))
        .isEqualTo("{\"a\":{\"d\":{\"e\":1}}}");
    assertThat(project("{\"/a/b\":\"/missing\"}", ORDER)).isEqualTo("{}");
    assertThat(project("{\"/a\":\"/x\"}", "{\"x\":null}")).isEqualTo("{\"a\":null}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"\":\"/noise\"} | {\"noise\": [1, 2]} | [1, 2]",
        "{\"\":\"\"} | ` 12 ` | 12",
        "{\"\":\"\"} | `  \"x\"\n` | \"x\"",
        "{\"/all\":\"\"} | ` {\"a\": 1} ` | {\"all\":{\"a\": 1}}",
        "{\"\":\"/x\"} | {\"a\":1} | `the payload holds nothing at '/x', which the transform makes the whole payload`",
      })
  void theWholePayloadIsAPlaceToo(String transform, String payload, String result) {
    assertThat(project(transform, payload)).isEqualTo(result);
  }

  @Test
  void theLastOfTwoMembersCounts() {
    assertThat(project("{\"/b\":\"/a/b\",\"/c\":\"/a/c\"}", "{\"a\":{\"b\":1},\"a\":{\"c\":2}}"))
        .isEqualTo("{\"c\":2}");
    assertThat(project("{\"/b\":\"/a/b\"}", "{\"a\":{\"b\":1},\"a\":7}")).isEqualTo("{}");
    assertThat(project("{\"/b\":\"/b\"}", "{\"b\":1,\"b\":2}")).isEqualTo("{\"b\":2}");
  }

  @Test
  void aSourceMayLieInAnotherAndGoToSeveralTargets() {
    assertThat(project("{\"/a\":\"/x\",\"/b\":\"/x/y\",\"/c\":\"/x/y\"}", "{\"x\":{\"y\":[1]}}"))
        .isEqualTo("{\"a\":{\"y\":[1]},\"b\":[1],\"c\":[1]}");
  }

  @Test
  void namesWithSlashesTildesQuotesAndOtherScripts() {
    assertThat(
            project("{\"/é\\\"~0~1\":\"/ü~1~0\"}", "{\"ü/~\":\"😀\",\"other\":\"\\ud83d\\ude00\"}"))
        .isEqualTo("{\"é\\\"~/\":\"😀\"}");
  }

  @Test
  void keepsKeyTimeAndHeadersButTheNameOfTheSchema() {
    byte[] key = {1};
    Header type = new Header("ce_type", "t".getBytes(StandardCharsets.UTF_8));
    Header schema = new Header("ce_dataschema", "s".getBytes(StandardCharsets.UTF_8));
    Header trace = new Header("traceparent", "p".getBytes(StandardCharsets.UTF_8));
    Event before =
        new Event(
            key, "{\"a\":1}".getBytes(StandardCharsets.UTF_8), List.of(type, schema, trace), 99);

    Projected after = Projection.parse("{\"/b\":\"/a\"}").project(before);

    assertThat(after)
        .isEqualTo(
            new Projected.Written(
                new Event(
                    key, "{\"b\":1}".getBytes(StandardCharsets.UTF_8), List.of(type, trace), 99)));
  }

  @Test
  void anEventWithoutPayloadStaysAsItIs() {
    Projection projection = Projection.parse("{\"/b\":\"/a\"}");
    Event tombstone = new Event(null, null, List.of(), 1);

    assertThat(projection.project(tombstone)).isEqualTo(new Projected.Written(tombstone));
    assertThat(projection.project(event(""))).isEqualTo(new Projected.Written(event("")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {" ", "hello secret", "{\"a\":1", "{\"a\":1} x", "{\"a\":NaN}", "{a:1}", "[1,]"})
  void whatIsNotJsonIsUnreadableAndNotRepeatedInTheReason(String payload) {
    assertThat(Projection.parse("{\"/b\":\"/a\"}").project(event(payload)))
        .isInstanceOfSatisfying(
            Projected.Unreadable.class,
            unreadable ->
                assertThat(unreadable.reason())
                    .startsWith("the payload is not JSON in UTF-8")
                    .doesNotContain("secret", "hello"));
  }

  @Test
  void readsAByteOrderMarkAndNoOtherEncoding() {
    byte[] marked = "\uFEFF{\"a\":[1]}".getBytes(StandardCharsets.UTF_8);
    byte[] wide = "{\"a\":[1]}".getBytes(StandardCharsets.UTF_16LE);
    Projection projection = Projection.parse("{\"/b\":\"/a\"}");

    assertThat(projection.project(event(marked)))
        .isEqualTo(new Projected.Written(event("{\"b\":[1]}")));
    assertThat(projection.project(event(wide))).isInstanceOf(Projected.Unreadable.class);
  }

  @Test
  void nestingAndNumbersAreBounded() {
    String deep = "[".repeat(501) + "]".repeat(501);
    String well = "{\"a\":" + "[".repeat(499) + "]".repeat(499) + "}";

    assertThat(project("{\"/b\":\"/a\"}", deep)).contains("500 deep");
    assertThat(project("{\"/b\":\"/a\"}", "{\"a\":" + "1".repeat(1_001) + "}"))
        .contains("1000 digits");
    assertThat(project("{\"/b\":\"/a\"}", well)).hasSize(well.length());
  }

  @Test
  void whatWouldComeOutTooLargeIsUnreadable() {
    String entries =
        IntStream.range(0, 200)
            .mapToObj(n -> "\"/%d\":\"\"".formatted(n))
            .collect(Collectors.joining(",", "{", "}"));

    assertThat(project(entries, "\"" + "x".repeat(1 << 20) + "\"")).contains("at most 67108864");
  }

  @Test
  void manyNamesThatNobodyAskedForAreNoHarm() {
    String members =
        IntStream.range(0, 50_000)
            .mapToObj(n -> "\"n%d\":%d".formatted(n, n))
            .collect(Collectors.joining(",", "{", "}"));

    assertThat(project("{\"/x\":\"/n49999\"}", members)).isEqualTo("{\"x\":49999}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | `` | A transform is a JSON object",
        "\"/a\" | `` | A transform is a JSON object",
        "{\"/a\":\"/b\" | `` | not a JSON object",
        "{\"/a\":\"/b\"} x | `` | not a JSON object",
        "{\"/a\":\"/b\",\"/a\":\"/c\"} | `` | names a target twice",
        "{} | `` | is empty",
        "{\"/a\":1} | /~1a | must name its source as a text",
        "{\"/a\":{\"/b\":\"/c\"}} | /~1a | must name its source as a text",
        "{\"a\":\"/b\"} | /a | 'a' is no JSON pointer, as the target",
        "{\"/a\":\"b\"} | /~1a | 'b' is no JSON pointer, as the source",
        "{\"/a\":\"/~2\"} | /~1a | '/~2' is no JSON pointer",
        "{\"/a\":\"/x\",\"/a/b\":\"/y\"} | /~1a~1b | Target '/a/b' and target '/a' exclude",
        "{\"/a/b\":\"/x\",\"/a\":\"/y\"} | /~1a | Target '/a' and target '/a/b' exclude",
        "{\"/a\":\"/x\",\"\":\"/y\"} | / | Target '' and target '/a' exclude",
      })
  void namesTheEntryThatIsAtFault(String transform, String pointer, String message) {
    MeshException refused = refused(transform);

    assertThat(refused.code()).isEqualTo(ProjectionError.INVALID_TRANSFORM);
    assertThat(refused.violations().getFirst().pointer()).isEqualTo(pointer);
    assertThat(refused.text()).contains(message);
  }

  @Test
  void namesAllEntriesThatAreAtFault() {
    assertThat(refused("{\"a\":\"b\",\"/ok\":\"/x\",\"/c\":3}").violations()).hasSize(3);
  }

  @Test
  void refusesWhatIsTooLarge() {
    String many =
        IntStream.range(0, 201)
            .mapToObj(n -> "\"/%d\":\"/x\"".formatted(n))
            .collect(Collectors.joining(",", "{", "}"));

    assertThat(refused(many).text()).contains("201 entries; at most 200");
    assertThat(refused("{\"/a\":\"/" + "x".repeat(20_000) + "\"}").text())
        .contains("at most 20000 are allowed");
    assertThat(refused("{\"/a\":\"" + "/x".repeat(65) + "\"}").text())
        .contains("has 65 steps; a source has at most 64");
    assertThat(refused(many).code()).isEqualTo(ProjectionError.TRANSFORM_LIMIT_EXCEEDED);
  }
}
