package io.meshwork.relay.faults;

import static org.awaitility.Awaitility.await;

import io.meshwork.local.KafkaBrokers;
import io.meshwork.local.KafkaCluster;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.relay.KafkaMesh;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/**
 * What goes wrong with clusters of three brokers. A fault ends when all replicas are in sync again,
 * so that each round has one fault.
 */
final class ThreeBrokers {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final FaultWorld world;
  private final DeliveryClass delivery;
  private final Random random;

  ThreeBrokers(FaultWorld world, DeliveryClass delivery, Random random) {
    this.world = world;
    this.delivery = delivery;
    this.random = random;
  }

  /** What is asked of a cluster, and may not be known for a while. */
  private interface Question<T> {
    Optional<T> ask(Admin admin) throws ExecutionException, InterruptedException;
  }

  void inject(Fault fault) {
    switch (fault) {
      case TARGET_LEADER_KILLED -> kill("us", leader("us"));
      case SOURCE_LEADER_KILLED -> kill("eu", leader("eu"));
      case TARGET_CONTROLLER_KILLED -> kill("us", controller("us"));
      case SOURCE_CONTROLLER_KILLED -> kill("eu", controller("eu"));
      case TRANSACTIONS_KILLED -> kill("us", ask("us", this::coordinatorOfTransactions));
      case GROUP_KILLED -> kill("us", ask("us", this::coordinatorOfGroup));
      case TARGET_LEADER_HANGS -> hang("us", leader("us"));
      case SOURCE_LEADER_HANGS -> hang("eu", leader("eu"));
      case TARGET_LEADER_FULL -> fill("us");
      case TARGET_ROLLING -> roll("us");
      case SOURCE_ROLLING -> roll("eu");
      case TARGET_LEADERS_MOVE -> moveLeaders("us");
      case SOURCE_LEADERS_MOVE -> moveLeaders("eu");
      case RELAY_KILLED,
          RELAY_STOPPED,
          RELAY_ASLEEP,
          TARGET_KILLED,
          TARGET_STOPPED,
          TARGET_HANGS,
          SOURCE_KILLED,
          SOURCE_HANGS,
          TARGET_CUT,
          SOURCE_CUT,
          TARGET_DEAF,
          TARGET_MUTE,
          TARGET_SLOW,
          REBALANCE,
          ALONE,
          TARGET_FULL,
          CLOCK,
          MANIFEST,
          SOURCE_STOPPED ->
          throw new IllegalArgumentException(fault + " is not one of three brokers");
    }
  }

  /** Longer than its session, so that others take over; sometimes hardly so. */
  private void outlastSession() {
    FaultWorld.pause(Duration.ofMillis(4_000 + random.nextInt(4_000)));
  }

  private void kill(String region, int id) {
    KafkaBrokers brokers = world.brokers(region);
    brokers.broker(id).kill();
    outlastSession();
    brokers.broker(id).start();
    awaitInSync(region);
  }

  private void hang(String region, int id) {
    KafkaBrokers brokers = world.brokers(region);
    brokers.broker(id).pause();
    outlastSession();
    brokers.broker(id).resume();
    awaitInSync(region);
  }

  private void roll(String region) {
    KafkaBrokers brokers = world.brokers(region);
    for (int id = 1; id <= KafkaBrokers.COUNT; id++) {
      brokers.broker(id).stop();
      brokers.broker(id).start();
      awaitInSync(region);
    }
  }

  /** The first of a partition's replicas is to lead: another becomes the first. */
  private void moveLeaders(String region) {
    String channel = world.channel(delivery, region);
    for (int i = 0; i < 4; i++) {
      ask(
          region,
          admin -> {
            Map<TopicPartition, Optional<NewPartitionReassignment>> others = new HashMap<>();
            for (TopicPartitionInfo partition : describe(admin, channel).partitions()) {
              List<Integer> replicas =
                  new ArrayList<>(partition.replicas().stream().map(Node::id).toList());
              Collections.rotate(replicas, 1);
              others.put(
                  new TopicPartition(channel, partition.partition()),
                  Optional.of(new NewPartitionReassignment(replicas)));
            }
            admin.alterPartitionReassignments(others).all().get();
            admin.electLeaders(ElectionType.PREFERRED, others.keySet()).partitions().get();
            return Optional.of(true);
          });
      FaultWorld.pause(Duration.ofMillis(500 + random.nextInt(1_000)));
    }
    awaitInSync(region);
  }

  private void fill(String region) {
    int partition = random.nextInt(KafkaMesh.PARTITIONS);
    KafkaCluster broker = world.brokers(region).broker(leader(region, partition));
    new FullDisk(broker).fill(world.channel(delivery, region), partition, random.nextInt(20_000));
    FaultWorld.pause(Duration.ofMillis(random.nextInt(4_000)));
    broker.start();
    awaitInSync(region);
  }

  private int leader(String region) {
    return leader(region, random.nextInt(KafkaMesh.PARTITIONS));
  }

  private int leader(String region, int number) {
    return ask(
        region,
        admin ->
            describe(admin, world.channel(delivery, region)).partitions().stream()
                .filter(partition -> partition.partition() == number)
                .map(TopicPartitionInfo::leader)
                .filter(node -> node != null && !node.isEmpty())
                .map(Node::id)
                .findFirst());
  }

  private int controller(String region) {
    return ask(
        region,
        admin ->
            Optional.of(admin.describeMetadataQuorum().quorumInfo().get().leaderId())
                .filter(id -> id > 0));
  }

  private Optional<Integer> coordinatorOfTransactions(Admin admin)
      throws ExecutionException, InterruptedException {
    Map<String, Integer> known = new HashMap<>();
    for (Map.Entry<Integer, KafkaFuture<Collection<TransactionListing>>> broker :
        admin.listTransactions().byBrokerId().get().entrySet()) {
      for (TransactionListing each : broker.getValue().get()) {
        known.put(each.transactionalId(), broker.getKey());
      }
    }
    return any(known.keySet()).map(known::get);
  }

  private Optional<Integer> coordinatorOfGroup(Admin admin)
      throws ExecutionException, InterruptedException {
    Set<String> groups = new HashSet<>();
    for (GroupListing each : admin.listGroups().all().get()) {
      groups.add(each.groupId());
    }
    Optional<String> group = any(groups);
    return group.isEmpty()
        ? Optional.empty()
        : Optional.of(
            admin
                .describeConsumerGroups(List.of(group.get()))
                .describedGroups()
                .get(group.get())
                .get()
                .coordinator()
                .id());
  }

  private Optional<String> any(Set<String> names) {
    List<String> sorted = names.stream().sorted().toList();
    return sorted.isEmpty()
        ? Optional.empty()
        : Optional.of(sorted.get(random.nextInt(sorted.size())));
  }

  private void awaitInSync(String region) {
    ask(
        region,
        admin -> {
          Set<String> topics =
              admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get();
          boolean inSync =
              admin.describeTopics(topics).allTopicNames().get().values().stream()
                  .flatMap(topic -> topic.partitions().stream())
                  .allMatch(each -> each.isr().size() == each.replicas().size());
          return inSync ? Optional.of(true) : Optional.empty();
        });
  }

  private static TopicDescription describe(Admin admin, String topic)
      throws ExecutionException, InterruptedException {
    return admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
  }

  private <T> T ask(String region, Question<T> question) {
    try (Admin admin = world.brokers(region).admin()) {
      return await()
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(200))
          .ignoreExceptionsInstanceOf(ExecutionException.class)
          .until(() -> question.ask(admin), Optional::isPresent)
          .orElseThrow();
    }
  }
}
