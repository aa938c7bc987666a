package io.meshwork.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;

/**
 * A real Kafka cluster of three brokers, each a controller too and a child process of its own that
 * can be ended, frozen and started again: what is stored lies in three places, of which two must
 * have it. A broker that is silent for four seconds counts as gone.
 */
public final class KafkaBrokers implements KafkaAccess, AutoCloseable {
  /** How many brokers; they are numbered from 1. */
  public static final int COUNT = 3;

  private final List<KafkaCluster> brokers;

  private KafkaBrokers(List<KafkaCluster> brokers) {
    this.brokers = List.copyOf(brokers);
  }

  /** Starts a cluster and returns when all of its brokers answer. */
  public static KafkaBrokers start(String name, Path directory) {
    String password = Secrets.random();
    String cluster = Uuid.randomUuid().toString();
    List<Integer> controllers =
        IntStream.range(0, COUNT).mapToObj(_ -> Loopback.quietPort()).toList();
    List<KafkaCluster> brokers = new ArrayList<>();
    for (int id = 1; id <= COUNT; id++) {
      int port = Loopback.quietPort();
      Map<String, String> more = new HashMap<>(usual());
      more.put(KafkaSettings.CLUSTER_ID, cluster);
      more.put("node.id", Integer.toString(id));
      more.put("controller.quorum.voters", voters(controllers));
      more.put(
          "listeners",
          "CLIENT://%s:%d,CONTROLLER://%s:%d"
              .formatted(Loopback.HOST, port, Loopback.HOST, controllers.get(id - 1)));
      brokers.add(
          KafkaCluster.begin(
              new KafkaSettings(
                  name + "-" + id,
                  port,
                  directory.resolve("broker-" + id),
                  password,
                  Map.of(),
                  KafkaSettings.HEAP_MEGABYTES,
                  port,
                  more)));
    }
    brokers.forEach(KafkaCluster::awaitReady);
    return new KafkaBrokers(brokers);
  }

  private static Map<String, String> usual() {
    return Map.ofEntries(
        Map.entry("default.replication.factor", "3"),
        Map.entry("min.insync.replicas", "2"),
        Map.entry("offsets.topic.replication.factor", "3"),
        Map.entry("transaction.state.log.replication.factor", "3"),
        Map.entry("transaction.state.log.min.isr", "2"),
        Map.entry("share.coordinator.state.topic.replication.factor", "3"),
        Map.entry("share.coordinator.state.topic.min.isr", "2"),
        Map.entry("broker.session.timeout.ms", "4000"),
        Map.entry("broker.heartbeat.interval.ms", "500"));
  }

  private static String voters(List<Integer> controllers) {
    return IntStream.range(0, controllers.size())
        .mapToObj(at -> "%d@%s:%d".formatted(at + 1, Loopback.HOST, controllers.get(at)))
        .collect(Collectors.joining(","));
  }

  @Override
  public String bootstrap() {
    return brokers.stream().map(KafkaCluster::bootstrap).collect(Collectors.joining(","));
  }

  @Override
  public String superPassword() {
    return brokers.getFirst().superPassword();
  }

  /** One of them, numbered from 1. */
  public KafkaCluster broker(int id) {
    return brokers.get(id - 1);
  }

  /** Ends all at once. */
  @Override
  public void close() {
    brokers.stream().filter(KafkaCluster::isAlive).forEach(KafkaCluster::kill);
  }
}
