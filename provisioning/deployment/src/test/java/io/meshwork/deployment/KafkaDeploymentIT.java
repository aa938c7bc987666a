package io.meshwork.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.api.DeploymentDocument;
import io.meshwork.api.Documents;
import io.meshwork.api.DriftDocument.DriftedResource;
import io.meshwork.api.DriftDocument.Finding;
import io.meshwork.api.PlanDocument;
import io.meshwork.deployment.discovery.Discovery;
import io.meshwork.deployment.drift.Drift;
import io.meshwork.local.KafkaCluster;
import io.meshwork.local.TestClusters;
import io.meshwork.model.BrokerName;
import io.meshwork.model.TeamName;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Real clusters, and a foreign client that changes them behind our back. */
class KafkaDeploymentIT {
  private static final String TOPIC = "orders.order.placed";
  private static final String FOREIGN = "foreign-topic";

  private static KafkaCluster eu;
  private static World world;

  @BeforeAll
  static void start() throws Exception {
    eu = TestClusters.shared("eu");
    KafkaCluster us = TestClusters.shared("us");
    try (Admin admin = eu.admin()) {
      admin
          .createTopics(List.of(new NewTopic(FOREIGN, Optional.of(3), Optional.empty())))
          .all()
          .get(30, TimeUnit.SECONDS);
    }
    world = new World(eu, us).withPublisher("none").withSubscription("").granted();
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @Test
  void plansAppliesAndSeesWhatAForeignClientDoesWithoutTouchingWhatIsForeign() throws Exception {
    PlanDocument plan = world.plan();
    assertThat(plan.blocked()).isEmpty();
    assertThat(world.apply(plan).problem()).isNull();
    assertThat(world.plan().state()).isEqualTo(PlanDocument.State.EMPTY);
    assertThat(drift()).isEmpty();
    Uuid foreign = id(FOREIGN);

    changeRetention();
    assertThat(drift()).extracting(DriftedResource::finding).containsExactly(Finding.CHANGED);
    PlanDocument back = world.plan();
    assertThat(back.actions()).extracting(PlanDocument.ActionDocument::verb).contains("change");
    assertThat(world.apply(back).state()).isEqualTo(DeploymentDocument.State.APPLIED);
    assertThat(drift()).isEmpty();

    delete();
    create();
    Uuid theirs = id(TOPIC);
    assertThat(drift()).extracting(DriftedResource::finding).containsExactly(Finding.REPLACED);
    PlanDocument blocked = world.plan();
    assertThat(blocked.state()).isEqualTo(PlanDocument.State.BLOCKED);
    assertThat(id(TOPIC)).isEqualTo(theirs);

    delete();
    assertThat(drift()).extracting(DriftedResource::finding).containsExactly(Finding.DELETED);
    assertThat(world.apply(world.plan()).problem()).isNull();
    assertThat(world.plan().state()).isEqualTo(PlanDocument.State.EMPTY);
    assertThat(id(FOREIGN)).isEqualTo(foreign);
  }

  @Test
  void discoversWhatAForeignClientPublishes() throws Exception {
    try (var producer =
        new KafkaProducer<>(
            eu.superSettings(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (String payload : List.of("{\"id\":1,\"at\":\"2026-01-01T00:00:00Z\"}", "{\"id\":2}")) {
        producer
            .send(new ProducerRecord<>(FOREIGN, payload.getBytes(StandardCharsets.UTF_8)))
            .get(30, TimeUnit.SECONDS);
      }
    }

    var found =
        world
            .bean(Discovery.class)
            .discover(
                World.ADMIN,
                new BrokerName("memory-eu"),
                new Discovery.Query(FOREIGN, new TeamName("orders"), 10, null));

    assertThat(found.items())
        .filteredOn(item -> item.resource().equals("topic " + FOREIGN))
        .singleElement()
        .satisfies(
            item -> {
              assertThat(item.partitions()).isEqualTo(3);
              assertThat(item.events()).isEqualTo(2);
              assertThat(item.proposal()).isNotNull();
              assertThat(item.proposal().sampled()).isEqualTo(2);
              assertThat(item.proposal().adoptable()).isTrue();
              assertThat(item.proposal().document().spec().toString())
                  .contains("\"required\":[\"id\"]", "\"integer\"", "date-time");
            });
    world.save(Documents.yaml(List.of(found.items().getFirst().proposal().document())));
  }

  private static List<DriftedResource> drift() {
    return world.bean(Drift.class).check(World.ADMIN).resources();
  }

  private static void changeRetention() throws Exception {
    ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, TOPIC);
    Collection<AlterConfigOp> operations =
        List.of(
            new AlterConfigOp(
                new ConfigEntry("retention.ms", "1000000"), AlterConfigOp.OpType.SET));
    try (Admin admin = eu.admin()) {
      admin.incrementalAlterConfigs(Map.of(topic, operations)).all().get(30, TimeUnit.SECONDS);
    }
  }

  private static void delete() throws Exception {
    try (Admin admin = eu.admin()) {
      admin.deleteTopics(Set.of(TOPIC)).all().get(30, TimeUnit.SECONDS);
    }
    org.awaitility.Awaitility.await().until(() -> !names().contains(TOPIC));
  }

  private static void create() throws Exception {
    try (Admin admin = eu.admin()) {
      admin
          .createTopics(List.of(new NewTopic(TOPIC, Optional.of(2), Optional.empty())))
          .all()
          .get(30, TimeUnit.SECONDS);
    }
  }

  private static Set<String> names() throws Exception {
    try (Admin admin = eu.admin()) {
      return admin.listTopics().names().get(30, TimeUnit.SECONDS);
    }
  }

  private static Uuid id(String topic) throws Exception {
    try (Admin admin = eu.admin()) {
      return admin
          .describeTopics(Set.of(topic))
          .allTopicNames()
          .get(30, TimeUnit.SECONDS)
          .get(topic)
          .topicId();
    }
  }
}
