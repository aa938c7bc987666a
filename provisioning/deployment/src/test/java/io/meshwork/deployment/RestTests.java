package io.meshwork.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.ControlPlaneClient.Reply;
import io.meshwork.api.CredentialDocument;
import io.meshwork.api.DeploymentDocument;
import io.meshwork.api.DriftDocument;
import io.meshwork.api.Manifest;
import io.meshwork.api.MeshJson;
import io.meshwork.api.PlanDocument;
import io.meshwork.model.MeshException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RestTests {
  private static final String MANIFEST = "/api/v1/regions/us/manifest";

  private static World world;
  private static ControlPlaneClient admin;
  private static ControlPlaneClient relay;
  private static ControlPlaneClient otherRelay;

  @BeforeAll
  static void start() {
    world = new World().withPublisher("none").withSubscription("").granted();
    admin = client(World.ADMIN_KEY);
    relay = client(World.RELAY_KEY_US);
    otherRelay = client(World.RELAY_KEY_EU);
  }

  @AfterAll
  static void stop() {
    admin.close();
    relay.close();
    otherRelay.close();
    world.close();
  }

  @Test
  void walksFromPlanToDeploymentToManifestAndBack() throws Exception {
    Reply empty = relay.get(MANIFEST);
    assertThat(empty.as(Manifest.class).links()).isEmpty();
    Reply same = wait(relay, empty, 0);
    assertThat(same.isNotModified()).isTrue();
    CompletableFuture<Reply> waiting = CompletableFuture.supplyAsync(() -> wait(relay, empty, 30));

    Reply computed = admin.post("/api/v1/plans", "{}");
    assertThat(computed.status()).isEqualTo(201);
    PlanDocument plan = computed.as(PlanDocument.class);
    Reply started =
        admin.post("/api/v1/deployments", MeshJson.write(Map.of("plan", plan.id().toString())));
    assertThat(started.status()).isEqualTo(202);
    DeploymentDocument deployment = started.as(DeploymentDocument.class);

    Manifest manifest = waiting.get(30, TimeUnit.SECONDS).as(Manifest.class);
    assertThat(manifest.links()).hasSize(1);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> find(deployment).state() == DeploymentDocument.State.APPLIED);
    assertThat(admin.get("/api/v1/plans/" + plan.id()).as(PlanDocument.class).state())
        .isEqualTo(PlanDocument.State.APPLIED);
    assertThat(MeshJson.tree(admin.get("/api/v1/plans?limit=1").body()).path("items").size())
        .isEqualTo(1);
    assertThat(MeshJson.tree(admin.get("/api/v1/deployments").body()).path("items").size())
        .isEqualTo(1);
    assertThat(admin.get("/api/v1/drift?fresh=true").as(DriftDocument.class).resources()).isEmpty();
    assertThat(admin.get("/api/v1/drift").as(DriftDocument.class).checkedAt()).isNotNull();
    assertStatus(
        409,
        () ->
            admin.post(
                "/api/v1/deployments", MeshJson.write(Map.of("plan", plan.id().toString()))));
  }

  @Test
  void givesAManifestToTheRegionsRelaysAndOperatorsOnly() {
    assertStatus(403, () -> otherRelay.get(MANIFEST));
    assertStatus(401, () -> client("nobody-knows-this-key-at-all").get(MANIFEST));
    assertThat(admin.get(MANIFEST).status()).isEqualTo(200);
    assertStatus(403, () -> relay.post("/api/v1/plans", "{}"));
  }

  @Test
  void takesDocumentsWithAPlanAndRefusesThoseThatAreNone() {
    PlanDocument plan =
        admin
            .post(
                "/api/v1/plans",
                """
                {"scope":{"resources":[{"kind":"Publication","name":"shop-more"}]},
                 "documents":[
                  {"apiVersion":"mesh/v1","kind":"EventType","metadata":{"name":"orders.more","team":"orders"},
                   "spec":{"schema":{"format":"json-schema","definition":{"type":"object"}}}},
                  {"apiVersion":"mesh/v1","kind":"Publication","metadata":{"name":"shop-more","team":"orders"},
                   "spec":{"application":"shop","eventType":"orders.more","broker":"memory-eu"}}]}
                """)
            .as(PlanDocument.class);
    assertThat(plan.actions()).isNotEmpty();

    assertStatus(
        422,
        () ->
            admin.post(
                "/api/v1/plans",
                "{\"documents\":[{\"apiVersion\":\"mesh/v1\",\"kind\":\"Toy\"}]}"));
    assertStatus(422, () -> admin.post("/api/v1/plans", "{\"scope\":{\"resources\":[]}}"));
    assertStatus(404, () -> admin.get("/api/v1/plans/00000000-0000-0000-0000-000000000000"));
    assertStatus(404, () -> admin.get("/api/v1/deployments/00000000-0000-0000-0000-000000000000"));
    assertStatus(400, () -> admin.get("/api/v1/plans?cursor=x"));
  }

  @Test
  void whatCannotBeMeantIsRefusedAndNeverTakenForTheWholeMesh() {
    assertStatus(422, () -> admin.post("/api/v1/plans", "{\"documents\":\"kind: EventType\"}"));
    assertStatus(422, () -> admin.post("/api/v1/render", "{\"documents\":5}"));
    assertStatus(422, () -> admin.post("/api/v1/plans", "{\"scope\":{\"resources\":[null]}}"));
    assertStatus(404, () -> admin.post("/api/v1/plans", "{\"scope\":{\"team\":\"ordres\"}}"));
    assertStatus(
        404,
        () ->
            admin.post(
                "/api/v1/plans",
                "{\"scope\":{\"resources\":[{\"kind\":\"Subscription\",\"name\":\"nope\"}]}}"));
    assertStatus(400, () -> admin.get("/api/v1/deployments?limit=0"));
    assertStatus(400, () -> admin.get("/api/v1/plans?wating=true"));
  }

  @Test
  void comparesPlansRestoresRevisionsAndRenders() {
    String documents =
        """
        [{"apiVersion":"mesh/v1","kind":"EventType","metadata":{"name":"orders.other","team":"orders"},
          "spec":{"schema":{"format":"json-schema","definition":{"type":"object"}}}}]""";
    PlanDocument plan =
        admin
            .post("/api/v1/plans", "{\"documents\":%s}".formatted(documents))
            .as(PlanDocument.class);
    String compare = "/api/v1/plans/%s:compare".formatted(plan.id());

    assertThat(admin.post(compare, "{\"documents\":%s}".formatted(documents)).status())
        .isEqualTo(204);
    assertStatus(
        409,
        () ->
            admin.post(
                compare, "{\"documents\":%s}".formatted(documents.replace("other", "third"))));
    PlanDocument past = admin.post("/api/v1/plans", "{\"revision\":1}").as(PlanDocument.class);
    assertThat(past.restores()).isEqualTo(1);
    assertStatus(
        422,
        () ->
            admin.post("/api/v1/plans", "{\"revision\":1,\"documents\":%s}".formatted(documents)));
    assertStatus(404, () -> admin.post("/api/v1/plans", "{\"revision\":99999999}"));
    assertThat(admin.post("/api/v1/render", "{}").body()).contains("\"links\":[{");
  }

  @Test
  void showsACredentialOnce() {
    CredentialDocument made =
        admin
            .post("/api/v1/applications/shop/credentials", "{\"broker\":\"memory-eu\"}")
            .as(CredentialDocument.class);

    assertThat(made.principal()).isEqualTo("shop");
    assertThat(made.secret()).isNotBlank();
    assertThat(made.toString()).doesNotContain(made.secret());
    assertThat(admin.get("/api/v1/audit").body()).doesNotContain(made.secret());
  }

  private static DeploymentDocument find(DeploymentDocument deployment) {
    return admin.get("/api/v1/deployments/" + deployment.id()).as(DeploymentDocument.class);
  }

  private static Reply wait(ControlPlaneClient client, Reply known, int seconds) {
    return client.send(
        "GET", MANIFEST + "?wait=" + seconds, null, Map.of("If-None-Match", known.etag()));
  }

  private static ControlPlaneClient client(String key) {
    return new ControlPlaneClient(URI.create("http://127.0.0.1:" + world.port()), key);
  }

  private static void assertStatus(int status, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MeshException.class,
            refused ->
                assertThat(((ControlPlaneClient.Refused) refused.code()).status())
                    .isEqualTo(status));
  }
}
