package io.meshwork.deployment.verify;

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
    return new Mark(
        received.partition(),
        received.before(),
        received.after(),
        Digest.of(received.event()).sum(),
        number);
  }
}
