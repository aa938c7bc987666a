package io.meshwork.transport.kafka;

import io.meshwork.transport.spi.SourceGap;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Watches that what is read is still what it was: topics made anew, cut off or overtaken by
 * retention become gaps. Asks every two seconds, without waiting for the answer.
 */
final class TopicWatch {
  private static final long EVERY = Duration.ofSeconds(2).toNanos();

  private final Connection connection;
  private final Admin admin;
  private long due = System.nanoTime() + EVERY;
  private Map<String, KafkaFuture<TopicDescription>> asked = Map.of();

  TopicWatch(Connection connection, Admin admin) {
    this.connection = connection;
    this.admin = admin;
  }

  /** Whether a track has been stopped or has to wait for its topic. */
  boolean look(Collection<Track> tracks) {
    if (!asked.isEmpty() && asked.values().stream().allMatch(KafkaFuture::isDone)) {
      Map<String, KafkaFuture<TopicDescription>> answers = asked;
      asked = Map.of();
      due = System.nanoTime() + EVERY;
      return compare(answers, tracks);
    }
    if (asked.isEmpty() && System.nanoTime() - due >= 0) {
      Set<String> topics = new TreeSet<>();
      reading(tracks).forEach(track -> topics.add(track.partition().channel().value()));
      due = System.nanoTime() + EVERY;
      asked = topics.isEmpty() ? Map.of() : admin.describeTopics(topics).topicNameValues();
    }
    return false;
  }

  private boolean compare(
      Map<String, KafkaFuture<TopicDescription>> answers, Collection<Track> tracks) {
    boolean changed = false;
    for (Track track : reading(tracks)) {
      var answer = answers.get(track.partition().channel().value());
      if (answer == null) {
        continue;
      }
      TopicDescription topic = now(answer);
      boolean gone = topic == null && isGone(answer);
      if (gone || (topic != null && !topic.topicId().equals(track.topicId()))) {
        // Where it goes on tells whether anything is missing, once the topic is there again.
        track.suspend();
        changed = true;
      }
    }
    return changed;
  }

  private static @Nullable TopicDescription now(KafkaFuture<TopicDescription> answer) {
    try {
      return answer.isCompletedExceptionally() ? null : answer.get();
    } catch (ExecutionException _) {
      return null;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  private boolean isGone(KafkaFuture<TopicDescription> answer) {
    return connection.fault(answer) instanceof UnknownTopicOrPartitionException;
  }

  private static List<Track> reading(Collection<Track> tracks) {
    return tracks.stream().filter(track -> track.state() == Track.State.READING).toList();
  }

  /** Stops the tracks whose next record is not there. */
  void outOfRange(OffsetOutOfRangeException thrown, Map<TopicPartition, Track> tracks) {
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
