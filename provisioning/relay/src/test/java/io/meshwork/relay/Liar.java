package io.meshwork.relay;

import static org.awaitility.Awaitility.await;

import io.meshwork.local.KafkaAccess;
import io.meshwork.local.TestClusters;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.model.event.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A link whose source will lie, and one whose source will not, into the same region. */
record Liar(String origin, String region, KafkaMesh mesh, KafkaMesh honest) {
  /** Named as a region: eu with three brokers. */
  static final String OF_THREE = "eu3";

  static Liar of(String region, String engine) {
    Map<String, String> more = Map.of("engine", engine);
    return new Liar(
        "eu",
        region,
        new KafkaMesh(Liar::cluster, more, DeliveryClass.EFFECTIVELY_ONCE),
        new KafkaMesh(Liar::cluster, more, DeliveryClass.EFFECTIVELY_ONCE));
  }

  Liar from(String other) {
    return new Liar(other, region, mesh, honest);
  }

  String topic() {
    return mesh.entry(origin).value();
  }

  void publish(int from, int until) {
    mesh.publish(origin, from, until);
  }

  List<List<Event>> source() {
    return mesh.read(origin, mesh.entry(origin));
  }

  long arrived() {
    return mesh.count(region, mesh.arrival(origin, region));
  }

  List<List<Event>> target() {
    return mesh.read(region, mesh.arrival(origin, region));
  }

  private static KafkaAccess cluster(String region) {
    return region.equals(OF_THREE) ? TestClusters.ofThree("eu") : TestClusters.shared(region);
  }

  /** Partition 0 on these brokers, led by the first, and by any of them if need be. */
  void placeFirst(List<Integer> brokers) throws Exception {
    var first = new TopicPartition(topic(), 0);
    configure(Map.of("min.insync.replicas", "1", "unclean.leader.election.enable", "true"));
    try (Admin admin = TestClusters.ofThree("eu").admin()) {
      var there = Optional.of(new NewPartitionReassignment(brokers));
      admin.alterPartitionReassignments(Map.of(first, there)).all().get();
      await()
          .ignoreExceptions()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                admin.electLeaders(ElectionType.PREFERRED, Set.of(first)).partitions().get();
                TopicPartitionInfo now = describe(admin).partitions().getFirst();
                return now.isr().size() == 2
                    && now.replicas().size() == 2
                    && now.leader().id() == brokers.getFirst();
              });
    }
  }

  void awaitLeader(int broker) {
    try (Admin admin = TestClusters.ofThree("eu").admin()) {
      await()
          .ignoreExceptions()
          .atMost(Duration.ofSeconds(60))
          .until(() -> describe(admin).partitions().getFirst().leader().id() == broker);
    }
  }

  private TopicDescription describe(Admin admin) throws Exception {
    return admin.describeTopics(List.of(topic())).allTopicNames().get().get(topic());
  }

  static KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
    return producer(TestClusters.shared("eu"), more);
  }

  static KafkaProducer<byte[], byte[]> producer(KafkaAccess cluster, Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>(cluster.superSettings());
    config.putAll(more);
    var bytes = new ByteArraySerializer();
    return new KafkaProducer<>(config, bytes, bytes);
  }

  /** What fails at once is told at once, the rest by what does not arrive. */
  static void put(KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record)
      throws ExecutionException, InterruptedException {
    var sent = producer.send(record);
    if (sent.isDone()) {
      sent.get();
    }
  }

  void configure(Map<String, String> config) throws Exception {
    alter(cluster(origin), new ConfigResource(ConfigResource.Type.TOPIC, topic()), config);
  }

  /** The usual pause of the cleaner is 15 s. */
  static void cleanOften() throws Exception {
    alter(
        TestClusters.shared("eu"),
        new ConfigResource(ConfigResource.Type.BROKER, ""),
        Map.of("log.cleaner.backoff.ms", "200"));
  }

  private static void alter(
      KafkaAccess cluster, ConfigResource resource, Map<String, String> config) throws Exception {
    List<AlterConfigOp> edits = new ArrayList<>();
    config.forEach(
        (key, value) ->
            edits.add(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET)));
    try (Admin admin = cluster.admin()) {
      admin.incrementalAlterConfigs(Map.of(resource, edits)).all().get();
    }
  }
}
