package io.meshwork.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.MeshJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;

/** {@code ./mesh up --sample}, once with everything real. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SampleIT {
  private static final long TOPIC_BYTES = 128_000_000;
  private static final RunningWorld WORLD = RunningWorld.get();
  private static long ready;

  @BeforeAll
  static void play() {
    WORLD.up("--sample", "--rate", "50");
    ready = System.nanoTime();
  }

  @AfterAll
  static void stop() {
    WORLD.kill("sample");
  }

  @Test
  @Order(1)
  void bringsRealEventsAcrossWithinAMinuteWithAndWithoutFilter() {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofSeconds(1))
        .ignoreExceptionsMatching(
            fault ->
                fault instanceof UnknownTopicOrPartitionException
                    || fault instanceof NullPointerException)
        .untilAsserted(
            () -> {
              assertThat(arrived("github.push.from.kafka-eu")).as("no filter").isNotEmpty();
              assertThat(arrived("mesh.sub.activity-stats.merged")).as("filter").isNotEmpty();
            });
    System.out.printf(
        "measured: the sample's events across, %.1f s after up said ready%n",
        (System.nanoTime() - ready) / 1e9);

    JsonNode push =
        MeshJson.tree(
            new String(
                arrived("github.push.from.kafka-eu").getFirst().value(), StandardCharsets.UTF_8));
    assertThat(push.path("commits").isArray()).isTrue();
    assertThat(arrived("mesh.sub.activity-stats.merged"))
        .extracting(
            event ->
                MeshJson.tree(new String(event.value(), StandardCharsets.UTF_8))
                    .path("action")
                    .asString())
        .isSubsetOf("opened", "closed");
  }

  private static List<ConsumerRecord<byte[], byte[]>> arrived(String topic) {
    return new Cluster(WORLD, "us").records(topic);
  }

  @Test
  @Order(2)
  void leavesExactlyOneSubscriptionWaitingForItsGrant() {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () ->
                assertThat(states())
                    .isEqualTo(
                        Map.of(
                            "activity-stats.pushes", "active",
                            "activity-stats.merged", "active",
                            "code-watch.access", "active",
                            "code-watch.alerts", "requested")));
  }

  private static Map<String, String> states() {
    Map<String, String> states = new TreeMap<>();
    try (ControlPlaneClient api = WORLD.api()) {
      for (JsonNode item :
          MeshJson.tree(api.get("/api/v1/subscriptions?limit=200").body()).path("items")) {
        String name = item.path("metadata").path("name").asString();
        if (name.startsWith("activity-stats.") || name.startsWith("code-watch.")) {
          states.put(name, item.path("status").path("state").asString());
        }
      }
    }
    return states;
  }

  @Test
  @Order(3)
  void keepsAtMost128MegabytesATopic() {
    for (String region : List.of("eu", "us")) {
      Cluster cluster = new Cluster(WORLD, region);
      try (Admin admin = cluster.admin()) {
        Set<String> topics =
            Cluster.get(admin.listTopics().names()).stream()
                .filter(
                    name ->
                        name.contains("github.")
                            || name.contains("activity-stats.")
                            || name.contains("code-watch."))
                .collect(Collectors.toSet());
        assertThat(topics).hasSizeGreaterThan(region.equals("eu") ? 57 : 5);
        Cluster.get(admin.describeTopics(topics).allTopicNames())
            .forEach(
                (topic, description) -> {
                  Map<String, String> set = cluster.configuration(admin, topic);
                  long partition =
                      Long.parseLong(set.get("retention.bytes"))
                          + Long.parseLong(set.get("segment.bytes"));
                  assertThat(Long.parseLong(set.get("retention.bytes"))).as(topic).isPositive();
                  assertThat(description.partitions().size() * partition)
                      .as(topic)
                      .isBetween(TOPIC_BYTES / 2, TOPIC_BYTES);
                  assertThat(set.get("retention.ms")).as(topic).isEqualTo("10800000");
                  assertThat(set.get("cleanup.policy")).as(topic).isEqualTo("delete");
                });
      }
    }
  }
}
