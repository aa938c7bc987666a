package io.meshwork.transport.kafka;

import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.SourceGap;
import io.meshwork.transport.spi.StartPosition;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** Finds out at which offset tracks start. Those whose topic is not there go on waiting. */
record Starts(Connection connection, Admin admin) {
  private static final String DOING = "finding where to start";

  void find(Collection<? extends Track> waiting) {
    Map<String, TopicDescription> topics =
        new TopicShelf(connection, admin)
            .describe(waiting.stream().map(track -> track.partition().channel().value()).toList());
    List<? extends Track> there =
        waiting.stream()
            .filter(
                track -> {
                  TopicDescription topic = topics.get(track.partition().channel().value());
                  return topic != null && topic.partitions().size() > track.partition().number();
                })
            .toList();
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    for (Track track : there) {
      Uuid id = idOf(topics, track);
      OffsetSpec spec = spec(track.start(), id);
      if (spec != null) {
        asked.put(track.topicPartition(), spec);
      }
    }
    Map<TopicPartition, Long> offsets = offsets(asked);
    for (Track track : there) {
      begin(track, idOf(topics, track), offsets.getOrDefault(track.topicPartition(), 0L));
    }
  }

  private static Uuid idOf(Map<String, TopicDescription> topics, Track track) {
    return Objects.requireNonNull(topics.get(track.partition().channel().value())).topicId();
  }

  /** What to ask the cluster; nothing where the start is an offset of this very topic. */
  private static @org.jspecify.annotations.Nullable OffsetSpec spec(
      StartPosition start, Uuid topicId) {
    return switch (start) {
      case StartPosition.Earliest() -> OffsetSpec.earliest();
      case StartPosition.Latest() -> OffsetSpec.latest();
      case StartPosition.At(var time) -> OffsetSpec.forTimestamp(time.toEpochMilli());
      case StartPosition.From(Position position) ->
          KafkaPosition.of(position).topicId().equals(topicId) ? null : OffsetSpec.earliest();
    };
  }

  private static void begin(Track track, Uuid id, long offset) {
    if (track.start() instanceof StartPosition.From(Position position)) {
      KafkaPosition place = KafkaPosition.of(position);
      if (place.topicId().equals(id)) {
        track.read(place);
      } else {
        track.stop(remade(track, position, id, offset));
      }
    } else {
      track.read(new KafkaPosition(id, offset, KafkaPosition.UNKNOWN_EPOCH));
    }
  }

  static SourceGap remade(Track track, Position from, Uuid id, long earliest) {
    return new SourceGap(
        track.partition(),
        from,
        new KafkaPosition(id, earliest, KafkaPosition.UNKNOWN_EPOCH).position(),
        "topic '%s' was deleted and made anew".formatted(track.partition().channel()));
  }

  /** Offsets asked for; of a time that nothing has come after, the end. */
  Map<TopicPartition, Long> offsets(Map<TopicPartition, OffsetSpec> asked) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    if (asked.isEmpty()) {
      return offsets;
    }
    Map<TopicPartition, OffsetSpec> beyond = new HashMap<>();
    list(asked)
        .forEach(
            (partition, info) -> {
              if (info.offset() < 0) {
                beyond.put(partition, OffsetSpec.latest());
              } else {
                offsets.put(partition, info.offset());
              }
            });
    if (!beyond.isEmpty()) {
      list(beyond).forEach((partition, info) -> offsets.put(partition, info.offset()));
    }
    return offsets;
  }

  private Map<TopicPartition, ListOffsetsResultInfo> list(Map<TopicPartition, OffsetSpec> asked) {
    var options = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
    return connection.await(DOING, admin.listOffsets(asked, options).all());
  }
}
