package io.meshwork.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.api.Documents;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import picocli.CommandLine;

/** Plans and deployments on the command line: what is asked, what is told, and how it exits. */
class SafeChangeTests {
  private static final String PLAN = "c0a8012e-0000-4000-8000-000000000001";
  private static final String DEPLOYMENT = "c0a8012e-0000-4000-8000-000000000002";
  private static final String CREATE =
      """
      {"number":1,"phase":"expand","verb":"create","region":"us","broker":"k-us",
       "resource":"topic a|b","changes":[{"name":"partitions","before":null,"after":"6"}],
       "safety":"reversible","precondition":"it is not there","consequence":null,
       "causes":["EventType orders"],"waitsFor":[],"undo":"Undo deletes it."}""";
  private static final String DELETE =
      """
      {"number":2,"phase":"contract","verb":"delete","region":"us","broker":"k-us",
       "resource":"topic old","changes":[],"safety":"irreversible","precondition":"nobody uses it",
       "consequence":"3 events are lost, 100%.","causes":["EventType orders"],
       "waitsFor":["every relay has it","the time is over"],"undo":"Until then undo cancels it."}""";
  private static final String BLOCKED =
      """
      {"code":"HAS_READERS","subject":"topic old on k-us","reason":"<Readers> & \\"more\\".",
       "broker":"k-us","resource":"topic old","changes":[],
       "readers":[{"group":"g","members":2,"lag":7}],
       "traffic":{"retained":9,"lastHour":3,"lastDay":5},"causes":["EventType orders"],
       "forcible":true}""";

  private final ControlPlaneStub stub = new ControlPlaneStub();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;

  @AfterEach
  void stop() {
    stub.close();
  }

  private int mesh(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--url", stub.url(), "--key", "a-key"));
    CommandLine line = MeshProgram.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(all.toArray(String[]::new));
  }

  private static String plan(String state, String actions, String blocked) {
    return """
        {"id":"%s","scope":{"team":null,"resources":[{"kind":"EventType","name":"orders"}]},
         "revision":3,"createdAt":"2026-11-01T00:00:00Z","createdBy":"ci","state":"%s",
         "actions":[%s],"blocked":[%s],"prices":[{"broker":"b","what":"storage","unit":"GiB-month",
           "quantity":2,"unitPrice":0.1,"currency":"EUR","source":"list","asOf":"2026-11-01"}],
         "allowances":{"adopt":[],"force":[]},"undoes":null,"restores":null,"notes":%s}"""
        .formatted(PLAN, state, actions, blocked, "[\"Creates EventType orders in the catalog.\"]");
  }

  private static String deployment(String state, String steps) {
    return """
        {"id":"%s","plan":"%s","state":"%s","startedBy":"ci","startedAt":"2026-11-01T00:00:00Z",
         "endedAt":"2026-11-01T00:00:01Z","problem":null,"steps":[%s],
         "contract":{"open":true,"undoUntil":"2026-11-02T00:00:00Z","hurriedBy":null,
           "hurryReason":null},"undoneBy":null}"""
        .formatted(DEPLOYMENT, PLAN, state, steps);
  }

  private static final String STEPS =
      """
      {"action":1,"state":"done","message":null,"startedAt":null,"endedAt":null,"waitsFor":[]},
      {"action":2,"state":"waiting","message":null,"startedAt":null,"endedAt":null,
       "waitsFor":[{"why":"undo-window","message":"Undoing is exact.","until":"2026-11-02T00:00:00Z"}]}""";

  private String documents() throws IOException {
    Files.writeString(
        folder.resolve("mesh.yaml"),
        """
        # The shop's.

        apiVersion: mesh/v1
        kind: EventType
        metadata: {name: orders, team: shop}
        spec: {schema: {format: json-schema, definition: {type: object}}}
        """);
    return folder.toString();
  }

  @Test
  void plansExactlyTheFilesOverWhatTheyName() throws IOException {
    stub.on("POST /api/v1/plans", plan("ready", CREATE + "," + DELETE, ""));

    int code = mesh("plan", "-f", documents(), "--set", "web", "--prune");

    assertThat(code).as(err.toString()).isEqualTo(2);
    assertThat(stub.asked().getFirst())
        .contains(
            "\"scope\":{\"team\":null,\"resources\":[{\"kind\":\"EventType\",\"name\":\"orders\"}]}")
        .contains("\"set\":\"web\"", "\"prune\":\"web\"");
    assertThat(out.toString())
        .contains("First, in the catalog", "Creates EventType orders")
        .contains(
            "1. EXPAND", "3. CONTRACT", "waits until every relay has it; and the time is over")
        .contains("+ topic a|b", "! 3 events are lost", "undo: Until then undo cancels it.")
        .contains("2 x 0.1 = 0.2 EUR", "mesh deploy " + PLAN);
  }

  @Test
  void refusesToPruneByAFileThatMayNotBeTheWholeSet() throws IOException {
    String file = documents() + "/mesh.yaml";

    assertThat(mesh("apply", "-f", file, "--set", "web", "--prune")).isEqualTo(1);
    assertThat(mesh("apply", "-f", folder.toString(), "--prune")).isEqualTo(1);
    assertThat(err.toString()).contains("single file", "--prune needs --set");
    assertThat(stub.asked()).isEmpty();
  }

  @Test
  void tellsWhoNoticesWhatIsBlockedAndHowToForceIt() {
    stub.on("POST /api/v1/plans", plan("blocked", "", BLOCKED));

    assertThat(mesh("plan")).isEqualTo(3);
    assertThat(out.toString())
        .contains("group g (2 members, 7 events behind)", "9 events are kept, 3 of the last hour")
        .contains("--force 'k-us:topic old=REASON'");

    mesh("plan", "--force", "k-us:topic old=it is over", "--adopt", "k-us:topic theirs");
    assertThat(stub.asked().getLast())
        .contains("\"resource\":\"topic old\",\"reason\":\"it is over\"")
        .contains("\"adopt\":[{\"broker\":\"k-us\",\"resource\":\"topic theirs\"");
    assertThat(mesh("plan", "--force", "k-us:topic old")).isEqualTo(1);
    assertThat(mesh("plan", "--adopt", "nonsense")).isEqualTo(1);
  }

  @Test
  void writesJUnitThatAParserReads() throws Exception {
    stub.on("POST /api/v1/plans", plan("blocked", CREATE, BLOCKED));

    assertThat(mesh("plan", "-o", "junit")).isEqualTo(3);

    Element suite =
        DocumentBuilderFactory.newDefaultInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(out.toString().getBytes(StandardCharsets.UTF_8)))
            .getDocumentElement();
    assertThat(suite.getAttribute("tests")).isEqualTo("2");
    assertThat(suite.getAttribute("failures")).isEqualTo("1");
    Element failure = (Element) suite.getElementsByTagName("failure").item(0);
    assertThat(failure.getAttribute("type")).isEqualTo("HAS_READERS");
    assertThat(failure.getAttribute("message")).startsWith("<Readers> & \"more\".");
  }

  @Test
  void writesMarkdownWhoseTablesNothingBreaks() {
    stub.on("POST /api/v1/plans", plan("ready", CREATE + "," + DELETE, ""));

    assertThat(mesh("plan", "-o", "markdown")).isEqualTo(2);

    assertThat(out.toString())
        .contains("### Meshwork plan: 2 actions.", "| expand | k-us | create `topic a\\|b` |")
        .contains("What is taken away waits until");
  }

  @Test
  void annotatesTheLineThatSomethingComesFrom() throws IOException {
    String file = documents() + "/mesh.yaml";
    stub.on("POST /api/v1/plans", plan("blocked", DELETE, BLOCKED));

    assertThat(mesh("plan", "-f", file, "-o", "github")).isEqualTo(3);

    assertThat(out.toString())
        .contains("::error file=" + file + ",line=3,title=HAS_READERS::<Readers>")
        .contains(
            "::warning file="
                + file
                + ",line=3,title=delete topic old::3 events are lost, 100%25.");
  }

  @Test
  void annotatesFaultsThatAreFoundHereAndThere() throws IOException {
    String bad = folder.resolve("bad.yaml").toString();
    Files.writeString(
        Path.of(bad),
        """
        apiVersion: mesh/v1
        kind: Team
        metadata: {name: a}
        specs: {}
        """);

    assertThat(mesh("plan", "-f", bad, "-o", "github")).isEqualTo(1);
    assertThat(out.toString())
        .contains("::error file=" + bad + ",line=4,title=INVALID_DOCUMENT::/specs");

    Files.delete(Path.of(bad));
    stub.refuse(
        "POST /api/v1/plans",
        422,
        """
        {"type":"about:blank","title":"t","status":422,"detail":"Cannot be.","code":"INVALID_RESOURCE",
         "retryable":false,"traceId":"t","errors":[{"pointer":"/0/spec/schema/format","message":"is odd."}]}""");
    assertThat(mesh("plan", "-f", documents(), "-o", "github")).isEqualTo(1);
    assertThat(out.toString())
        .contains("mesh.yaml,line=6,title=INVALID_RESOURCE::/0/spec/schema/format is odd.");
  }

  @Test
  void appliesThePlanThatWasMadeOfTheFilesAndNoOther() throws IOException {
    stub.on("POST /api/v1/plans/%s:compare".formatted(PLAN), "");
    stub.on("GET /api/v1/plans/" + PLAN, plan("ready", CREATE + "," + DELETE, ""));
    stub.on("POST /api/v1/deployments", deployment("applied", STEPS));

    int code = mesh("apply", "-f", documents(), "--plan", PLAN);

    assertThat(code).as(err.toString()).isZero();
    assertThat(stub.asked().getFirst()).contains(":compare", "\"name\":\"orders\"");
    assertThat(out.toString())
        .contains("Applied.", "waiting delete topic old", "Undoing is exact.")
        .contains("until 2026-11-02T00:00:00Z", "mesh rollback " + DEPLOYMENT);

    stub.refuse(
        "POST /api/v1/plans/%s:compare".formatted(PLAN),
        409,
        """
        {"type":"about:blank","title":"t","status":409,"detail":"EventType orders is another one.",
         "code":"DOCUMENTS_DIFFER","retryable":false,"traceId":"t","errors":[]}""");
    int asked = stub.asked().size();
    assertThat(mesh("apply", "-f", documents(), "--plan", PLAN)).isEqualTo(1);
    assertThat(err.toString()).contains("EventType orders is another one.");
    assertThat(stub.asked()).hasSize(asked + 1);
  }

  @Test
  void exitsWithThreeWhereAnApprovalIsMissing() {
    stub.refuse(
        "POST /api/v1/deployments",
        409,
        """
        {"type":"about:blank","title":"t","status":409,"detail":"Frozen until Monday.",
         "code":"DEPLOYMENT_NOT_ALLOWED","retryable":false,"traceId":"t","errors":[]}""");

    assertThat(mesh("deploy", PLAN)).isEqualTo(3);
    assertThat(err.toString()).contains("Frozen until Monday.");
    mesh("deploy", PLAN, "--despite-freeze", "an outage");
    assertThat(stub.asked().getLast()).contains("\"despiteFreeze\":\"an outage\"");
  }

  @Test
  void printsADeploymentInEveryFormat() {
    stub.on("GET /api/v1/plans/" + PLAN, plan("applied", CREATE + "," + DELETE, ""));
    stub.on(
        "POST /api/v1/deployments",
        deployment(
            "failed",
            STEPS.replace("\"done\",\"message\":null", "\"failed\",\"message\":\"No.\"")));
    for (String format : List.of("json", "junit", "markdown", "github")) {
      assertThat(mesh("deploy", PLAN, "-o", format)).isEqualTo(1);
    }
    assertThat(out.toString())
        .contains("\"state\" : \"failed\"")
        .contains("<failure type=\"FAILED\" message=\"No.\"/>", "<skipped message=\"WAITING ")
        .contains("| create `topic a\\|b` | failed | No. |")
        .contains("::error title=create topic a|b::No.");
  }

  @Test
  void takesBackShowsFirstAndAppliesOnYes() {
    stub.on(
        "POST /api/v1/deployments/%s:rollback".formatted(DEPLOYMENT), plan("ready", CREATE, ""));
    stub.on("GET /api/v1/plans/" + PLAN, plan("applied", CREATE, ""));
    stub.on("POST /api/v1/deployments", deployment("applied", STEPS));

    assertThat(mesh("rollback", DEPLOYMENT)).isEqualTo(2);
    assertThat(stub.asked()).hasSize(1);
    assertThat(mesh("rollback", DEPLOYMENT, "--yes")).isZero();
    assertThat(out.toString()).contains("Applied.");
  }

  @Test
  void takingBackWhatOnlyWaitsSaysThatItCancelsTheWait() {
    stub.on(
        "POST /api/v1/deployments/%s:rollback".formatted(DEPLOYMENT),
        plan("ready", "", "").replace("\"undoes\":null", "\"undoes\":\"" + DEPLOYMENT + "\""));

    assertThat(mesh("rollback", DEPLOYMENT)).isEqualTo(2);

    assertThat(out.toString())
        .contains("only cancels what still waits")
        .doesNotContain("only the catalog changes");
  }

  @Test
  void restoresComparesExportsAndRenders() throws IOException {
    stub.on(
        "POST /api/v1/plans",
        plan("ready", CREATE, "").replace("\"restores\":null", "\"restores\":2"));
    assertThat(mesh("restore", "2", "--scope", "EventType/orders")).isEqualTo(2);
    assertThat(stub.asked().getLast())
        .contains("\"revision\":2", "{\"kind\":\"EventType\",\"name\":\"orders\"}");
    assertThat(mesh("restore", "2", "--scope", "shop")).isEqualTo(2);
    assertThat(stub.asked().getLast()).contains("\"scope\":{\"team\":\"shop\"}");
    assertThat(out.toString()).contains("Brings back what revision 2 had.");

    stub.on(
        "GET /api/v1/revisions/41/diff/57",
        """
        {"from":41,"to":57,"entries":[{"kind":"EventType","name":"orders","action":"change",
         "changes":[{"pointer":"/spec/title","before":"\\"A\\"","after":null}]}],
         "grants":[{"subscription":"s","eventType":"orders","before":null,"after":"pending"}]}""");
    assertThat(mesh("diff", "41..57")).isEqualTo(2);
    assertThat(mesh("diff", "41")).isEqualTo(1);
    assertThat(out.toString())
        .contains("/spec/title: \"A\" -> (absent)", "grant     orders for s: (absent) -> pending");

    stub.on("GET /api/v1/export", "# Head\nkind: Team\n");
    assertThat(mesh("export")).isZero();
    assertThat(out.toString()).contains("# Head\nkind: Team\n");

    stub.on(
        "POST /api/v1/render",
        """
        {"revision":3,"brokers":[{"broker":"k-eu","region":"eu","transport":"kafka","resources":[
          {"resource":"topic orders","attributes":{"partitions":"6"},"causes":["Publication p"]}],
          "limits":[]}],
         "links":[{"region":"us","id":"l","eventType":"orders","from":"k-eu orders","to":"k-us orders",
          "delivery":"at-least-once","filtering":true,"filters":["{}"],"causes":[]}],
         "refusals":[]}""");
    assertThat(mesh("render", "-f", documents())).isZero();
    assertThat(out.toString())
        .contains("eu / k-eu (kafka)", "partitions: 6", "because of Publication p")
        .contains("link l, run in us", "filtered by {}");
    assertThat(mesh("render", "-f", documents(), "--set", "shop", "--prune")).isZero();
    assertThat(stub.asked().getLast()).contains("\"prune\":\"shop\"");
  }

  @Test
  void endsWaitsTreatsDriftAndHandsOver() {
    stub.on(
        "POST /api/v1/deployments/%s:contract".formatted(DEPLOYMENT), deployment("applied", STEPS));
    stub.on("GET /api/v1/plans/" + PLAN, plan("applied", CREATE + "," + DELETE, ""));
    assertThat(mesh("contract", DEPLOYMENT, "--reason", "sure", "--force", "k-us:topic old"))
        .isZero();
    assertThat(stub.asked().getFirst())
        .contains("\"reason\":\"sure\",\"force\":[{\"broker\":\"k-us\",\"resource\":\"topic old\"");

    stub.on(
        "GET /api/v1/drift?fresh=true",
        """
        {"checkedAt":"2026-11-01T00:00:00Z","resources":[{"broker":"k-us","resource":"topic a",
         "finding":"changed","since":"2026-10-31T00:00:00Z","changes":[{"name":"retention.ms","before":"1","after":"2"}],
         "causes":["EventType a"],"ignored":null}],
         "away":[{"broker":"k-eu","since":"2026-11-01T00:00:00Z","reason":"timeout"}]}""");
    assertThat(mesh("drift", "--fresh")).isEqualTo(2);
    assertThat(out.toString())
        .contains(
            "changed since 2026-10-31",
            "retention.ms: 1 as applied, 2 now",
            "k-eu is unknown since");
    stub.on("POST /api/v1/drift:repair", plan("ready", CREATE, ""));
    assertThat(mesh("drift", "repair", "k-us", "topic a")).isEqualTo(2);
    for (String verb : List.of("accept", "notice", "ignore")) {
      stub.on("POST /api/v1/drift:" + verb, "");
    }
    assertThat(mesh("drift", "accept", "k-us", "topic a")).isZero();
    assertThat(mesh("drift", "notice", "k-us", "topic a")).isZero();
    assertThat(mesh("drift", "ignore", "k-us", "topic a", "--reason", "r", "--for", "PT1H"))
        .isZero();
    assertThat(stub.asked().getLast()).contains("\"reason\":\"r\"", "\"until\":\"");

    String transfer = "{\"eventType\":\"orders\",\"from\":\"a\",\"to\":\"b\",\"state\":\"%s\"}";
    stub.on("POST /api/v1/event-types/orders:transfer", transfer.formatted("pending"));
    stub.on("POST /api/v1/event-types/orders:accept-transfer", transfer.formatted("accepted"));
    stub.on("POST /api/v1/event-types/orders:take-over", "{}");
    stub.on("GET /api/v1/transfers", "{\"items\":[%s]}".formatted(transfer.formatted("pending")));
    assertThat(mesh("transfer", "offer", "orders", "b")).isEqualTo(3);
    assertThat(mesh("transfer", "accept", "orders")).isZero();
    assertThat(mesh("transfer", "list")).isZero();
    assertThat(mesh("take-over", "event-type/orders", "web")).isZero();
    assertThat(stub.asked().getLast()).contains("{\"set\":\"web\"}");
    assertThat(out.toString()).contains("orders: a -> b, pending", "managed by set web");
  }

  @Test
  void listsWhatABrokerHoldsAndPrintsWhatCanBeApplied() {
    String found =
        """
        {"broker":"k-eu","at":"2026-11-01T00:00:00Z","items":[
         {"resource":"topic old.orders","owner":"foreign","installation":null,"partitions":3,
          "events":12,"lastDay":null,"readers":["g"],"reason":null,
          "proposal":{"sampled":12,"adoptable":true,"notes":["Look it over."],
           "document":{"apiVersion":"mesh/v1","kind":"EventType",
            "metadata":{"name":"old.orders","team":"shop"},
            "spec":{"schema":{"format":"json-schema","definition":{"type":"object"}}}}}},
         {"resource":"topic theirs","owner":"other-installation","installation":"i-1",
          "partitions":1,"events":0,"lastDay":0,"readers":[],"proposal":null,"reason":"Theirs."}],
         "nextCursor":%s}""";
    stub.on("GET /api/v1/brokers/k-eu/discovered?limit=50", found.formatted("null"));
    stub.on("GET /api/v1/brokers/k-eu/discovered?limit=50&team=shop", found.formatted("null"));

    assertThat(mesh("discover", "k-eu")).isZero();
    assertThat(out.toString())
        .contains("topic old.orders", "EventType old.orders", "installation i-1", "2 found");
    assertThat(mesh("discover", "k-eu", "-o", "yaml")).isEqualTo(1);
    assertThat(err.toString()).contains("--team TEAM");
    out.getBuffer().setLength(0);
    assertThat(mesh("discover", "k-eu", "-o", "yaml", "--team", "shop")).isZero();
    assertThat(Documents.read(out.toString()))
        .singleElement()
        .satisfies(document -> assertThat(document.name().value()).isEqualTo("old.orders"));
    assertThat(out.toString())
        .contains("# topic theirs: nothing proposed.", "--adopt 'k-eu:topic old.orders'");
    assertThat(mesh("discover", "k-eu", "-o", "json")).isZero();
  }

  @Test
  void allowsNothingWhileItDeploysSinceThatWouldBeAPlanThatNobodyRead() {
    stub.on("POST /api/v1/plans", plan("ready", CREATE, ""));
    stub.on("GET /api/v1/plans/" + PLAN, plan("ready", CREATE, ""));

    assertThat(mesh("deploy", PLAN, "--force", "k-us:topic old=it is over")).isEqualTo(1);

    assertThat(err.toString()).contains("--force");
    assertThat(stub.asked()).isEmpty();
  }

  @Test
  void leavesNoKeyBehindThatNobodyCouldRead() throws IOException {
    stub.on("POST /api/v1/applications/shop/keys", "{\"key\":{\"id\":\"7\"},\"secret\":\"k-1\"}");
    String taken = Files.createDirectories(folder.resolve("taken/inside")).getParent().toString();
    String below = Files.writeString(folder.resolve("a-file"), "x").resolve("secret").toString();

    for (String place : List.of(taken, below)) {
      assertThat(mesh("key", "shop", "--name", "ci", "--scope", "read", "--to", place))
          .isEqualTo(1);
      assertThat(err.toString()).contains("'" + place + "' cannot be written", "--to");
    }
    assertThat(stub.asked()).isEmpty();
    Path place = folder.resolve("key.secret");
    assertThat(mesh("key", "shop", "--name", "ci", "--scope", "read", "--to", place.toString()))
        .isZero();
    assertThat(Files.readString(place)).isEqualTo("k-1\n");
    assertThat(Files.getPosixFilePermissions(place)).hasSize(2);
  }

  @Test
  void listsTheNewestDeploymentsPlansAndRevisions() {
    stub.on("GET /api/v1/deployments?limit=50", items(deployment("applied", STEPS)));
    stub.on("GET /api/v1/plans?limit=50&team=orders", items(plan("ready", CREATE, "")));
    stub.on(
        "GET /api/v1/revisions?limit=50",
        items(
            """
            {"revision":41,"at":"2026-11-01T12:00:00Z","by":"olga","cause":"apply","changed":3}"""));
    stub.on("GET /api/v1/deployments/" + DEPLOYMENT, deployment("applied", STEPS));

    assertThat(mesh("get", "deployments")).isZero();
    assertThat(out.toString()).contains("STEPS DONE", DEPLOYMENT, "applied");
    assertThat(mesh("get", "plans", "--team", "orders")).isZero();
    assertThat(out.toString()).contains("ABOUT", PLAN, "ready");
    assertThat(mesh("get", "revisions")).isZero();
    assertThat(out.toString()).contains("41", "olga");
    assertThat(mesh("get", "deployment", DEPLOYMENT)).isZero();
    assertThat(mesh("get", "deployments/" + DEPLOYMENT)).isZero();
  }

  private static String items(String item) {
    return "{\"items\":[" + item + "]}";
  }
}
