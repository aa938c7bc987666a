package io.meshwork.benchmarks.relay;

import io.meshwork.local.KafkaCluster;
import io.meshwork.local.TestClusters;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** The clusters of a benchmark, each of one broker in a process of its own: mostly two. */
final class Clusters implements AutoCloseable {
  static final int PARTITIONS = 6;

  private static final int HEAP_MEGABYTES = 1024;

  /** Topics that one call asks for. */
  private static final int A_CALL = 100;

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final long LOOK_NANOS = Duration.ofMillis(50).toNanos();

  /** What is deleted is to leave the disk before the next mover is measured. */
  private static final Map<String, String> TOPIC = Map.of("file.delete.delay.ms", "1000");

  private final Side source;
  private final Side target;

  /** Two. */
  Clusters() {
    this(
        new Side(TestClusters.own("source", HEAP_MEGABYTES)),
        new Side(TestClusters.own("target", HEAP_MEGABYTES)));
  }

  private Clusters(Side source, Side target) {
    this.source = source;
    this.target = target;
  }

  /** One that is both, for links from a broker to itself. */
  static Clusters one() {
    Side both = new Side(TestClusters.own("both", HEAP_MEGABYTES));
    return new Clusters(both, both);
  }

  /** Two whose clients, ours and the movers', come to them over these. */
  static Clusters behind(Distance toSource, Distance toTarget) {
    return new Clusters(
        new Side(TestClusters.behind("source", toSource.port(), toSource.brokerPort())),
        new Side(TestClusters.behind("target", toTarget.port(), toTarget.brokerPort())));
  }

  boolean isOne() {
    return source == target;
  }

  Side source() {
    return source;
  }

  Side target() {
    return target;
  }

  @Override
  public void close() {
    source.close();
    if (!isOne()) {
      target.close();
    }
  }

  /** One of the clusters. */
  static final class Side implements AutoCloseable {
    private final KafkaCluster cluster;
    private final Admin admin;
    private final ProcessCost cost;
    private final Map<String, Integer> partitions = new ConcurrentHashMap<>();

    private Side(KafkaCluster cluster) {
      this.cluster = cluster;
      admin = cluster.admin();
      cost = new ProcessCost(cluster.pid());
    }

    KafkaCluster cluster() {
      return cluster;
    }

    /** Client settings, with more. */
    Map<String, Object> settings(Map<String, Object> more) {
      Map<String, Object> all = new HashMap<>(cluster.superSettings());
      all.putAll(more);
      return all;
    }

    double cpuSeconds() {
      return cost.cpuSeconds();
    }

    /** Returns when the broker answers for it. */
    void create(String topic) {
      create(List.of(topic), PARTITIONS, Map.of());
    }

    /**
     * The same for many, with partitions and settings; a call of the broker takes some at a time.
     */
    void create(List<String> topics, int count, Map<String, String> settings) {
      Map<String, String> all = new HashMap<>(TOPIC);
      all.putAll(settings);
      for (int from = 0; from < topics.size(); from += A_CALL) {
        List<String> some = topics.subList(from, Math.min(topics.size(), from + A_CALL));
        await(
            admin
                .createTopics(
                    some.stream()
                        .map(topic -> new NewTopic(topic, count, (short) 1).configs(all))
                        .toList())
                .all());
        some.forEach(topic -> partitions.put(topic, count));
        long limit = System.nanoTime() + LIMIT.toNanos();
        while (!areThere(some, count)) {
          if (System.nanoTime() > limit) {
            throw new IllegalStateException("Topics " + some + " were made and do not appear.");
          }
          LockSupport.parkNanos(LOOK_NANOS);
        }
      }
    }

    /**
     * Known to the broker and led by it: asked for by its name, an unknown one is an error line.
     */
    private boolean areThere(List<String> topics, int count) {
      try {
        return admin.describeTopics(topics).allTopicNames().get().values().stream()
            .allMatch(
                found ->
                    found.partitions().size() == count
                        && found.partitions().stream().noneMatch(each -> each.leader() == null));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      } catch (ExecutionException e) {
        return false;
      }
    }

    void delete(Collection<String> topics) {
      await(admin.deleteTopics(topics).all());
    }

    /** Topics, without the broker's own. */
    Set<String> topics() {
      return await(admin.listTopics().names()).stream()
          .filter(name -> !name.startsWith("__"))
          .collect(Collectors.toSet());
    }

    /** Of a topic that was made here. */
    List<TopicPartition> partitions(String topic) {
      return Clusters.partitions(topic, partitions.getOrDefault(topic, PARTITIONS));
    }

    /** Where a reader of committed records ends, by partition. */
    Map<TopicPartition, Long> ends(String topic) {
      return ends(List.of(topic));
    }

    /** The same of several topics. */
    Map<TopicPartition, Long> ends(Collection<String> topics) {
      Map<TopicPartition, OffsetSpec> asked =
          topics.stream()
              .flatMap(topic -> partitions(topic).stream())
              .collect(Collectors.toMap(partition -> partition, _ -> OffsetSpec.latest()));
      ListOffsetsOptions committed = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
      Map<TopicPartition, ListOffsetsResultInfo> found =
          await(admin.listOffsets(asked, committed).all());
      return found.entrySet().stream()
          .collect(Collectors.toMap(Map.Entry::getKey, end -> end.getValue().offset()));
    }

    /** How many offsets that are. */
    long count(String topic) {
      return count(List.of(topic));
    }

    /** The same of several topics together. */
    long count(Collection<String> topics) {
      return ends(topics).values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public void close() {
      admin.close(Duration.ZERO);
      cluster.close();
    }
  }

  static List<TopicPartition> partitions(String topic) {
    return partitions(topic, PARTITIONS);
  }

  static List<TopicPartition> partitions(String topic, int count) {
    return IntStream.range(0, count).mapToObj(number -> new TopicPartition(topic, number)).toList();
  }

  private static <T> T await(KafkaFuture<T> future) {
    try {
      return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }
}
