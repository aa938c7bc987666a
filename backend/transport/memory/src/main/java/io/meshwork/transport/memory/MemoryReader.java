package io.meshwork.transport.memory;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.MeshException;
import io.meshwork.model.event.Event;
import io.meshwork.transport.spi.Capability;
import io.meshwork.transport.spi.ConsumerGroup;
import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.LinkPartition;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Reader;
import io.meshwork.transport.spi.Received;
import io.meshwork.transport.spi.SlotGroup;
import io.meshwork.transport.spi.SlotId;
import io.meshwork.transport.spi.SourcePartition;
import io.meshwork.transport.spi.TransportError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Looks at a broker's topics, positions and crossings. */
final class MemoryReader implements Reader {
  private final MemoryConnection connection;
  private final Set<Capability> capabilities;

  MemoryReader(MemoryConnection connection, Set<Capability> capabilities) {
    this.connection = connection;
    this.capabilities = capabilities;
  }

  /** Newest by timestamp, over all partitions; of one partition by position. */
  @Override
  public List<Received> newest(ChannelAddress channel, int count) {
    return look(
        channel,
        (state, topic) -> {
          List<Received> found = new ArrayList<>();
          for (int number = 0; number < topic.size(); number++) {
            found.addAll(newestOf(new SourcePartition(channel, number), topic, count));
          }
          found.sort(
              Comparator.<Received>comparingLong(each -> each.event().timestamp()).reversed());
          return List.copyOf(found.subList(0, Math.min(count, found.size())));
        });
  }

  @Override
  public List<Received> range(SourcePartition partition, Position from, int count) {
    return look(
        partition.channel(),
        (state, topic) -> {
          PartitionLog log = logOf(topic, partition);
          Topic.Place place = Topic.Place.of(from);
          long offset =
              place.topicId().equals(topic.id())
                  ? Math.max(place.offset(), log.start())
                  : log.start();
          List<Received> found = new ArrayList<>();
          for (; offset < log.stableEnd() && found.size() < count; offset++) {
            add(found, partition, topic, offset);
          }
          return found;
        });
  }

  @Override
  public Map<SourcePartition, Position> ends(ChannelAddress channel) {
    return each(channel, PartitionLog::stableEnd);
  }

  @Override
  public Map<SourcePartition, Position> positionsAt(ChannelAddress channel, Instant time) {
    return each(channel, log -> log.offsetAt(time));
  }

  @Override
  public Map<SourcePartition, Position> ends(Set<ChannelAddress> channels) {
    return ofThoseThere(channels, this::ends);
  }

  @Override
  public Map<SourcePartition, Position> positionsAt(Set<ChannelAddress> channels, Instant time) {
    return ofThoseThere(channels, channel -> positionsAt(channel, time));
  }

  private static Map<SourcePartition, Position> ofThoseThere(
      Set<ChannelAddress> channels,
      Function<ChannelAddress, Map<SourcePartition, Position>> positions) {
    Map<SourcePartition, Position> all = new HashMap<>();
    for (ChannelAddress channel : channels) {
      try {
        all.putAll(positions.apply(channel));
      } catch (MeshException e) {
        if (e.code() != TransportError.CHANNEL_NOT_FOUND) {
          throw e;
        }
      }
    }
    return all;
  }

  @Override
  public long distance(SourcePartition partition, Position from, Position to) {
    return look(
        partition.channel(),
        (state, topic) -> {
          Topic.Place first = Topic.Place.of(from);
          Topic.Place last = Topic.Place.of(to);
          if (!last.topicId().equals(topic.id())) {
            return 0L;
          }
          long start = first.topicId().equals(topic.id()) ? first.offset() : 0;
          PartitionLog log = logOf(topic, partition);
          long expired = Math.max(0, Math.min(last.offset(), log.start()) - start);
          return expired + log.visible(start, last.offset());
        });
  }

  @Override
  public Map<LinkPartition, Position> positions() {
    return connection.administer(MemoryCall.READ, state -> Map.copyOf(state.positions));
  }

  @Override
  public Map<LinkPartition, Position> positions(Set<SlotGroup> groups) {
    return connection.administer(
        MemoryCall.READ,
        state -> {
          Map<LinkPartition, Position> positions = new HashMap<>();
          for (SlotGroup group : groups) {
            for (int number = 0; number < group.slots(); number++) {
              positions.putAll(
                  state.slotPositions.getOrDefault(
                      BrokerState.key(new SlotId(group, number)), Map.of()));
            }
          }
          return positions;
        });
  }

  @Override
  public List<Crossing> crossings(Instant since, int count) {
    return connection.administer(
        MemoryCall.READ,
        state ->
            state.crossings.stream()
                .filter(each -> !each.at().isBefore(since))
                .limit(count)
                .map(BrokerState.Committed::crossing)
                .toList());
  }

  @Override
  public List<ConsumerGroup> consumers(Set<ChannelAddress> channels) {
    MemoryTransport.demand(capabilities, Capability.CONSUMER_LAG);
    return connection.administer(
        MemoryCall.READ,
        state ->
            channels.stream().sorted().flatMap(each -> state.consumers(each).stream()).toList());
  }

  @Override
  public void close() {}

  private <T> T look(ChannelAddress channel, BiFunction<BrokerState, Topic, T> answer) {
    return connection.call(
        MemoryCall.READ,
        state -> {
          state.demand(
              connection.principal(), Acl.Operation.READ, Acl.Target.TOPIC, channel.value());
          Topic topic = state.topicOrRefuse(channel);
          topic.expire(connection.broker().now());
          return answer.apply(state, topic);
        });
  }

  private Map<SourcePartition, Position> each(
      ChannelAddress channel, ToLongFunction<PartitionLog> offset) {
    return look(
        channel,
        (state, topic) -> {
          Map<SourcePartition, Position> found = new TreeMap<>();
          for (int number = 0; number < topic.size(); number++) {
            SourcePartition partition = new SourcePartition(channel, number);
            long at = offset.applyAsLong(logOf(topic, partition));
            found.put(partition, topic.position(at));
          }
          return found;
        });
  }

  private static List<Received> newestOf(SourcePartition partition, Topic topic, int count) {
    PartitionLog log = logOf(topic, partition);
    List<Received> found = new ArrayList<>();
    for (long offset = log.stableEnd() - 1;
        offset >= log.start() && found.size() < count;
        offset--) {
      add(found, partition, topic, offset);
    }
    return found;
  }

  private static PartitionLog logOf(Topic topic, SourcePartition partition) {
    PartitionLog log = topic.log(partition.number());
    if (log == null) {
      throw BrokerState.notThere(partition.toString());
    }
    return log;
  }

  private static void add(
      List<Received> found, SourcePartition partition, Topic topic, long offset) {
    Event event = logOf(topic, partition).at(offset).visible();
    if (event != null) {
      found.add(new Received(partition, topic.position(offset), topic.position(offset + 1), event));
    }
  }
}
