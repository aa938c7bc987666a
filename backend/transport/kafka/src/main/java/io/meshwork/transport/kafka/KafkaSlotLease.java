package io.meshwork.transport.kafka;

import io.meshwork.model.MeshException;
import io.meshwork.transport.spi.SlotGroup;
import io.meshwork.transport.spi.SlotId;
import io.meshwork.transport.spi.SlotLease;
import io.meshwork.transport.spi.SlotListener;
import io.meshwork.transport.spi.TransportError;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A seat in the consumer group over a control topic, whose partition n is slot n. Nothing is read
 * by it: what it is assigned is paused at once. Slots that stay are not interrupted when others
 * move (cooperative rebalancing).
 */
final class KafkaSlotLease implements SlotLease {
  private static final int SESSION_MS = 6000;
  private static final int HEARTBEAT_MS = 1500;
  private static final int POLL_LIMIT_MS = 12_000;
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

  private final Connection connection;
  private final SlotGroup group;
  private final SlotListener listener;
  private @Nullable KafkaConsumer<byte[], byte[]> consumer;

  KafkaSlotLease(Connection connection, SlotGroup group, SlotListener listener) {
    this.connection = connection;
    this.group = group;
    this.listener = listener;
  }

  @Override
  public void poll(Duration wait) {
    try {
      member().poll(wait);
    } catch (KafkaException e) {
      throw connection.errors().of("sharing slots of " + group.name(), e);
    }
  }

  private KafkaConsumer<byte[], byte[]> member() {
    KafkaConsumer<byte[], byte[]> open = consumer;
    if (open == null) {
      open = join();
      consumer = open;
    }
    return open;
  }

  private KafkaConsumer<byte[], byte[]> join() {
    KafkaConsumer<byte[], byte[]> member =
        connection.consumer(
            "lease-" + group.name(),
            Map.of(
                ConsumerConfig.GROUP_ID_CONFIG,
                "meshwork.%s.%s".formatted(connection.access().installation(), group.name()),
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                List.of(CooperativeStickyAssignor.class),
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                SESSION_MS,
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                HEARTBEAT_MS,
                ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
                POLL_LIMIT_MS,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "latest"));
    String topic = Topics.slots(group);
    try {
      if (member.partitionsFor(topic).isEmpty()) {
        throw new MeshException(
            TransportError.CHANNEL_NOT_FOUND,
            "Broker '%s': control topic '%s' is not there; deploy the link's slots first."
                .formatted(connection.access().broker(), topic));
      }
      member.subscribe(List.of(topic), new Rebalances(member));
      return member;
    } catch (KafkaException | MeshException e) {
      member.close(CloseOptions.timeout(CLOSE_LIMIT));
      throw connection.errors().of("sharing slots of " + group.name(), e);
    }
  }

  @Override
  public void close() {
    if (consumer != null) {
      consumer.close(
          CloseOptions.timeout(CLOSE_LIMIT)
              .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
      consumer = null;
    }
  }

  private Set<SlotId> slots(Collection<TopicPartition> partitions) {
    return partitions.stream()
        .map(TopicPartition::partition)
        .filter(number -> number < group.slots())
        .map(number -> new SlotId(group, number))
        .collect(Collectors.toSet());
  }

  private final class Rebalances implements ConsumerRebalanceListener {
    private final KafkaConsumer<byte[], byte[]> member;

    private Rebalances(KafkaConsumer<byte[], byte[]> member) {
      this.member = member;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      member.pause(partitions);
      Set<SlotId> slots = slots(partitions);
      if (!slots.isEmpty()) {
        listener.acquired(slots);
      }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      Set<SlotId> slots = slots(partitions);
      if (!slots.isEmpty()) {
        listener.revoked(slots);
      }
    }
  }
}
