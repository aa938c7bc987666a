package io.meshwork.transport.spi;

import io.meshwork.model.ChannelAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The writer of one slot. Phases: {@link #fence}, then any number of {@code begin, write…, flush,
 * commit | abort}; a slot whose class is at-most-once commits first: {@code begin, commit, write…,
 * flush}. Invariant, by the class of the slot's group:
 *
 * <ul>
 *   <li>effectively-once: what a committed reader of the target sees, and the positions that the
 *       next fence returns, always agree;
 *   <li>at-least-once: those positions never lie behind an event that is not durable; events are
 *       seen as soon as they are written, committed or not;
 *   <li>at-most-once: those positions never lie before an event that was written.
 * </ul>
 *
 * <p>One thread. {@link TransportError#FENCED} from any call means that another owner has begun:
 * close, and never write again. An at-least-once sink may learn of that only by its lease.
 */
public interface SlotSink extends AutoCloseable {
  /** What the broker takes. */
  SinkLimits limits();

  /**
   * Shuts out every earlier owner of the slot, ends what it left open, and only then reads the last
   * committed position of each link's source partitions. A lane beside the main one shuts out its
   * own earlier self, and is refused with {@link TransportError#FENCED} unless the main lane of its
   * holder was the last one to fence; it is shut out by every fence of a main lane.
   */
  Map<LinkPartition, Position> fence();

  /**
   * The channels that will be written to from now on. A hint: a broker can then be asked for all at
   * once what it takes, instead of at the first event of each.
   */
  default void expect(Set<ChannelAddress> channels) {}

  /** Starts a transaction. */
  void begin();

  /** Hands an event over; in order per channel and partition. May block for room. */
  void write(Outgoing event);

  /**
   * How this bundle would best get to that channel, given that all of it is to. What is {@link
   * Passing#REENCODED} may not be {@link #forward}ed; its events are written one by one.
   */
  default Passing passing(Bundle bundle, ChannelAddress channel) {
    return Passing.REENCODED;
  }

  /**
   * Hands a bundle over whole, in order with the writes to its channel and partition. Its one
   * outcome is {@link WriteOutcome.StoredWhole} if all is well, {@link WriteOutcome.StoredInPart}
   * if that is so only of its first events; when it is refused, the single events may yet be taken.
   */
  default void forward(OutgoingBundle bundle) {
    throw new IllegalStateException("This sink takes single events only.");
  }

  /**
   * Waits until each event and bundle written since the last flush has its outcome; in the order of
   * the writes.
   */
  List<WriteOutcome> flush();

  /** Ends the transaction with its events, these crossings and their positions, or not at all. */
  void commit(List<Crossing> crossings);

  /** Ends the transaction as if it had never begun. */
  void abort();

  @Override
  void close();
}
