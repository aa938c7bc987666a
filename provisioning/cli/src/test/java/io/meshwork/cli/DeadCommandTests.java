package io.meshwork.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DeadCommandTests {
  private static final String LINK = "orders@eu:eu~us";
  private static final String PATH = "/api/v1/links/orders%40eu%3Aeu%7Eus";
  private static final String LETTER =
      """
      {"id":"3.t:7:0","channel":"orders","partition":3,"position":"t:7:0",
       "reason":"The event has 2000 bytes; the channel takes 1000.","attempts":2,
       "first":"2026-01-01T12:00:00Z","last":"2026-01-01T12:00:03Z","kept":"whole",
       "state":"waiting","event":%s}""";

  private final ControlPlaneStub stub = new ControlPlaneStub();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @AfterEach
  void stop() {
    stub.close();
  }

  private int mesh(String... arguments) {
    List<String> all = new ArrayList<>(List.of("dead"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--url", stub.url(), "--key", "k"));
    CommandLine line = MeshProgram.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(all.toArray(String[]::new));
  }

  private static String page(String channel, int waiting, String letters) {
    return """
        {"channel":%s,"since":"2026-01-01T11:00:00Z","waiting":%d,"redriven":1,"letters":[%s],
         "next":null,"complete":true,"payloadsVisible":true}"""
        .formatted(channel, waiting, letters);
  }

  private static String redrive(String state, int redriven, int refused, int left) {
    return """
        {"id":"123e4567-e89b-12d3-a456-426614174000","link":"%s","state":"%s","letters":[],
         "filter":null,"through":"2026-01-01T12:00:00Z","perSecond":100,"startedBy":"Olga",
         "startedAt":"2026-01-01T12:00:00Z","endedAt":null,"redriven":%d,"refused":%d,"left":%d,
         "problem":null}"""
        .formatted(LINK, state, redriven, refused, left);
  }

  private static String redrives(String redrive) {
    return "{\"items\":[%s],\"nextCursor\":null}".formatted(redrive);
  }

  @Test
  void listsWhatWaitsAndExitsWithTwo() {
    stub.on(
        "GET " + PATH + "/dead-letters?limit=100&all=false",
        page("\"mesh.dead\"", 1, LETTER.formatted("null")));

    assertThat(mesh("list", LINK)).as(err.toString()).isEqualTo(2);

    assertThat(out.toString()).contains("3.t:7:0", "takes 1000", "1 wait, 1 redriven");
  }

  @Test
  void exitsWithZeroWhereNothingWaits() {
    stub.on(
        "GET " + PATH + "/dead-letters?limit=5&all=true&before=2026-01-01T12%3A00%3A00Z",
        page("null", 0, ""));

    assertThat(mesh("list", LINK, "--all", "--limit", "5", "--before", "2026-01-01T12:00:00Z"))
        .as(err.toString())
        .isZero();

    assertThat(out.toString()).contains("keeps no dead letters");
  }

  @Test
  void showsALetterWithItsEvent() {
    stub.on(
        "GET " + PATH + "/dead-letters/3.t%3A7%3A0",
        LETTER.formatted(
            """
            {"at":"2026-01-01T11:59:00Z","key":"k7","headers":[{"name":"ce_id","value":"9"}],
             "encoding":"json","payload":"{\\"n\\":1}","payloadBytes":7}"""));

    assertThat(mesh("show", LINK, "3.t:7:0")).as(err.toString()).isZero();

    assertThat(out.toString())
        .contains("refused 2 times", "key k7", "ce_id: 9", "{\"n\":1}", "partition 3");
  }

  @Test
  void redrivesByFilterAndFollowsUntilItIsDone() {
    stub.on("POST " + PATH + "/dead-letters:redrive", redrive("running", 0, 0, 3));
    stub.on("GET " + PATH + "/redrives", redrives(redrive("done", 3, 0, 0)));

    assertThat(mesh("redrive", LINK, "--filter", "{\"data\":{\"n\":[1]}}", "--rate", "5"))
        .as(err.toString())
        .isZero();

    assertThat(out.toString()).contains("redrive done, 3 redriven, 0 refused again, 0 left");
  }

  @Test
  void exitsWithTwoWhereSomeAreRefusedAgain() {
    stub.on("POST " + PATH + "/dead-letters:resume", redrive("running", 0, 0, 3));
    stub.on("GET " + PATH + "/redrives", redrives(redrive("done", 2, 1, 0)));

    assertThat(mesh("redrive", LINK, "--resume")).as(err.toString()).isEqualTo(2);
  }

  @Test
  void stopsAndTellsWithoutWaiting() {
    stub.on("POST " + PATH + "/dead-letters:stop", redrive("stopped", 1, 0, 2));
    stub.on("GET " + PATH + "/redrives", redrives(redrive("stopped", 1, 0, 2)));

    assertThat(mesh("redrive", LINK, "--stop")).as(err.toString()).isZero();
    assertThat(mesh("redrive", LINK, "--status")).as(err.toString()).isZero();

    assertThat(out.toString()).contains("redrive stopped, 1 redriven");
  }

  @Test
  void wantsToBeToldWhich() {
    assertThat(mesh("redrive", LINK)).isEqualTo(1);
    assertThat(mesh("redrive", LINK, "--all", "--stop")).isEqualTo(1);
    assertThat(mesh()).isEqualTo(1);
  }
}
