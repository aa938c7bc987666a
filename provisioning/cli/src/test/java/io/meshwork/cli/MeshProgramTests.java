package io.meshwork.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.ApplicationName;
import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelId;
import io.meshwork.model.DataSize;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.InstallationId;
import io.meshwork.model.Name;
import io.meshwork.model.SubscriptionName;
import io.meshwork.transport.memory.MemoryBrokers;
import io.meshwork.transport.memory.MemoryTransport;
import io.meshwork.transport.spi.BrokerAccess;
import io.meshwork.transport.spi.ChannelShape;
import io.meshwork.transport.spi.Deployer;
import io.meshwork.transport.spi.Need;
import io.meshwork.transport.spi.Needs;
import io.meshwork.transport.spi.Operation;
import io.meshwork.transport.spi.Outcome;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.Secrets;
import io.meshwork.transport.spi.Settings;
import io.meshwork.transport.spi.Transport;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MeshProgramTests {
  private static final String PLAN = "c0a8012e-0000-4000-8000-000000000001";

  private final ControlPlaneStub stub = new ControlPlaneStub();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;

  @AfterEach
  void stop() {
    stub.close();
  }

  @Test
  void saysWhatAnApplyWouldChangeAndExitsWithTwo() throws IOException {
    stub.on(
        "POST /api/v1/apply?dryRun=true",
        """
        {"revision":7,"dryRun":true,"documents":[
          {"kind":"Team","name":"a","action":"change","changes":[
            {"pointer":"/metadata/description","before":"\\"x\\"","after":null}]},
          {"kind":"Team","name":"b","action":"unchanged","changes":[]}]}""");

    int code = mesh("apply", "--dry-run", "-f", file("a.yaml", team("a")));

    assertThat(code).isEqualTo(2);
    assertThat(out.toString())
        .contains("change    Team a", "/metadata/description", "(absent)", "nothing was changed");
  }

  @Test
  void drawsARouteAndMarksWhatIsPlanned() {
    stub.on(
        "GET /api/v1/event-types/orders.placed/routes/far?plan=" + PLAN,
        """
        {"eventType":"orders.placed","subscription":"far","plan":"%s","problems":[],"origins":[
          {"origin":"k-eu","hops":[
            {"region":"eu","broker":"k-eu","channel":"orders.placed","link":null,"filter":null,
             "sharedWith":0,"runsIn":null,"state":"runs"},
            {"region":"us","broker":"k-us","channel":"orders.placed.from.k-eu","link":"l","filter":null,
             "sharedWith":2,"runsIn":"us","state":"planned"}]}]}"""
            .formatted(PLAN));

    int code = mesh("route", "orders.placed", "far", "--plan", PLAN);

    assertThat(code).as(err.toString()).isZero();
    assertThat(out.toString())
        .contains(
            "o eu / k-eu: orders.placed",
            "l, run in us, all events, shared with 2 more",
            "v us / k-us: orders.placed.from.k-eu  (planned)",
            "= far");
  }

  @Test
  void promotesAndComparesEnvironments() {
    stub.on(
        "POST /api/v1/event-types/orders.placed:promote?dryRun=true",
        """
        {"eventType":"orders.placed","environment":"prod","before":null,"after":2,"newest":3,
         "lowers":true,"dryRun":true,"publications":["p"],"subscriptions":["s"],"others":4}""");
    stub.on(
        "GET /api/v1/promotions?from=dev&to=prod",
        """
        {"from":"dev","to":"prod","revision":3,"differences":[{"kind":"EventType","name":"orders.placed",
         "counterpart":null,"aspect":"version","inFrom":"3","inTo":"2"}]}""");

    int dry =
        mesh("promote", "orders.placed", "--to", "prod", "--version", "2", "--lower", "--dry-run");
    int compared = mesh("promotions", "--from", "dev", "--to", "prod");

    assertThat(dry).as(err.toString()).isEqualTo(2);
    assertThat(compared).isEqualTo(2);
    assertThat(out.toString())
        .contains("not pinned (newest, 3) -> 2, lower", "and 4 subscriptions", "DEV", "PROD");
  }

  @Test
  void appliesAFolderAndSendsEveryDocument() throws IOException {
    stub.on("POST /api/v1/apply", "{\"revision\":8,\"dryRun\":false,\"documents\":[]}");
    file("b.yaml", team("b"));
    file(
        "a.json",
        "{\"apiVersion\":\"mesh/v1\",\"kind\":\"Team\",\"metadata\":{\"name\":\"a\"},\"spec\":{}}");
    file("notes.txt", "not a document");

    int code = mesh("apply", "-f", folder.toString());

    assertThat(code).isZero();
    assertThat(stub.asked().getFirst()).contains("\"name\":\"a\"", "\"name\":\"b\"");
  }

  @Test
  void namesTheFileTheLineAndTheFaultBeforeAskingAnybody() throws IOException {
    int code = mesh("apply", "-f", file("bad.yaml", team("a").replace("spec: {}", "specs: {}")));

    assertThat(code).isEqualTo(1);
    assertThat(err.toString()).contains("bad.yaml", "/specs", "(line 4)");
    assertThat(stub.asked()).isEmpty();
  }

  @Test
  void exitsByWhatThePlanSays() throws IOException {
    stub.on("POST /api/v1/plans", plan("empty", "[]", "[]"));
    assertThat(mesh("plan")).isZero();

    stub.on(
        "POST /api/v1/plans",
        plan(
            "ready",
            """
            [{"number":1,"phase":"expand","verb":"create","region":"us","broker":"k-us",
              "resource":"topic a","changes":[{"name":"partitions","before":null,"after":"6"}],
              "safety":"reversible","precondition":"","consequence":"It costs.",
              "causes":["EventType a"],"waitsFor":[],"undo":"Undo deletes it."}]""",
            "[]"));
    assertThat(mesh("plan", "--team", "platform")).isEqualTo(2);
    assertThat(out.toString())
        .contains(
            "us / k-us",
            "+ topic a",
            "partitions: (absent) -> 6",
            "because of EventType a",
            "! It costs.");
    assertThat(stub.asked().getLast()).contains("{\"scope\":{\"team\":\"platform\"}}");

    stub.on(
        "POST /api/v1/plans",
        plan(
            "blocked",
            "[]",
            "[{\"code\":\"NO_ROUTE\",\"subject\":\"s\",\"reason\":\"eu cannot dial us.\",\"changes\":[],\"readers\":[],\"causes\":[],\"forcible\":false}]"));
    assertThat(mesh("plan", "-f", file("a.yaml", team("a")), "--resource", "Team/a")).isEqualTo(3);
    assertThat(out.toString()).contains("BLOCKED s: eu cannot dial us. (NO_ROUTE)");
  }

  @Test
  void followsADeploymentToItsEnd() {
    String id = "c0a8012e-0000-4000-8000-000000000002";
    stub.on("POST /api/v1/deployments", deployment(id, "running", "running"));
    stub.on("GET /api/v1/plans/" + PLAN, plan("applied", "[]", "[]"));
    stub.on("GET /api/v1/deployments/" + id, deployment(id, "applied", "done"));

    assertThat(mesh("deploy", PLAN)).isZero();
    assertThat(out.toString()).contains("1 of 1", "Applied.");

    stub.on("GET /api/v1/deployments/" + id, deployment(id, "failed", "failed"));
    assertThat(mesh("deploy", PLAN)).isEqualTo(1);
  }

  @Test
  void aDeploymentThatDoesNotEndInTimeIsNotDone() {
    String id = "c0a8012e-0000-4000-8000-000000000002";
    stub.on("POST /api/v1/deployments", deployment(id, "running", "running"));
    stub.on("GET /api/v1/plans/" + PLAN, plan("applied", "[]", "[]"));

    assertThat(mesh("deploy", PLAN, "--timeout", "0")).isEqualTo(1);
    assertThat(out.toString()).contains("Goes on; follow it with: mesh get deployments/" + id);
    assertThat(mesh("deploy", PLAN, "--no-wait")).isZero();
  }

  @Test
  void followsOnWhenTheControlPlaneIsAwayForAMoment() {
    String id = "c0a8012e-0000-4000-8000-000000000002";
    stub.on("POST /api/v1/deployments", deployment(id, "running", "running"));
    stub.on("GET /api/v1/plans/" + PLAN, plan("applied", "[]", "[]"));
    stub.on("GET /api/v1/deployments/" + id, deployment(id, "applied", "done"));
    stub.stumble("GET /api/v1/deployments/" + id);

    assertThat(mesh("deploy", PLAN)).isZero();
    assertThat(stub.asked().stream().filter(each -> each.contains("deployments/" + id)))
        .hasSizeGreaterThan(1);
  }

  @Test
  void listsByPageAndShowsOneAsYaml() {
    stub.on(
        "GET /api/v1/teams?limit=200&q=a",
        "{\"items\":[" + teamJson("a") + "],\"nextCursor\":\"c\"}");
    stub.on("GET /api/v1/teams?limit=200&q=a&cursor=c", "{\"items\":[" + teamJson("ab") + "]}");
    stub.on("GET /api/v1/teams/a", teamJson("a"));

    assertThat(mesh("get", "teams", "-q", "a")).isZero();
    assertThat(out.toString()).contains("NAME", "ab");
    assertThat(mesh("get", "team", "a")).isZero();
    assertThat(out.toString()).contains("apiVersion: mesh/v1", "name: a");
    assertThat(mesh("get", "teams", "-q", "a", "-o", "json")).isZero();
    assertThat(mesh("get", "widgets")).isEqualTo(1);
    assertThat(err.toString()).contains("'widgets' is no kind; there are: [teams");
  }

  @Test
  void approvesTheFilterThatItPrintsAndNothingLater() {
    stub.on("GET /api/v1/subscriptions/s", "{\"spec\":{\"filter\":{\"data\":{\"n\":[1]}}}}");
    stub.on("POST /api/v1/subscriptions/s/grants/t:approve", "{}");

    assertThat(mesh("approve", "s", "t")).isZero();

    assertThat(out.toString()).contains("s asks for events that match {\"data\":{\"n\":[1]}}");
    assertThat(stub.conditions()).containsExactly(ControlPlaneStub.TAG);
  }

  @Test
  void sendsAnOwnersWordWithItsNote() {
    stub.on("GET /api/v1/subscriptions/s", "{\"spec\":{}}");
    for (String verb : List.of("approve", "reject", "revoke")) {
      stub.on("POST /api/v1/subscriptions/s/grants/t:" + verb, "{}");

      assertThat(mesh(verb, "s", "t", "--note", "fine")).isZero();
      assertThat(stub.asked().getLast()).contains("{\"note\":\"fine\"}");
    }
  }

  @Test
  void sendsNoEventThatBreaksTheSchemaUnlessToldTo() throws IOException {
    String broker = "cli-" + UUID.randomUUID();
    String secret = "file:" + file("secret", provisioned(broker));
    describe(broker);
    stub.on(
        "GET /api/v1/event-types/orders",
        """
        {"apiVersion":"mesh/v1","kind":"EventType","metadata":{"name":"orders","team":"t"},
         "spec":{"schema":{"format":"json-schema","definition":
           {"type":"object","properties":{"order":{"type":"string"},"total":{"type":"number"}}}},
           "key":"/order"}}""");
    String events =
        file("bad.ndjson", "{\"order\":\"o-1\"}\n{\"order\":\"o-2\",\"total\":\"many\"}\n");

    assertThat(mesh("publish", "orders", "-f", events, "--credential", secret)).isEqualTo(1);
    assertThat(err.toString()).contains("event 2: ", "(at '/total')", "--no-check");
    assertThat(out.toString()).doesNotContain("stored");
    assertThat(mesh("publish", "orders", "-f", events, "--credential", secret, "--no-check"))
        .isZero();
    assertThat(out.toString()).contains("2 of 2 events stored");
  }

  @Test
  void handsSecretsOverOnceAndToTheirOwnerAlone() throws IOException {
    stub.on("POST /api/v1/applications/shop/keys", "{\"secret\":\"k-1\"}");
    stub.on(
        "POST /api/v1/applications/shop/credentials",
        "{\"broker\":\"b\",\"principal\":\"shop\",\"secret\":\"c-1\"}");
    Path place = folder.resolve("deep/shop.secret");

    assertThat(mesh("key", "shop", "--name", "ci", "--scope", "read,plan")).isZero();
    assertThat(out.toString()).contains("k-1");
    assertThat(mesh("credential", "shop", "b", "--to", place.toString())).isZero();

    assertThat(Files.readString(place)).isEqualTo("c-1\n");
    assertThat(Files.getPosixFilePermissions(place)).hasSize(2);
    assertThat(out.toString()).doesNotContain("c-1");
    assertThat(mesh("credential", "shop", "b", "--show")).isZero();
    assertThat(out.toString()).contains("c-1");
  }

  @Test
  void publishesAndTailsThroughTheApplicationsOwnBroker() throws IOException {
    String broker = "cli-" + UUID.randomUUID();
    String made = provisioned(broker);
    describe(broker);
    String secret = "file:" + file("secret", made);
    String events = file("orders.ndjson", "{\"order\":\"o-1\"}\n{\"order\":\"o-2\"}\n");

    assertThat(mesh("publish", "orders", "-f", events, "--credential", secret))
        .as(err.toString())
        .isZero();
    assertThat(
            mesh(
                "tail",
                "s",
                "--from",
                "earliest",
                "-n",
                "2",
                "--timeout",
                "20",
                "--credential",
                secret))
        .as(err.toString())
        .isZero();

    assertThat(out.toString())
        .contains("2 of 2 events stored", "\"data\":{\"order\":\"o-1\"}", "\"type\":\"orders\"");
    assertThat(mesh("publish", "orders", "-f", file("bad.json", "{\"a\":"), "--credential", secret))
        .isEqualTo(1);
    assertThat(err.toString()).contains("Line 1 is not JSON");
    assertThat(mesh("publish", "orders", "-f", file("keyless.json", "{}"), "--credential", secret))
        .isEqualTo(1);
    assertThat(err.toString()).contains("nothing at '/order'");
  }

  @Test
  void showsLinks() {
    stub.on(
        "GET /api/v1/links",
        """
        {"items":[{"id":"l","kind":"transfer","eventType":"t","team":"a","subscription":null,
          "fromBroker":"x","fromChannel":"t","toBroker":"y","toChannel":"t.from.x","runsIn":"us",
          "state":"running","problem":null,"eventsPerSecond":1.5,"bytesPerSecond":10.0,"events":3,
          "bytes":30,"filtered":0,"refused":0,"retries":0,"gaps":0,"lagEvents":0,"lagSeconds":0.0,
          "latency":{"count":3,"p50":1.0,"p90":2.0,"p99":3.0,"max":3.0},"reportedAt":null}]}""");

    assertThat(mesh("links")).isZero();
    assertThat(out.toString()).contains("LINK", "running", "1.5");
  }

  @Test
  void exitsWithOneOnUsageErrorsAndSaysWhatToDo() {
    assertThat(mesh("apply")).isEqualTo(1);
    assertThat(err.toString()).contains("--file", "Try 'mesh help'");
    assertThat(mesh("nonsense")).isEqualTo(1);
    assertThat(mesh("get", "teams", "nobody")).isEqualTo(1);
    assertThat(err.toString()).contains("is not there.");
    assertThat(mesh("tail", "nobody")).isEqualTo(1);
    assertThat(Connection.key("file:" + file2("another-key", "the-key"))).isEqualTo("the-key");
  }

  @Test
  void argumentsThatCannotBeAreToldInPeoplesWords() throws IOException {
    assertThat(mesh("deploy", "nonsense")).isEqualTo(1);
    assertThat(mesh("drift", "ignore", "b", "topic t", "--reason", "r", "--for", "a week"))
        .isEqualTo(1);
    assertThat(err.toString())
        .contains("'nonsense' is not an id such as", "'a week' is not a duration such as 'PT12H'")
        .doesNotContain("java.");
    assertThat(mesh("tail", "s", "--count", "-1")).isEqualTo(1);
    assertThat(mesh("approve", "bad name", "orders")).isEqualTo(1);
    assertThat(err.toString()).contains("from 0", "'api/v1/subscriptions/bad name' is no address");
    describe("b");
    assertThat(mesh("publish", "orders", "-f", file("none.ndjson", ""))).isEqualTo(1);
    assertThat(err.toString()).contains("holds no event");
    assertThat(mesh("get", "teams", "bad name")).isEqualTo(1);
    assertThat(stub.asked().getLast()).contains("/api/v1/teams/bad%20name");
  }

  @Test
  void generatesACompletionScript() {
    assertThat(mesh("generate-completion")).isZero();
  }

  /** What the control plane says of an application with a subscription on a broker. */
  private void describe(String broker) {
    stub.on(
        "GET /api/v1/publications?limit=200&q=orders",
        """
        {"items":[{"apiVersion":"mesh/v1","kind":"Publication","metadata":{"name":"p","team":"t"},
          "spec":{"application":"shop","eventType":"orders","broker":"b"}}]}""");
    stub.on(
        "GET /api/v1/event-types/orders",
        """
        {"apiVersion":"mesh/v1","kind":"EventType","metadata":{"name":"orders","team":"t"},
         "spec":{"schema":{"format":"json-schema","definition":{}},"key":"/order"}}""");
    stub.on(
        "GET /api/v1/applications/shop",
        """
        {"apiVersion":"mesh/v1","kind":"Application","metadata":{"name":"shop","team":"t"},
         "spec":{"principals":{"b":"shop"}}}""");
    stub.on(
        "GET /api/v1/brokers/b",
        """
        {"apiVersion":"mesh/v1","kind":"Broker","metadata":{"name":"b"},
         "spec":{"transport":"memory","region":"eu","settings":{"broker":"%s"}}}"""
            .formatted(broker));
    stub.on(
        "GET /api/v1/subscriptions/s",
        """
        {"apiVersion":"mesh/v1","kind":"Subscription","metadata":{"name":"s","team":"t"},
         "spec":{"application":"shop","eventTypes":["orders"],"at":{"broker":"b"}},
         "status":{"state":"active","channels":[
           {"broker":"b","address":"orders","eventType":"orders"}]}}""");
  }

  /** Makes the channel and its access rules as a deployment would; the principal's secret. */
  private static String provisioned(String broker) {
    Transport transport = new MemoryTransport(MemoryBrokers.ofThisProcess());
    Settings settings = Settings.check(transport.settings(), Map.of("broker", broker));
    BrokerName name = new BrokerName("b");
    BrokerAccess access =
        new BrokerAccess(
            name, settings, new InstallationId(UUID.randomUUID()), Secrets.ofThisProcess());
    ChannelId entry = new ChannelId.Entry(new EventTypeName("orders"), name);
    ApplicationName shop = new ApplicationName("shop");
    Set<Name> causes = Set.of(shop);
    ChannelShape shape = new ChannelShape(2, Duration.ofDays(1), null, new DataSize(1 << 20));
    Needs needs =
        new Needs(
            name,
            List.of(
                new Need.Channel(entry, shape, causes),
                new Need.Publish(entry, shop, "shop", causes),
                new Need.Read(entry, shop, "shop", new SubscriptionName("s"), causes)));
    try (Deployer deployer = transport.deployer(access)) {
      for (Resource resource : transport.blueprint(settings).render(needs).resources()) {
        assertThat(deployer.execute(List.of(new Operation.Create(resource))))
            .allMatch(Outcome.Done.class::isInstance);
      }
      return deployer.makeCredential("shop").secret();
    }
  }

  private int mesh(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    if (!args[0].equals("nonsense") && !args[0].equals("generate-completion")) {
      all.add("--url");
      all.add(stub.url());
      all.add("--key");
      all.add("file:" + file2("api-key", "k"));
    }
    CommandLine line = MeshProgram.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(all.toArray(String[]::new));
  }

  private String file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, text);
    return file.toString();
  }

  private String file2(String name, String text) {
    try {
      return file(name, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String team(String name) {
    return "apiVersion: mesh/v1\nkind: Team\nmetadata: {name: %s}\nspec: {}\n".formatted(name);
  }

  private static String teamJson(String name) {
    return "{\"apiVersion\":\"mesh/v1\",\"kind\":\"Team\",\"metadata\":{\"name\":\"%s\",\"team\":null,\"set\":null,\"labels\":null,\"description\":\"d\"},\"spec\":{\"members\":[]},\"status\":null}"
        .formatted(name);
  }

  private static String plan(String state, String actions, String blocked) {
    return """
        {"id":"%s","scope":{"team":null,"resources":null},"revision":3,
         "createdAt":"2026-11-01T00:00:00Z","createdBy":"ci","state":"%s","actions":%s,
         "blocked":%s,"prices":[{"broker":"b","what":"storage","unit":"GiB-month","quantity":2,
           "unitPrice":0.1,"currency":"EUR","source":"list","asOf":"2026-11-01"}]}"""
        .formatted(PLAN, state, actions, blocked);
  }

  private static String deployment(String id, String state, String step) {
    return """
        {"id":"%s","plan":"%s","state":"%s","startedBy":"ci","startedAt":"2026-11-01T00:00:00Z",
         "endedAt":null,"problem":null,"steps":[
           {"action":1,"state":"%s","message":null,"startedAt":null,"endedAt":null,
            "waitsFor":[]}]}"""
        .formatted(id, PLAN, state, step);
  }
}
