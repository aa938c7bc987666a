package io.meshwork.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class TraceCommandTests {
  private static final String PATH = "GET /api/v1/event-types/orders.placed/trace?id=e-1";
  private static final String HELD =
      """
      {"kind":"transfer","region":"us","broker":"kafka-us","channel":"orders.us","link":"orders.placed@eu:eu~us",
       "subscription":null,"state":"absent","reason":"%s","text":"The filter holds it back.",
       "clauses":["data.total: [1]"],"next":%s,"places":[],"at":null,"afterMillis":null,"hops":[]}""";
  private static final String ENTRY =
      """
      {"kind":"entry","region":"eu","broker":"kafka-eu","channel":"orders","link":null,"subscription":null,
       "state":"%s","reason":%s,"text":"It was published once.","clauses":[],"next":null,
       "places":[{"partition":3,"position":"t:7","timestamp":"2026-01-01T12:00:00Z"}],
       "at":"2026-01-01T12:00:00Z","afterMillis":1500,"hops":[%s]}""";

  private final ControlPlaneStub stub = new ControlPlaneStub();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @AfterEach
  void stop() {
    stub.close();
  }

  private int mesh(String... arguments) {
    List<String> all =
        new ArrayList<>(
            List.of("trace", "--url", stub.url(), "--key", "k", "e-1", "--type", "orders.placed"));
    all.addAll(List.of(arguments));
    CommandLine line = MeshProgram.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(all.toArray(String[]::new));
  }

  private static String answer(String... entries) {
    return """
        {"eventType":"orders.placed","id":"e-1","from":"2026-01-01T11:50:00Z","to":"2026-01-01T12:10:00Z",
         "entries":[%s],"notes":["Judged by revision 7."]}"""
        .formatted(String.join(",", entries));
  }

  private static String found(String behind) {
    return ENTRY.formatted("found", "null", behind);
  }

  @Test
  void drawsTheWayAsATreeWithTimesAndReasons() {
    stub.on(PATH, answer(found(HELD.formatted("held-back", "null"))));

    assertThat(mesh()).as(err.toString()).isZero();

    assertThat(out.toString())
        .contains(
            "+ entry eu / kafka-eu: orders  2026-01-01T12:00:00Z (1.5 s)",
            "\n  at 3/t:7",
            "\n  - transfer us / kafka-us: orders.us by orders.placed@eu:eu~us",
            "\n    held-back: The filter holds it back.",
            "\n    - data.total: [1]",
            "note: Judged by revision 7.");
  }

  @Test
  void exitsWithTwoWhereAnEventIsMissingWithoutAReason() {
    stub.on(PATH, answer(found(HELD.formatted("unexplained", "\"mesh verify 'x'\""))));

    assertThat(mesh()).isEqualTo(2);

    assertThat(out.toString()).contains("next: mesh verify 'x'");
  }

  @Test
  void exitsWithTwoWhereTheEventWasPublishedNowhere() {
    stub.on(PATH, answer(ENTRY.formatted("absent", "\"not-published\"", "")));

    assertThat(mesh("-o", "json")).isEqualTo(2);

    assertThat(out.toString()).contains("\"not-published\"");
  }

  @Test
  void asksForATimeAndOneSubscription() {
    stub.on(
        PATH + "&around=2026-01-01T12%3A00%3A00Z&within=PT30S&subscription=mine",
        answer(ENTRY.formatted("undecided", "null", "")));

    assertThat(
            mesh("--around", "2026-01-01T12:00:00Z", "--within", "30s", "--subscription", "mine"))
        .as(err.toString())
        .isZero();

    assertThat(out.toString()).contains("? entry");
  }

  @Test
  void exitsWithOneOnAnError() {
    assertThat(mesh("--within", "soon")).isEqualTo(1);
    assertThat(err.toString()).contains("'soon' is no span of time; write 30s, 10m or 2h");
    assertThat(mesh()).isEqualTo(1);
  }
}
