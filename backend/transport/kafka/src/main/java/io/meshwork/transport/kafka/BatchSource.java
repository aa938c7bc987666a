package io.meshwork.transport.kafka;

import io.meshwork.model.ChannelAddress;
import io.meshwork.transport.kafka.batches.Fetched;
import io.meshwork.transport.kafka.batches.Fetcher;
import io.meshwork.transport.kafka.batches.Wanted;
import io.meshwork.transport.kafka.batches.Wire;
import io.meshwork.transport.spi.Batch;
import io.meshwork.transport.spi.EventSource;
import io.meshwork.transport.spi.Settlement;
import io.meshwork.transport.spi.SourceLimits;
import io.meshwork.transport.spi.SourcePartition;
import io.meshwork.transport.spi.StartPosition;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.utils.BufferSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads partitions assigned by hand, committed batches only, as they are stored. Places are asked
 * for by topic id: a topic made anew under a name is never read by mistake. Starts are found out
 * within {@link #poll}; topics that are not there are waited for while the others go on.
 */
final class BatchSource implements EventSource {
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration RETRY_REFUSED = Duration.ofSeconds(5);
  private static final int LEAST_FETCH_BYTES = 16 << 10;

  private final Connection connection;
  private final SourceLimits limits;
  private final int fetchBytes;
  private final BufferSupplier buffers = BufferSupplier.create();
  private final Assignment<BatchTrack> assignment;
  private final Semaphore woken = new Semaphore(0);
  private @Nullable Admin admin;
  private volatile @Nullable Wire wire;
  private @Nullable Fetcher fetcher;
  private long startsDue = System.nanoTime();
  private int turn;

  BatchSource(Connection connection, SourceLimits limits) {
    this.connection = connection;
    this.limits = limits;
    this.fetchBytes = Math.clamp(limits.maxBytes() / 2, LEAST_FETCH_BYTES, Integer.MAX_VALUE / 2);
    this.assignment =
        new Assignment<>((partition, start) -> new BatchTrack(partition, start, limits, buffers));
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
  }

  @Override
  public void resume(Set<SourcePartition> partitions) {
    assignment.resume(partitions);
    fetchWhatIsRead();
  }

  @Override
  public Batch poll(Duration wait) {
    long until = System.nanoTime() + wait.toNanos();
    Handout handout = new Handout(limits, assignment.paused());
    findStarts();
    fetch(0);
    fill(handout);
    while (handout.isEmpty() && System.nanoTime() < until && woken.drainPermits() == 0) {
      findStarts();
      fetch(Math.max(0, Math.min(until - System.nanoTime(), RETRY.toNanos())));
      fill(handout);
    }
    return handout.batch();
  }

  private void fill(Handout handout) {
    turn = handout.fill(assignment.tracks(), turn);
  }

  private void fetch(long waitNanos) {
    Fetcher open = fetcher;
    try {
      if (open == null || assignment.in(Track.State.READING).isEmpty()) {
        if (waitNanos > 0 && woken.tryAcquire(waitNanos, TimeUnit.NANOSECONDS)) {
          woken.release();
        }
        return;
      }
      if (assignment.tracks().stream().mapToLong(BatchTrack::heldBytes).sum() < fetchBytes) {
        open.ask(this::wanted);
      }
      take(open.poll(TimeUnit.NANOSECONDS.toMillis(waitNanos)));
    } catch (InterruptedException e) {
      throw connection.interrupted("waiting for events", e);
    } catch (TopicAuthorizationException e) {
      refused(e.unauthorizedTopics(), e);
    } catch (KafkaException e) {
      throw connection.errors().of("reading events", e);
    }
  }

  private Collection<Wanted> wanted() {
    return assignment.in(Track.State.READING).stream()
        .filter(track -> !assignment.paused().contains(track.topicPartition()))
        .map(BatchTrack::wanted)
        .toList();
  }

  private void take(List<Fetched> came) {
    Set<String> forbidden = new TreeSet<>();
    for (Fetched each : came) {
      BatchTrack track = assignment.byPartition().get(each.asked().partition());
      if (track == null
          || track.state() != Track.State.READING
          || !track.wanted().equals(each.asked())) {
        continue;
      }
      switch (each) {
        case Fetched.Data data -> track.hold(data);
        case Fetched.Gone _ -> track.suspend();
        case Fetched.OutOfRange(Wanted asked) -> lost(asked, null);
        case Fetched.CutOff(Wanted asked, long at) -> lost(asked, at);
        case Fetched.Forbidden(Wanted asked) -> forbidden.add(asked.partition().topic());
      }
    }
    if (!forbidden.isEmpty()) {
      refused(forbidden, new TopicAuthorizationException(forbidden));
    }
  }

  private void lost(Wanted asked, @Nullable Long cutAt) {
    Map<TopicPartition, Long> offsets = Map.of(asked.partition(), asked.offset());
    new TopicWatch(connection, admin(), new MetadataCount())
        .outOfRange(
            cutAt == null
                ? new OffsetOutOfRangeException(offsets)
                : new LogTruncationException(
                    offsets, Map.of(asked.partition(), new OffsetAndMetadata(cutAt))),
            assignment.byPartition());
  }

  private void refused(Set<String> topics, TopicAuthorizationException thrown) {
    assignment.in(Track.State.READING).stream()
        .filter(track -> topics.contains(track.partition().channel().value()))
        .forEach(Track::suspend);
    startsDue = System.nanoTime() + RETRY_REFUSED.toNanos();
    fetchWhatIsRead();
    throw connection.errors().of("reading topics " + topics, thrown);
  }

  private void findStarts() {
    if (System.nanoTime() - startsDue < 0) {
      return;
    }
    List<BatchTrack> waiting = assignment.in(Track.State.WAITING);
    if (waiting.isEmpty()) {
      return;
    }
    startsDue = System.nanoTime() + RETRY.toNanos();
    new Starts(connection, admin()).find(waiting);
    fetchWhatIsRead();
  }

  private void fetchWhatIsRead() {
    List<BatchTrack> read = assignment.in(Track.State.READING);
    Wire open = wire;
    Fetcher fetching = fetcher;
    if (open == null || fetching == null) {
      if (read.isEmpty()) {
        return;
      }
      open = connection.wire("source");
      wire = open;
      fetching = new Fetcher(open, fetchBytes);
      fetcher = fetching;
    }
    open.interest(
        read.stream()
            .map(track -> track.partition().channel().value())
            .collect(Collectors.toSet()));
    fetching.changed();
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
    for (BatchTrack track : assignment.in(Track.State.READING)) {
      if (track.lag() >= 0) {
        lags.put(track.partition(), track.lag());
      }
    }
    return lags;
  }

  @Override
  public void wakeUp() {
    woken.release();
    Wire open = wire;
    if (open != null) {
      open.wakeUp();
    }
  }

  @Override
  public void close() {
    Wire open = wire;
    if (open != null) {
      open.close();
      wire = null;
    }
    if (admin != null) {
      admin.close(CLOSE_LIMIT);
      admin = null;
    }
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
