package io.meshwork.transport.kafka;

import io.meshwork.model.ChannelAddress;
import io.meshwork.transport.spi.Batch;
import io.meshwork.transport.spi.EventSource;
import io.meshwork.transport.spi.Settlement;
import io.meshwork.transport.spi.SourceLimits;
import io.meshwork.transport.spi.SourcePartition;
import io.meshwork.transport.spi.StartPosition;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * Reads partitions assigned by hand, committed records only, resetting nothing. Starts are found
 * out within {@link #poll}; topics that are not there are waited for while the others go on.
 */
final class KafkaSource implements EventSource {
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration RETRY_REFUSED = Duration.ofSeconds(5);
  private static final int PARTITION_FETCH_BYTES = 1 << 20;

  /** A new assignment waits for the fetch that is on its way, so for this long at most. */
  private static final int FETCH_WAIT_MS = 200;

  private static final int LEAST_FETCH_BYTES = 16 << 10;

  private final Connection connection;
  private final SourceLimits limits;
  private final Assignment<RecordTrack> assignment = new Assignment<>(RecordTrack::new);
  private final MetadataCount metadata = new MetadataCount();
  private final Semaphore woken = new Semaphore(0);
  private @Nullable Admin admin;
  private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;
  private @Nullable TopicWatch watch;
  private long startsDue = System.nanoTime();
  private int turn;

  KafkaSource(Connection connection, SourceLimits limits) {
    this.connection = connection;
    this.limits = limits;
  }

  @Override
  public void assign(Map<SourcePartition, StartPosition> starts) {
    assignment.assign(starts);
    startsDue = System.nanoTime();
    fetchWhatIsRead();
  }

  @Override
  public void pause(Set<SourcePartition> partitions) {
    assignment.pause(partitions);
    KafkaConsumer<byte[], byte[]> open = consumer;
    if (open != null) {
      open.pause(readAnd(assignment.paused()));
    }
  }

  @Override
  public void resume(Set<SourcePartition> partitions) {
    assignment.resume(partitions);
    KafkaConsumer<byte[], byte[]> open = consumer;
    if (open != null) {
      open.resume(readAnd(Assignment.of(partitions)));
    }
  }

  @Override
  public Batch poll(Duration wait) {
    long until = System.nanoTime() + wait.toNanos();
    Handout handout = new Handout(limits, assignment.paused());
    do {
      findStarts();
      fill(handout);
      if (!handout.isEmpty() || woken.drainPermits() > 0) {
        break;
      }
      fetch(Math.max(0, Math.min(until - System.nanoTime(), RETRY.toNanos())));
      fill(handout);
    } while (handout.isEmpty() && System.nanoTime() < until && woken.drainPermits() == 0);
    return handout.batch();
  }

  private void fill(Handout handout) {
    if (watch().look(assignment.tracks())) {
      fetchWhatIsRead();
      startsDue = System.nanoTime();
      findStarts();
    }
    turn = handout.fill(assignment.tracks(), turn);
  }

  private void fetch(long waitNanos) {
    KafkaConsumer<byte[], byte[]> open = consumer;
    try {
      if (open == null || open.assignment().isEmpty()) {
        if (woken.tryAcquire(waitNanos, TimeUnit.NANOSECONDS)) {
          woken.release();
        }
        return;
      }
      hold(open.poll(Duration.ofNanos(waitNanos)));
    } catch (InterruptedException e) {
      throw connection.interrupted("waiting for events", e);
    } catch (WakeupException _) {
      // The permit of wakeUp tells.
    } catch (OffsetOutOfRangeException e) {
      watch().outOfRange(e, assignment.byPartition());
      fetchWhatIsRead();
    } catch (TopicAuthorizationException e) {
      Set<String> refused = e.unauthorizedTopics();
      assignment.tracks().stream()
          .filter(track -> track.state() == Track.State.READING)
          .filter(track -> refused.contains(track.partition().channel().value()))
          .forEach(Track::suspend);
      startsDue = System.nanoTime() + RETRY_REFUSED.toNanos();
      fetchWhatIsRead();
      throw connection.errors().of("reading topics " + refused, e);
    } catch (KafkaException e) {
      throw connection.errors().of("reading events", e);
    }
  }

  private void hold(ConsumerRecords<byte[], byte[]> fetched) {
    for (TopicPartition partition : fetched.partitions()) {
      RecordTrack track = assignment.byPartition().get(partition);
      if (track != null) {
        track.hold(fetched.records(partition));
      }
    }
    fetched
        .nextOffsets()
        .forEach(
            (partition, place) -> {
              Track track = assignment.byPartition().get(partition);
              if (track != null) {
                track.fetchedTo(place);
              }
            });
  }

  private void findStarts() {
    List<RecordTrack> waiting = assignment.in(Track.State.WAITING);
    if (waiting.isEmpty() || System.nanoTime() - startsDue < 0) {
      return;
    }
    startsDue = System.nanoTime() + RETRY.toNanos();
    new Starts(connection, admin()).find(waiting);
    fetchWhatIsRead();
    KafkaConsumer<byte[], byte[]> open = consumer;
    if (open != null) {
      waiting.stream()
          .filter(track -> track.state() == Track.State.READING)
          .forEach(track -> open.seek(track.topicPartition(), track.place().offsetAndMetadata()));
    }
  }

  private void fetchWhatIsRead() {
    Set<TopicPartition> read = readAnd(assignment.byPartition().keySet());
    KafkaConsumer<byte[], byte[]> open = consumer;
    if (open == null) {
      if (read.isEmpty()) {
        return;
      }
      open = connection.consumer("source", fetchLimits(), metadata);
      consumer = open;
    }
    if (!open.assignment().equals(read)) {
      open.assign(read);
      open.pause(readAnd(assignment.paused()));
    }
  }

  private Map<String, Object> fetchLimits() {
    int bytes = Math.clamp(limits.maxBytes(), LEAST_FETCH_BYTES, Integer.MAX_VALUE / 2);
    return Map.of(
        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
        Math.max(1, limits.maxEvents()),
        ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
        bytes,
        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
        FETCH_WAIT_MS,
        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
        Math.min(bytes, PARTITION_FETCH_BYTES));
  }

  private Set<TopicPartition> readAnd(Set<TopicPartition> chosen) {
    return assignment.tracks().stream()
        .filter(track -> track.state() == Track.State.READING)
        .map(Track::topicPartition)
        .filter(chosen::contains)
        .collect(Collectors.toSet());
  }

  /** A log: progress is what a sink commits. */
  @Override
  public void settle(List<Settlement> settlements) {}

  @Override
  public Map<ChannelAddress, Integer> partitions(Set<ChannelAddress> channels) {
    return new TopicShelf(connection, admin()).partitions(channels);
  }

  @Override
  public Map<SourcePartition, Long> lag() {
    Map<SourcePartition, Long> lags = new HashMap<>();
    KafkaConsumer<byte[], byte[]> open = consumer;
    if (open != null) {
      for (Track track : assignment.tracks()) {
        if (track.state() == Track.State.READING) {
          open.currentLag(track.topicPartition())
              .ifPresent(lag -> lags.put(track.partition(), lag + track.ahead()));
        }
      }
    }
    return lags;
  }

  @Override
  public void wakeUp() {
    woken.release();
    KafkaConsumer<byte[], byte[]> open = consumer;
    if (open != null) {
      open.wakeup();
    }
  }

  @Override
  public void close() {
    KafkaConsumer<byte[], byte[]> open = consumer;
    if (open != null) {
      open.close(CloseOptions.timeout(CLOSE_LIMIT));
      consumer = null;
    }
    if (admin != null) {
      admin.close(CLOSE_LIMIT);
      admin = null;
    }
  }

  private TopicWatch watch() {
    TopicWatch open = watch;
    if (open == null) {
      open = new TopicWatch(connection, admin(), metadata);
      watch = open;
    }
    return open;
  }

  private Admin admin() {
    Admin open = admin;
    if (open == null) {
      open = connection.admin("source");
      admin = open;
    }
    return open;
  }
}
