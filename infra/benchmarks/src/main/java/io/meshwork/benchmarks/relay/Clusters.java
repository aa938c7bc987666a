package io.meshwork.benchmarks.relay;

import io.meshwork.local.KafkaCluster;
import io.meshwork.local.TestClusters;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** The two clusters of a benchmark, each of one broker in a process of its own. */
final class Clusters implements AutoCloseable {
  static final int PARTITIONS = 6;

  private static final int HEAP_MEGABYTES = 1024;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final long LOOK_NANOS = Duration.ofMillis(50).toNanos();

  /** What is deleted is to leave the disk before the next mover is measured. */
  private static final Map<String, String> TOPIC = Map.of("file.delete.delay.ms", "1000");

  private final Side source = new Side("source");
  private final Side target = new Side("target");

  Side source() {
    return source;
  }

  Side target() {
    return target;
  }

  @Override
  public void close() {
    source.close();
    target.close();
  }

  /** One of the clusters. */
  static final class Side implements AutoCloseable {
    private final KafkaCluster cluster;
    private final Admin admin;
    private final ProcessCost cost;

    private Side(String name) {
      cluster = TestClusters.own(name, HEAP_MEGABYTES);
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
      await(
          admin
              .createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1).configs(TOPIC)))
              .all());
      long limit = System.nanoTime() + LIMIT.toNanos();
      while (!isThere(topic)) {
        if (System.nanoTime() > limit) {
          throw new IllegalStateException("Topic '" + topic + "' was made and does not appear.");
        }
        LockSupport.parkNanos(LOOK_NANOS);
      }
    }

    /**
     * Known to the broker and led by it: asked for by its name, an unknown one is an error line.
     */
    private boolean isThere(String topic) {
      try {
        TopicDescription found =
            admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
        return found != null
            && found.partitions().size() == PARTITIONS
            && found.partitions().stream().noneMatch(each -> each.leader() == null);
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

    /** Where a reader of committed records ends, by partition. */
    Map<TopicPartition, Long> ends(String topic) {
      Map<TopicPartition, OffsetSpec> asked =
          partitions(topic).stream()
              .collect(Collectors.toMap(partition -> partition, _ -> OffsetSpec.latest()));
      ListOffsetsOptions committed = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
      Map<TopicPartition, ListOffsetsResultInfo> found =
          await(admin.listOffsets(asked, committed).all());
      return found.entrySet().stream()
          .collect(Collectors.toMap(Map.Entry::getKey, end -> end.getValue().offset()));
    }

    /** How many offsets that are. */
    long count(String topic) {
      return ends(topic).values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public void close() {
      admin.close(Duration.ZERO);
      cluster.close();
    }
  }

  static List<TopicPartition> partitions(String topic) {
    return IntStream.range(0, PARTITIONS)
        .mapToObj(number -> new TopicPartition(topic, number))
        .toList();
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
