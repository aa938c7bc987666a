package io.meshwork.transport.kafka;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.MeshException;
import io.meshwork.transport.spi.ConsumerGroup;
import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.LinkPartition;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Reader;
import io.meshwork.transport.spi.Received;
import io.meshwork.transport.spi.SlotGroup;
import io.meshwork.transport.spi.SourcePartition;
import io.meshwork.transport.spi.TransportError;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** Looks at topics with a consumer of its own; no group, nothing committed. */
final class KafkaReader implements Reader {
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  private final Connection connection;
  private @Nullable Admin admin;
  private @Nullable Scan scan;

  KafkaReader(Connection connection) {
    this.connection = connection;
  }

  @Override
  public List<Received> newest(ChannelAddress channel, int count) {
    TopicDescription topic = topic(channel);
    Map<TopicPartition, Long> first = offsets(partitions(topic), OffsetSpec.earliest());
    Map<TopicPartition, Long> ends = offsets(partitions(topic), OffsetSpec.latest());
    List<Received> all = new ArrayList<>();
    ends.forEach(
        (partition, end) ->
            all.addAll(newest(topic, partition, first.getOrDefault(partition, 0L), end, count)));
    all.sort(
        Comparator.comparingLong((Received one) -> one.event().timestamp())
            .thenComparingLong(one -> KafkaPosition.of(one.before()).offset())
            .reversed());
    return List.copyOf(all.subList(0, Math.min(count, all.size())));
  }

  /** Steps back twice as far each time: markers and aborted events take offsets too. */
  private List<Received> newest(
      TopicDescription topic, TopicPartition partition, long first, long end, int count) {
    long step = count;
    while (true) {
      long from = Math.max(first, end - step);
      List<Received> found = scan().read(partition, topic.topicId(), from, end, Integer.MAX_VALUE);
      if (found.size() >= count || from == first) {
        return found.subList(Math.max(0, found.size() - count), found.size());
      }
      step *= 2;
    }
  }

  @Override
  public List<Received> range(SourcePartition partition, Position from, int count) {
    TopicDescription topic = topic(partition.channel());
    KafkaPosition place = KafkaPosition.of(from);
    if (!place.topicId().equals(topic.topicId())) {
      throw notFound(
          "topic '%s' was made anew since position %s was noted".formatted(topic.name(), from));
    }
    TopicPartition of = new TopicPartition(topic.name(), partition.number());
    if (partition.number() >= topic.partitions().size()) {
      throw notFound("topic '%s' has no partition %d".formatted(topic.name(), partition.number()));
    }
    long first = offsets(Set.of(of), OffsetSpec.earliest()).getOrDefault(of, 0L);
    long end = offsets(Set.of(of), OffsetSpec.latest()).getOrDefault(of, 0L);
    return scan().read(of, topic.topicId(), Math.max(first, place.offset()), end, count);
  }

  @Override
  public Map<SourcePartition, Position> ends(ChannelAddress channel) {
    return positions(channel, OffsetSpec.latest());
  }

  @Override
  public Map<SourcePartition, Position> positionsAt(ChannelAddress channel, Instant time) {
    return positions(channel, OffsetSpec.forTimestamp(time.toEpochMilli()));
  }

  @Override
  public Map<SourcePartition, Position> ends(Set<ChannelAddress> channels) {
    return positions(described(channels), OffsetSpec.latest());
  }

  @Override
  public Map<SourcePartition, Position> positionsAt(Set<ChannelAddress> channels, Instant time) {
    return positions(described(channels), OffsetSpec.forTimestamp(time.toEpochMilli()));
  }

  private Map<String, TopicDescription> described(Set<ChannelAddress> channels) {
    return new TopicShelf(connection, admin())
        .describe(channels.stream().map(ChannelAddress::value).toList());
  }

  private Map<SourcePartition, Position> positions(ChannelAddress channel, OffsetSpec spec) {
    TopicDescription topic = topic(channel);
    return positions(Map.of(topic.name(), topic), spec);
  }

  private Map<SourcePartition, Position> positions(
      Map<String, TopicDescription> topics, OffsetSpec spec) {
    Set<TopicPartition> all =
        topics.values().stream()
            .flatMap(topic -> partitions(topic).stream())
            .collect(Collectors.toSet());
    Map<SourcePartition, Position> positions = new HashMap<>();
    offsets(all, spec)
        .forEach(
            (partition, offset) -> {
              TopicDescription topic = topics.get(partition.topic());
              if (topic != null) {
                positions.put(
                    new SourcePartition(
                        new ChannelAddress(partition.topic()), partition.partition()),
                    position(topic.topicId(), offset));
              }
            });
    return positions;
  }

  @Override
  public long distance(SourcePartition partition, Position from, Position to) {
    KafkaPosition first = KafkaPosition.of(from);
    KafkaPosition last = KafkaPosition.of(to);
    return first.topicId().equals(last.topicId())
        ? Math.max(0, last.offset() - first.offset())
        : last.offset();
  }

  @Override
  public Map<LinkPartition, Position> positions() {
    Set<String> names =
        connection.await("listing topics", admin().listTopics().names()).stream()
            .filter(name -> name.startsWith(Topics.SLOTS_PREFIX))
            .collect(Collectors.toSet());
    return positionsIn(names);
  }

  @Override
  public Map<LinkPartition, Position> positions(Set<SlotGroup> groups) {
    return positionsIn(groups.stream().map(Topics::slots).collect(Collectors.toSet()));
  }

  private Map<LinkPartition, Position> positionsIn(Set<String> names) {
    Set<TopicPartition> all =
        new TopicShelf(connection, admin())
            .describe(names).values().stream()
                .flatMap(topic -> partitions(topic).stream())
                .collect(Collectors.toSet());
    return all.isEmpty()
        ? Map.of()
        : Map.copyOf(new PositionLog(connection, admin()).committed(all).positions());
  }

  @Override
  public List<Crossing> crossings(Instant since, int count) {
    TopicDescription topic =
        new TopicShelf(connection, admin())
            .describe(List.of(Topics.CROSSINGS))
            .get(Topics.CROSSINGS);
    if (topic == null) {
      return List.of();
    }
    Map<TopicPartition, Long> starts =
        offsets(partitions(topic), OffsetSpec.forTimestamp(since.toEpochMilli()));
    Map<TopicPartition, Long> ends = offsets(partitions(topic), OffsetSpec.latest());
    List<Crossing> crossings = new ArrayList<>();
    starts.forEach(
        (partition, start) ->
            scan()
                .read(partition, topic.topicId(), start, ends.getOrDefault(partition, 0L), count)
                .forEach(
                    record -> {
                      byte[] value = record.event().payload();
                      if (value != null) {
                        SlotRecords.crossing(value).ifPresent(crossings::add);
                      }
                    }));
    return crossings.stream()
        .filter(crossing -> !crossing.at().isBefore(since))
        .sorted(Comparator.comparing(Crossing::at))
        .limit(count)
        .toList();
  }

  @Override
  public List<ConsumerGroup> consumers(Set<ChannelAddress> channels) {
    return new Groups(connection, admin())
        .reading(channels.stream().map(ChannelAddress::value).collect(Collectors.toSet()));
  }

  private TopicDescription topic(ChannelAddress channel) {
    TopicDescription topic =
        new TopicShelf(connection, admin()).describe(List.of(channel.value())).get(channel.value());
    if (topic == null) {
      throw notFound("topic '%s' is not there".formatted(channel));
    }
    return topic;
  }

  private MeshException notFound(String what) {
    return new MeshException(
        TransportError.CHANNEL_NOT_FOUND,
        "Broker '%s': %s.".formatted(connection.access().broker(), what));
  }

  private Map<TopicPartition, Long> offsets(Set<TopicPartition> partitions, OffsetSpec spec) {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    partitions.forEach(partition -> asked.put(partition, spec));
    return new Starts(connection, admin()).offsets(asked);
  }

  private static Set<TopicPartition> partitions(TopicDescription topic) {
    return IntStream.range(0, topic.partitions().size())
        .mapToObj(number -> new TopicPartition(topic.name(), number))
        .collect(Collectors.toSet());
  }

  static Position position(Uuid topicId, long offset) {
    return new KafkaPosition(topicId, offset, KafkaPosition.UNKNOWN_EPOCH).position();
  }

  private Scan scan() {
    Scan open = scan;
    if (open == null) {
      open = new Scan(connection);
      scan = open;
    }
    return open;
  }

  private Admin admin() {
    Admin open = admin;
    if (open == null) {
      open = connection.admin("reader");
      admin = open;
    }
    return open;
  }

  @Override
  public void close() {
    if (scan != null) {
      scan.close();
      scan = null;
    }
    if (admin != null) {
      admin.close(CLOSE_LIMIT);
      admin = null;
    }
  }
}
