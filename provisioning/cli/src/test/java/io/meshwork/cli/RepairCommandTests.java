package io.meshwork.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class RepairCommandTests {
  private static final String PATH = "/api/v1/links/orders%40eu%3Aeu%7Eus/verification";

  private static final String FOUND =
      """
      {"link":"orders@eu:eu~us","delivery":"effectively-once","from":"2026-01-01T00:00:00Z",
       "to":"2026-01-01T01:00:00Z","asked":"2026-01-01T01:00:00Z","next":null,
       "counts":{"crossings":1,"passed":1,"filtered":0,"refused":0,"compared":1,"counted":0,
         "notRetained":0,"unreadable":0},
       "findings":[
         {"difference":"hole","allowed":false,"events":5,
          "source":{"channel":"orders","partition":0,"from":"t:8","to":"t:13"},"target":null,
          "at":"2026-01-01T00:10:00Z","text":"5 events","repairable":true,"explanation":null},
         {"difference":"hole","allowed":true,"events":7,
          "source":{"channel":"orders","partition":1,"from":"t:20","to":"t:27"},"target":null,
          "at":"2026-01-01T00:10:00Z","text":"7 events","repairable":true,
          "explanation":"It was skipped by position move 3."},
         {"difference":"missing","allowed":false,"events":2,
          "source":{"channel":"orders","partition":2,"from":"t:1","to":"t:9"},"target":null,
          "at":"2026-01-01T00:10:00Z","text":"2 events","repairable":false,"explanation":null}],
       "moreFindings":0}""";

  private static final String BEGUN =
      """
      {"id":"123e4567-e89b-12d3-a456-426614174000","link":"orders@eu:eu~us","state":"running",
       "letters":[],"filter":null,"through":"2026-01-01T00:00:00Z","perSecond":100,
       "startedBy":"olga","startedAt":"2026-01-01T00:00:00Z","endedAt":null,"redriven":0,
       "refused":0,"left":null,"problem":null,
       "ranges":[{"partition":0,"from":"t:8","to":"t:13"}]}""";

  private final ControlPlaneStub stub = new ControlPlaneStub();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @AfterEach
  void stop() {
    stub.close();
  }

  private int mesh(String... arguments) {
    List<String> all =
        new ArrayList<>(List.of("repair", "--url", stub.url(), "--key", "k", "orders@eu:eu~us"));
    all.addAll(List.of(arguments));
    CommandLine line = MeshProgram.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(all.toArray(String[]::new));
  }

  @Test
  void saysWhatItWouldPullAndChangesNothing() {
    stub.on("GET " + PATH, FOUND);

    assertThat(mesh()).as(err.toString()).isEqualTo(2);

    assertThat(out.toString())
        .contains("t:8", "1 stretches would be pulled", "1 were skipped on purpose")
        .doesNotContain("t:20", "t:1 ");
  }

  @Test
  void pullsWhatIsMissingAsAWholeAndWhatWasSkippedOnlyWhenAsked() {
    stub.on("GET " + PATH, FOUND);
    stub.on("POST " + PATH + ":repair", BEGUN);

    assertThat(mesh("--yes")).as(err.toString()).isZero();
    assertThat(stub.asked().getLast()).contains("t:8").doesNotContain("t:20", "\"t:1\"");

    assertThat(mesh("--yes", "--skipped", "--per-second", "7")).isZero();
    assertThat(stub.asked().getLast()).contains("t:8", "t:20", "\"perSecond\":7");
    assertThat(out.toString()).contains("Ordered as 123e4567");
  }

  @Test
  void saysThatNothingIsMissing() {
    stub.on("GET " + PATH, FOUND.replace("\"repairable\":true", "\"repairable\":false"));

    assertThat(mesh("--yes")).isZero();

    assertThat(out.toString()).contains("Nothing is missing that could be pulled again.");
  }
}
