package io.meshwork.transport.memory;

import io.meshwork.model.ChannelAddress;
import io.meshwork.transport.spi.ConsumerGroup;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A group of consumers of the broker's own clients: how far it has read, who is connected. */
final class Group {
  private final Map<String, Map<Integer, Long>> offsets = new TreeMap<>();
  private final Map<String, Integer> members = new TreeMap<>();

  long offset(String topic, int partition, long otherwise) {
    return offsets.getOrDefault(topic, Map.of()).getOrDefault(partition, otherwise);
  }

  void commit(String topic, int partition, long offset) {
    offsets.computeIfAbsent(topic, any -> new TreeMap<>()).put(partition, offset);
  }

  void connect(String topic, int change) {
    members.merge(topic, change, Integer::sum);
  }

  void forget(String topic) {
    offsets.remove(topic);
    members.remove(topic);
  }

  Optional<ConsumerGroup> describe(String name, ChannelAddress channel, Topic topic) {
    Map<Integer, Long> read = offsets.getOrDefault(channel.value(), Map.of());
    int connected = members.getOrDefault(channel.value(), 0);
    if (read.isEmpty() && connected == 0) {
      return Optional.empty();
    }
    long lag = 0;
    for (Map.Entry<Integer, Long> each : read.entrySet()) {
      PartitionLog log = topic.log(each.getKey());
      lag += log == null ? 0 : log.visible(each.getValue(), log.end());
    }
    return Optional.of(new ConsumerGroup(name, channel, connected, lag));
  }

  /** As a backup holds it: nobody is connected. */
  Group copy() {
    Group copy = new Group();
    offsets.forEach((topic, map) -> copy.offsets.put(topic, new TreeMap<>(map)));
    return copy;
  }
}
