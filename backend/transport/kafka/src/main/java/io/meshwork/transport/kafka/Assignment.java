package io.meshwork.transport.kafka;

import io.meshwork.transport.spi.SourcePartition;
import io.meshwork.transport.spi.StartPosition;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** The partitions that a source reads, and which of them are not fetched for now. */
final class Assignment<T extends Track> {
  private final Map<TopicPartition, T> tracks =
      new TreeMap<>(
          Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition));
  private final Set<TopicPartition> paused = new HashSet<>();
  private final BiFunction<SourcePartition, StartPosition, T> maker;

  Assignment(BiFunction<SourcePartition, StartPosition, T> maker) {
    this.maker = maker;
  }

  /** Only these from now on; what goes on with the start given goes on where it is. */
  void assign(Map<SourcePartition, StartPosition> starts) {
    Map<TopicPartition, T> wanted = new HashMap<>();
    starts.forEach(
        (partition, start) -> {
          TopicPartition of = of(partition);
          T known = tracks.get(of);
          if (known != null && !known.goesOnWith(start)) {
            known.restart(start);
          }
          wanted.put(of, known == null ? maker.apply(partition, start) : known);
        });
    tracks.clear();
    tracks.putAll(wanted);
    paused.retainAll(wanted.keySet());
  }

  void pause(Set<SourcePartition> partitions) {
    of(partitions).stream().filter(tracks::containsKey).forEach(paused::add);
  }

  void resume(Set<SourcePartition> partitions) {
    paused.removeAll(of(partitions));
  }

  Set<TopicPartition> paused() {
    return paused;
  }

  Collection<T> tracks() {
    return tracks.values();
  }

  Map<TopicPartition, T> byPartition() {
    return tracks;
  }

  List<T> in(Track.State state) {
    return tracks.values().stream().filter(track -> track.state() == state).toList();
  }

  static Set<TopicPartition> of(Set<SourcePartition> partitions) {
    return partitions.stream().map(Assignment::of).collect(Collectors.toSet());
  }

  private static TopicPartition of(SourcePartition partition) {
    return new TopicPartition(partition.channel().value(), partition.number());
  }
}
