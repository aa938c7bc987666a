package io.meshwork.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class VerifyCommandTests {
  private static final String LINK = "orders@eu:eu~us";
  private static final String PATH = "GET /api/v1/links/orders%40eu%3Aeu%7Eus/verification";
  private static final String MISSING =
      """
      {"difference":"missing","allowed":%s,"events":2,
       "source":{"channel":"orders","partition":0,"from":"t:5","to":"t:7"},"target":null,
       "at":"2026-01-01T12:00:03Z","text":"2 events of orders/0 passed and not at the target."}""";

  private final ControlPlaneStub stub = new ControlPlaneStub();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @AfterEach
  void stop() {
    stub.close();
  }

  private int mesh(String... arguments) {
    List<String> all = new ArrayList<>(List.of("verify", "--url", stub.url(), "--key", "k"));
    all.addAll(List.of(arguments));
    CommandLine line = MeshProgram.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(all.toArray(String[]::new));
  }

  private static String page(String next, String findings) {
    return """
        {"link":"%s","delivery":"effectively-once","from":"2026-01-01T12:00:00Z",
         "to":"2026-01-01T12:30:00Z","asked":"2026-01-01T13:00:00Z","next":%s,
         "counts":{"crossings":4,"passed":100,"filtered":7,"refused":1,"compared":90,"counted":10,
           "notRetained":0,"unreadable":0},
         "findings":[%s],"moreFindings":0}"""
        .formatted(LINK, next, findings);
  }

  @Test
  void goesOnWhereAnAnswerEndedAndSumsUpInOneLine() {
    stub.on(PATH, page("\"2026-01-01T12:30:00Z\"", ""));
    stub.on(PATH + "?from=2026-01-01T12%3A30%3A00Z&to=2026-01-01T13%3A00%3A00Z", page("null", ""));

    assertThat(mesh(LINK)).as(err.toString()).isZero();

    assertThat(out.toString())
        .contains("equal; 8 crossings of 200 events: 180 compared one by one");
    assertThat(err.toString()).contains("100 events compared up to 2026-01-01T12:30:00Z");
  }

  @Test
  void exitsWithTwoWhereSomethingDiffersThatIsNotAllowed() {
    stub.on(PATH + "?from=2026-01-01T12%3A00%3A00Z", page("null", MISSING.formatted("false")));

    assertThat(mesh(LINK, "--from", "2026-01-01T12:00:00Z")).isEqualTo(2);

    assertThat(out.toString()).contains("FINDING", "missing", "orders/0 t:5..t:7", "NOT EQUAL");
  }

  @Test
  void showsHowFarVerificationInTheBackgroundIs() {
    stub.on(PATH + "/standing", standing("1", found(MISSING.formatted("false"))));

    assertThat(mesh(LINK, "--standing")).as(err.toString()).isEqualTo(2);

    assertThat(out.toString())
        .contains(
            "missing",
            "orders/0 t:5..t:7",
            "open",
            "1 OPEN",
            "31 s and 4 events behind",
            "never verified: 7 events, orders/0 t:1..t:2");
  }

  @Test
  void exitsWithZeroWhereNothingIsOpen() {
    stub.on(PATH + "/standing", standing("0", ""));

    assertThat(mesh(LINK, "--standing")).as(err.toString()).isZero();
    assertThat(mesh(LINK, "--standing", "-o", "json")).isZero();
    assertThat(mesh(LINK, "--standing", "--from", "2026-01-01T12:00:00Z")).isEqualTo(1);

    assertThat(out.toString()).contains("nothing open", "\"secondsBehind\"");
    assertThat(err.toString()).contains("--standing takes no --from");
  }

  private static String found(String finding) {
    return """
        {"id":"00000000-0000-0001-0000-000000000001","state":"open","finding":%s,
         "foundAt":"2026-01-01T12:00:03Z"}"""
        .formatted(finding);
  }

  private static String standing(String open, String found) {
    return """
        {"link":"%s","perSecond":1000,"since":"2026-01-01T12:00:00Z",
         "through":"2026-01-01T13:00:00Z","secondsBehind":31.2,"eventsBehind":4,
         "counts":{"events":100,"compared":90,"counted":3,"leftOut":7,"unreadable":0,"allowed":0,
           "explained":0},
         "findings":[%s],"open":%s,
         "leftOut":[{"source":{"channel":"orders","partition":0,"from":"t:1","to":"t:2"},
           "events":7,"at":"2026-01-01T12:00:03Z"}],
         "runAt":"2026-01-01T13:00:30Z","failed":0,"problem":null}"""
        .formatted(LINK, found, open);
  }

  @Test
  void exitsWithZeroWhereTheLinksClassAllowsWhatDiffers() {
    stub.on(PATH, page("null", MISSING.formatted("true")));

    assertThat(mesh(LINK, "-o", "json")).isZero();

    assertThat(out.toString()).contains("\"difference\"", "\"missing\"");
  }

  @Test
  void exitsWithOneWhereTheLinkIsNotThere() {
    assertThat(mesh("nowhere")).isEqualTo(1);
    assertThat(mesh(LINK, "--from", "yesterday")).isEqualTo(1);
  }
}
