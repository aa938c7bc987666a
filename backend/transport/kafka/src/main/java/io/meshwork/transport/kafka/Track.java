package io.meshwork.transport.kafka;

import io.meshwork.transport.spi.Bundle;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.SourceGap;
import io.meshwork.transport.spi.SourcePartition;
import io.meshwork.transport.spi.StartPosition;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * One partition being read. Invariant: everything before {@link #next} has been handed out or is
 * not for readers; what has been fetched behind it is held.
 */
abstract class Track {
  /** How it stands. */
  enum State {
    /** Where to start is not found out yet, or the topic is not there. */
    WAITING,
    READING,
    /** A gap: it stands still until it is assigned anew. */
    STOPPED
  }

  private final SourcePartition partition;
  private State state = State.WAITING;
  private StartPosition given;
  private StartPosition start;
  private Uuid topicId = Uuid.ZERO_UUID;
  private long next;
  private int epoch = KafkaPosition.UNKNOWN_EPOCH;
  private @Nullable OffsetAndMetadata fetchedTo;
  private @Nullable SourceGap gap;

  Track(SourcePartition partition, StartPosition start) {
    this.partition = partition;
    this.given = start;
    this.start = start;
  }

  SourcePartition partition() {
    return partition;
  }

  TopicPartition topicPartition() {
    return new TopicPartition(partition.channel().value(), partition.number());
  }

  State state() {
    return state;
  }

  StartPosition start() {
    return start;
  }

  Uuid topicId() {
    return topicId;
  }

  /** Whether something fetched has not been handed out. */
  abstract boolean isHolding();

  /** Forgets what is held. */
  abstract void drop();

  /**
   * Hands out what is held and fits, moving on behind it; {@code null}: nothing.
   *
   * @param first whether the batch is empty, so that the first event fits in any case
   */
  abstract @Nullable Bundle take(int mostEvents, long mostBytes, boolean first);

  /**
   * Whether the start asks for anything that is not so already. A position is a place: reading goes
   * on there, again if need be. The others are said once.
   */
  boolean goesOnWith(StartPosition wanted) {
    return wanted instanceof StartPosition.From(Position place)
        ? state == State.READING && place.equals(position())
        : wanted.equals(given) && state != State.STOPPED;
  }

  /** Starts over from there. */
  void restart(StartPosition wanted) {
    given = wanted;
    start = wanted;
    state = State.WAITING;
    gap = null;
    drop();
    fetchedTo = null;
  }

  /** Waits for its topic, to go on where it is. */
  void suspend() {
    start = new StartPosition.From(position());
    state = State.WAITING;
    drop();
    fetchedTo = null;
  }

  void read(KafkaPosition from) {
    topicId = from.topicId();
    next = from.offset();
    epoch = from.epoch();
    fetchedTo = null;
    drop();
    state = State.READING;
  }

  /** Stops; the gap is told once what is held has been handed out. */
  void stop(SourceGap found) {
    state = State.STOPPED;
    gap = found;
  }

  /** The gap, once. */
  @Nullable SourceGap takeGap() {
    SourceGap found = gap;
    if (found == null || isHolding()) {
      return null;
    }
    gap = null;
    return found;
  }

  KafkaPosition place() {
    return new KafkaPosition(topicId, next, epoch);
  }

  Position position() {
    return place().position();
  }

  void fetchedTo(OffsetAndMetadata place) {
    fetchedTo = place;
  }

  /** Where the next fetch begins: behind what is held. */
  KafkaPosition fetchPlace() {
    OffsetAndMetadata place = fetchedTo;
    return place == null || place.offset() < next
        ? place()
        : new KafkaPosition(topicId, place.offset(), place.leaderEpoch().orElse(epoch));
  }

  /** Everything before that place has been handed out. */
  final void advance(long offset, int lastEpoch) {
    next = offset;
    epoch = lastEpoch < 0 ? epoch : lastEpoch;
  }

  /** Passes over what is not for readers, once nothing is held; tells whether that moved it. */
  boolean passOver() {
    OffsetAndMetadata place = fetchedTo;
    if (place == null || isHolding() || place.offset() <= next) {
      return false;
    }
    next = place.offset();
    epoch = place.leaderEpoch().orElse(epoch);
    return true;
  }

  /** How far the client has read ahead of what has been handed out. */
  long ahead() {
    OffsetAndMetadata place = fetchedTo;
    return place == null ? 0 : Math.max(0, place.offset() - next);
  }
}
