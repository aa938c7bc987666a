package io.meshwork.transport.kafka;

import io.meshwork.transport.spi.SourceGap;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/**
 * Watches that what is read is still what it was: topics made anew, cut off or overtaken by
 * retention become gaps. Invariant: what has been fetched is handed out only after the topics' ids
 * have been compared later than the consumer last learnt of topics; it cannot have read another one
 * in between.
 */
final class TopicWatch {
  private final Connection connection;
  private final Admin admin;
  private final MetadataCount metadata;
  private int compared;

  TopicWatch(Connection connection, Admin admin, MetadataCount metadata) {
    this.connection = connection;
    this.admin = admin;
    this.metadata = metadata;
  }

  /**
   * Compares where the consumer has learnt something. Tracks whose topic is not the same wait for
   * theirs; where they go on then tells whether anything is missing.
   *
   * @return whether any track waits now
   */
  boolean look(Collection<? extends Track> tracks) {
    int now = metadata.now();
    List<? extends Track> reading =
        tracks.stream().filter(track -> track.state() == Track.State.READING).toList();
    if (now == compared || reading.isEmpty()) {
      return false;
    }
    Set<String> names = new TreeSet<>();
    reading.forEach(track -> names.add(track.partition().channel().value()));
    Map<String, TopicDescription> topics = new TopicShelf(connection, admin).describe(names);
    compared = now;
    List<? extends Track> others =
        reading.stream()
            .filter(
                track -> {
                  TopicDescription topic = topics.get(track.partition().channel().value());
                  return topic == null || !topic.topicId().equals(track.topicId());
                })
            .toList();
    others.forEach(Track::suspend);
    return !others.isEmpty();
  }

  /** Stops the tracks whose next record is not there. */
  void outOfRange(OffsetOutOfRangeException thrown, Map<TopicPartition, ? extends Track> tracks) {
    Set<TopicPartition> lost = thrown.offsetOutOfRangePartitions().keySet();
    var starts = new Starts(connection, admin);
    Map<TopicPartition, Long> earliest = starts.offsets(all(lost, OffsetSpec.earliest()));
    Map<TopicPartition, Long> latest = starts.offsets(all(lost, OffsetSpec.latest()));
    for (TopicPartition partition : lost) {
      Track track = tracks.get(partition);
      if (track == null) {
        continue;
      }
      long wanted = thrown.offsetOutOfRangePartitions().getOrDefault(partition, 0L);
      long first = earliest.getOrDefault(partition, 0L);
      long until = first;
      String reason = "retention deleted what was to be read next";
      if (wanted >= first) {
        until = latest.getOrDefault(partition, wanted);
        if (thrown instanceof LogTruncationException truncation) {
          var divergent = truncation.divergentOffsets().get(partition);
          until = divergent == null ? until : divergent.offset();
        }
        reason = "the log was cut off before what had been read";
      }
      track.stop(
          new SourceGap(
              track.partition(),
              new KafkaPosition(track.topicId(), wanted, track.place().epoch()).position(),
              new KafkaPosition(track.topicId(), until, KafkaPosition.UNKNOWN_EPOCH).position(),
              reason));
    }
  }

  private static Map<TopicPartition, OffsetSpec> all(Set<TopicPartition> lost, OffsetSpec spec) {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    lost.forEach(partition -> asked.put(partition, spec));
    return asked;
  }
}
