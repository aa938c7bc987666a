package io.meshwork.transport.kafka;

import io.meshwork.model.ChannelAddress;
import io.meshwork.transport.spi.ConsumerGroup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Who consumes topics, by committed offsets and by members' assignments. */
record Groups(Connection connection, Admin admin) {
  private static final String DOING = "reading consumer groups";

  /** By channel, then by name. */
  List<ConsumerGroup> reading(Set<String> topics) {
    if (topics.isEmpty()) {
      return List.of();
    }
    List<String> names =
        connection
            .await(DOING, admin.listGroups(ListGroupsOptions.forConsumerGroups()).all())
            .stream()
            .map(GroupListing::groupId)
            .toList();
    if (names.isEmpty()) {
      return List.of();
    }
    Map<String, ListConsumerGroupOffsetsSpec> asked = new HashMap<>();
    names.forEach(name -> asked.put(name, new ListConsumerGroupOffsetsSpec()));
    var offsets = admin.listConsumerGroupOffsets(asked);
    var described = admin.describeConsumerGroups(names).describedGroups();
    List<Reading> readings = new ArrayList<>();
    for (String name : names) {
      var committed = offsets.partitionsToOffsetAndMetadata(name);
      var group = described.get(name);
      if (connection.fault(committed) == null && group != null && connection.fault(group) == null) {
        collect(
            topics, connection.await(DOING, committed), connection.await(DOING, group), readings);
      }
    }
    return withLag(readings);
  }

  private static void collect(
      Set<String> topics,
      Map<TopicPartition, OffsetAndMetadata> committed,
      ConsumerGroupDescription group,
      List<Reading> readings) {
    Map<String, Reading> byTopic = new HashMap<>();
    committed.forEach(
        (partition, offset) -> {
          // Kafka's map has null values, which its type does not say.
          if (Objects.nonNull(offset) && topics.contains(partition.topic())) {
            reading(byTopic, partition.topic(), group).offsets.put(partition, offset.offset());
          }
        });
    Set<String> assigned = new HashSet<>();
    group
        .members()
        .forEach(
            member ->
                member
                    .assignment()
                    .topicPartitions()
                    .forEach(partition -> assigned.add(partition.topic())));
    assigned.retainAll(topics);
    assigned.forEach(topic -> reading(byTopic, topic, group));
    readings.addAll(byTopic.values());
  }

  private static Reading reading(
      Map<String, Reading> byTopic, String topic, ConsumerGroupDescription group) {
    return byTopic.computeIfAbsent(
        topic, _ -> new Reading(group.groupId(), topic, group.members().size(), new HashMap<>()));
  }

  private List<ConsumerGroup> withLag(List<Reading> readings) {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    readings.forEach(
        reading -> reading.offsets.keySet().forEach(one -> asked.put(one, OffsetSpec.latest())));
    Map<TopicPartition, Long> ends = new HashMap<>();
    if (!asked.isEmpty()) {
      var listed = admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED));
      for (TopicPartition partition : asked.keySet()) {
        var future = listed.partitionResult(partition);
        if (connection.fault(future) == null) {
          ends.put(partition, connection.await(DOING, future).offset());
        }
      }
    }
    return readings.stream()
        .map(reading -> reading.group(ends))
        .sorted(Comparator.comparing(ConsumerGroup::channel).thenComparing(ConsumerGroup::name))
        .toList();
  }

  private record Reading(
      String group, String topic, int members, Map<TopicPartition, Long> offsets) {
    ConsumerGroup group(Map<TopicPartition, Long> ends) {
      long lag = 0;
      for (var entry : offsets.entrySet()) {
        long end = ends.getOrDefault(entry.getKey(), entry.getValue());
        lag += Math.max(0, end - entry.getValue());
      }
      return new ConsumerGroup(group, new ChannelAddress(topic), members, lag);
    }
  }
}
