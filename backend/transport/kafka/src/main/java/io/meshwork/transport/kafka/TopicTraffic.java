package io.meshwork.transport.kafka;

import io.meshwork.transport.spi.ResourceId;
import io.meshwork.transport.spi.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * What topics hold and what was lately written to them, from offsets alone: the first one, the last
 * one, and those at an hour and a day ago. Partitions are asked for in slices, all moments of a
 * slice at once.
 */
record TopicTraffic(Connection connection, Admin admin) {
  private static final String DOING = "reading offsets";
  private static final int SLICE = 2000;

  Map<ResourceId, Traffic> of(Set<ResourceId> asked, Instant now) {
    Set<String> names =
        asked.stream()
            .filter(id -> id.kind().equals(Topics.KIND))
            .map(ResourceId::name)
            .collect(Collectors.toSet());
    List<TopicPartition> partitions = new ArrayList<>();
    new TopicShelf(connection, admin)
        .describe(names)
        .forEach(
            (name, topic) ->
                topic
                    .partitions()
                    .forEach(one -> partitions.add(new TopicPartition(name, one.partition()))));
    Map<ResourceId, Traffic> found = new HashMap<>();
    for (int from = 0; from < partitions.size(); from += SLICE) {
      count(partitions.subList(from, Math.min(partitions.size(), from + SLICE)), now, found);
    }
    return found;
  }

  private void count(List<TopicPartition> partitions, Instant now, Map<ResourceId, Traffic> found) {
    ListOffsetsResult first = list(partitions, OffsetSpec.earliest());
    ListOffsetsResult end = list(partitions, OffsetSpec.latest());
    ListOffsetsResult day = list(partitions, at(now.minus(Duration.ofDays(1))));
    ListOffsetsResult hour = list(partitions, at(now.minus(Duration.ofHours(1))));
    for (TopicPartition one : partitions) {
      var last = end.partitionResult(one);
      if (connection.fault(last) instanceof UnknownTopicOrPartitionException) {
        continue;
      }
      long until = connection.await(DOING, last).offset();
      Traffic traffic =
          new Traffic(behind(first, one, until), behind(hour, one, until), behind(day, one, until));
      found.merge(new ResourceId(Topics.KIND, one.topic()), traffic, TopicTraffic::sum);
    }
  }

  /** Nothing where no event is that young, and where the topic is gone meanwhile. */
  private long behind(ListOffsetsResult listed, TopicPartition partition, long until) {
    var future = listed.partitionResult(partition);
    if (connection.fault(future) instanceof UnknownTopicOrPartitionException) {
      return 0;
    }
    long offset = connection.await(DOING, future).offset();
    return offset < 0 ? 0 : Math.max(0, until - offset);
  }

  private ListOffsetsResult list(List<TopicPartition> partitions, OffsetSpec spec) {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    partitions.forEach(one -> asked.put(one, spec));
    return admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED));
  }

  private static OffsetSpec at(Instant time) {
    return OffsetSpec.forTimestamp(time.toEpochMilli());
  }

  private static Traffic sum(Traffic one, Traffic other) {
    return new Traffic(
        one.retained() + other.retained(),
        one.lastHour() + other.lastHour(),
        one.lastDay() + other.lastDay());
  }
}
