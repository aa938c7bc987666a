package io.meshwork.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class PositionCommandTests {
  private static final String LINK = "orders@eu:eu~us";
  private static final String PATH = "/api/v1/links/orders%40eu%3Aeu%7Eus/position";

  private final ControlPlaneStub stub = new ControlPlaneStub();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @AfterEach
  void stop() {
    stub.close();
  }

  private int mesh(String... arguments) {
    List<String> all = new ArrayList<>(List.of("position", "--url", stub.url(), "--key", "k"));
    all.addAll(List.of(arguments));
    CommandLine line = MeshProgram.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(all.toArray(String[]::new));
  }

  private static String answer(String going, String moves) {
    return """
        {"link":"%s","partitions":[
          {"partition":0,"committed":"t:20:-1","behind":5,"gone":false,"going":%s},
          {"partition":1,"committed":null,"behind":0,"gone":false,"going":null}],
         "moves":[%s]}"""
        .formatted(LINK, going, moves);
  }

  private static final String BACK = "{\"position\":\"t:8:-1\",\"skipped\":0,\"repeated\":12}";

  @Test
  void showsWhereALinkStandsAndWhoMovedIt() {
    stub.on(
        "GET " + PATH,
        answer(
            "null",
            """
            {"number":3,"at":"2026-01-01T12:00:00Z","by":"olga","reason":"Replay of Monday.",
             "places":[{"partition":0,"position":"t:1:-1"}],"taken":1}"""));

    assertThat(mesh(LINK)).as(err.toString()).isZero();

    assertThat(out.toString())
        .contains("t:20:-1", "not begun", "move 3 of 2026-01-01T12:00:00Z by olga")
        .contains("taken in 1 of 1 partitions: Replay of Monday.");
  }

  @Test
  void saysWhatGoingElsewhereMeansAndChangesNothing() {
    stub.on("GET " + PATH + "?to=earliest&partition=0", answer(BACK, ""));

    assertThat(mesh(LINK, "--to", "earliest", "--partition", "0")).isEqualTo(2);

    assertThat(out.toString()).contains("12 repeated at the most. Nothing was changed");
  }

  @Test
  void movesToExactlyWhatItLookedAt() {
    stub.on("GET " + PATH + "?to=earliest", answer(BACK, ""));
    stub.on("POST " + PATH + ":move", answer(BACK, ""));

    assertThat(mesh(LINK, "--to", "earliest", "--move", "--reason", "Replay.")).isZero();

    assertThat(stub.asked().getLast())
        .contains("{\"partition\":0,\"position\":\"t:8:-1\"}", "\"reason\":\"Replay.\"")
        .doesNotContain("\"partition\":1");
    assertThat(out.toString()).contains("Moved: 0 events skipped, 12 repeated");
  }

  @Test
  void refusesToMoveWithoutAPlaceOrAReason() {
    assertThat(mesh(LINK, "--move")).isEqualTo(1);
    assertThat(mesh(LINK, "--move", "--to", "latest")).isEqualTo(1);

    assertThat(err.toString()).contains("--move needs --to");
  }
}
