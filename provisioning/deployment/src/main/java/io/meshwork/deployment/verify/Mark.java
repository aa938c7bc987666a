package io.meshwork.deployment.verify;

import io.meshwork.model.event.Event;
import io.meshwork.transport.spi.Digest;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Received;
import io.meshwork.transport.spi.SourcePartition;
import java.util.Comparator;

/**
 * What is kept of an event while it is compared.
 *
 * @param hash of its bytes
 * @param number which one in its partition, as read: neighbours differ by one
 */
record Mark(SourcePartition partition, Position before, Position after, long hash, long number) {
  static final Comparator<Mark> IN_ORDER =
      Comparator.comparing(Mark::partition).thenComparingLong(Mark::number);

  static Mark of(Received received, long number) {
    return of(received, received.event(), number);
  }

  /** Of an event that was written otherwise than it was read. */
  static Mark of(Received received, Event written, long number) {
    return new Mark(
        received.partition(),
        received.before(),
        received.after(),
        Digest.of(written).sum(),
        number);
  }
}
