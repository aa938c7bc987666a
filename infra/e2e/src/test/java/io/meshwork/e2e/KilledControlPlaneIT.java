package io.meshwork.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.DeploymentDocument;
import io.meshwork.api.DeploymentDocument.Step;
import io.meshwork.api.DeploymentDocument.StepState;
import io.meshwork.api.MeshJson;
import io.meshwork.api.PlanDocument;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The control plane dies in the middle of a deployment, at several places, and comes back. */
class KilledControlPlaneIT {
  private static final int TYPES = 8;
  private static final String FOREIGN = "foreign.notes";

  private final RunningWorld world = RunningWorld.get();
  private final Cluster eu = new Cluster(world, "eu");
  private final Cluster us = new Cluster(world, "us");

  @Test
  void endsAsNewOrOldAndTouchesNothingForeign() throws SQLException {
    List<String> foreign = plantForeign();
    int torn = 0;

    torn += kill("first", steps -> count(steps, StepState.RUNNING) > 0, false);
    torn += kill("half", steps -> 2 * count(steps, StepState.DONE) >= steps.size(), false);
    torn += kill("held", steps -> count(steps, StepState.DONE) >= TYPES, true);

    System.out.printf("measured: killed mid-deployment %d of 3 times%n", torn);
    assertThat(torn).as("kills that met a deployment under way").isGreaterThanOrEqualTo(2);
    assertThat(foreign()).isEqualTo(foreign);
  }

  /** Deploys, kills at the moment, starts again; 1 if the deployment was under way. */
  private int kill(String name, Predicate<List<Step>> moment, boolean otherBrokerHangs)
      throws SQLException {
    DeploymentDocument begun;
    try (ControlPlaneClient api = world.api()) {
      PlanDocument plan = plan(api, documents(name));
      assertThat(plan.actions()).hasSizeGreaterThanOrEqualTo(20);
      begun =
          api.post(
                  "/api/v1/deployments",
                  MeshJson.mapper().createObjectNode().put("plan", plan.id().toString()).toString())
              .as(DeploymentDocument.class);
      if (otherBrokerHangs) {
        world.signal("kafka-us", "STOP");
      }
      await()
          .atMost(Duration.ofSeconds(60))
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(2))
          .until(() -> moment.test(deployment(api, begun).steps()));
    } finally {
      world.kill("control-plane");
      if (otherBrokerHangs) {
        world.signal("kafka-us", "CONT");
      }
    }
    String left = state(begun);
    world.up();
    try (ControlPlaneClient api = world.api()) {
      await()
          .atMost(Duration.ofMinutes(2))
          .pollInterval(Duration.ofMillis(500))
          .until(() -> ended(deployment(api, begun)));
      DeploymentDocument ended = deployment(api, begun);
      assertThat(ended.state())
          .as("%s: %s", name, ended.problem())
          .isEqualTo(DeploymentDocument.State.APPLIED);
      assertThat(ended.steps()).allMatch(step -> step.state() == StepState.DONE);
      assertThat(topics(eu, name)).hasSize(TYPES);
      assertThat(topics(us, name)).hasSize(2 * 2);
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofSeconds(1))
          .untilAsserted(() -> assertThat(plan(api, null).actions()).isEmpty());
    }
    return left.equals("APPLIED") ? 0 : 1;
  }

  private static DeploymentDocument deployment(ControlPlaneClient api, DeploymentDocument of) {
    return api.get("/api/v1/deployments/" + of.id()).as(DeploymentDocument.class);
  }

  private static boolean ended(DeploymentDocument deployment) {
    return switch (deployment.state()) {
      case APPLIED, FAILED -> true;
      case WAITING, RUNNING -> false;
    };
  }

  private static long count(List<Step> steps, StepState state) {
    return steps.stream().filter(step -> step.state() == state).count();
  }

  /** A plan of the team that these documents belong to; without documents, of what is saved. */
  private static PlanDocument plan(ControlPlaneClient api, ArrayNode documents) {
    ObjectNode request = MeshJson.mapper().createObjectNode();
    request.putObject("scope").put("team", "security");
    if (documents != null) {
      request.set("documents", documents);
    }
    return api.post("/api/v1/plans", request.toString()).as(PlanDocument.class);
  }

  /** Eight published event types, of which two are wanted, with a filter, in the other region. */
  private static ArrayNode documents(String name) {
    ArrayNode all = MeshJson.mapper().createArrayNode();
    String application = "kill-" + name;
    ObjectNode principals = document(all, "Application", application).putObject("principals");
    principals.put("kafka-eu", application).put("kafka-us", application);
    for (int i = 0; i < TYPES; i++) {
      String type = "kill.%s.t%d".formatted(name, i);
      ObjectNode spec = document(all, "EventType", type);
      spec.putObject("schema")
          .put("format", "json-schema")
          .putObject("definition")
          .put("type", "object");
      spec.put("access", "open").put("partitions", 1);
      document(all, "Publication", type)
          .put("application", application)
          .put("eventType", type)
          .put("broker", "kafka-eu");
      if (i < 2) {
        ObjectNode subscription = document(all, "Subscription", type);
        subscription.put("application", application).putArray("eventTypes").add(type);
        subscription.putObject("filter").putObject("data").putArray("n").add(i);
        subscription.putObject("at").put("broker", "kafka-us");
      }
    }
    return all;
  }

  private static ObjectNode document(ArrayNode all, String kind, String name) {
    ObjectNode document = all.addObject().put("apiVersion", "mesh/v1").put("kind", kind);
    document.putObject("metadata").put("name", name).put("team", "security");
    return document.putObject("spec");
  }

  private static Collection<String> topics(Cluster cluster, String name) {
    try (Admin admin = cluster.admin()) {
      return Cluster.get(admin.listTopics().names()).stream()
          .filter(topic -> topic.contains("kill." + name + ".") && !topic.contains(".dead."))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** What the dead process left in its database. */
  private String state(DeploymentDocument of) throws SQLException {
    try (var connection =
            DriverManager.getConnection(
                world.database(), RunningWorld.DATABASE_USER, world.secret("database"));
        var statement =
            connection.prepareStatement("select state from deployment where id = ?::uuid")) {
      statement.setString(1, of.id().toString());
      try (var rows = statement.executeQuery()) {
        assertThat(rows.next()).isTrue();
        return rows.getString(1);
      }
    }
  }

  private List<String> plantForeign() {
    try (Admin admin = eu.admin();
        var producer =
            new KafkaProducer<>(
                eu.settings(), new ByteArraySerializer(), new ByteArraySerializer())) {
      Cluster.get(
          admin
              .createTopics(
                  List.of(
                      new NewTopic(FOREIGN, 3, (short) 1)
                          .configs(Map.of("retention.ms", "123456789"))))
              .all());
      Cluster.get(
          admin
              .createAcls(
                  List.of(
                      new AclBinding(
                          new ResourcePattern(ResourceType.TOPIC, "kill.", PatternType.PREFIXED),
                          new AccessControlEntry(
                              "User:stranger", "*", AclOperation.READ, AclPermissionType.ALLOW))))
              .all());
      IntStream.range(0, 20)
          .mapToObj(n -> ("note " + n).getBytes(StandardCharsets.UTF_8))
          .forEach(
              note -> {
                Future<RecordMetadata> _ = producer.send(new ProducerRecord<>(FOREIGN, note, note));
              });
    }
    return foreign();
  }

  /** All that the stranger has on the cluster, as text. */
  private List<String> foreign() {
    List<String> all = new ArrayList<>();
    try (Admin admin = eu.admin()) {
      all.add(Cluster.get(admin.describeTopics(List.of(FOREIGN)).allTopicNames()).toString());
      all.add(eu.configuration(admin, FOREIGN).toString());
      Cluster.get(admin.describeAcls(AclBindingFilter.ANY).values()).stream()
          .map(AclBinding::toString)
          .filter(acl -> acl.contains("stranger"))
          .sorted()
          .forEach(all::add);
    }
    eu.records(FOREIGN).stream()
        .map(
            event ->
                "%d/%d %d %s"
                    .formatted(
                        event.partition(),
                        event.offset(),
                        event.timestamp(),
                        new String(event.value(), StandardCharsets.UTF_8)))
        .sorted()
        .forEach(all::add);
    return all;
  }
}
