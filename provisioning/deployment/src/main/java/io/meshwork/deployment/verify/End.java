package io.meshwork.deployment.verify;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.MeshException;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Reader;
import io.meshwork.transport.spi.Received;
import io.meshwork.transport.spi.SourcePartition;
import io.meshwork.transport.spi.TransportError;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** One end of a link: orders its positions and reads its events page by page. One thread. */
public final class End {
  private static final int FIRST_PAGE = 64;
  private static final int LARGEST_PAGE = 4_000;
  private static final long PAGE_BYTES = 4L << 20;

  private final Reader reader;
  private final Map<ChannelAddress, Map<SourcePartition, Position>> begins = new HashMap<>();
  private final Map<ChannelAddress, Map<SourcePartition, Position>> ends = new HashMap<>();

  /** Over this reader. */
  public End(Reader reader) {
    this.reader = reader;
  }

  /** Whether {@code a} comes before {@code b}. */
  public boolean isBefore(SourcePartition partition, Position a, Position b) {
    return reader.distance(partition, a, b) > 0;
  }

  /** Events from one position to another. */
  public long distance(SourcePartition partition, Position a, Position b) {
    return reader.distance(partition, a, b);
  }

  /** Whether what lies from here on is still held. */
  public boolean retains(SourcePartition partition, Position from) {
    Position begin =
        begins
            .computeIfAbsent(
                partition.channel(), channel -> known(() -> at(channel, Instant.EPOCH)))
            .get(partition);
    return begin != null && !isBefore(partition, from, begin);
  }

  /** Whether events can be read from there on: the channel was not made anew since. */
  boolean reads(SourcePartition partition, Position from) {
    try {
      reader.range(partition, from, 1);
      return true;
    } catch (MeshException e) {
      if (isGone(e)) {
        return false;
      }
      throw e;
    }
  }

  /** Whether committed readers see the event at this position, or saw it once. */
  boolean shows(SourcePartition partition, Position at) {
    Position end =
        ends.computeIfAbsent(partition.channel(), channel -> known(() -> reader.ends(channel)))
            .get(partition);
    return end != null && isBefore(partition, at, end);
  }

  /** Positions of the first events at or after the time. */
  public Map<SourcePartition, Position> at(ChannelAddress channel, Instant time) {
    return reader.positionsAt(channel, time);
  }

  /** Where each partition ends. */
  public Map<SourcePartition, Position> ends(ChannelAddress channel) {
    return reader.ends(channel);
  }

  /** Hands over the events from one position to before another, while they are wanted. */
  public void walk(
      SourcePartition partition, Position from, Position until, Predicate<Received> to) {
    walk(partition, from, until, 0, to);
  }

  /** Hands over the events from one position to another and the one there, while wanted. */
  public void walkThrough(
      SourcePartition partition, Position from, Position last, Predicate<Received> to) {
    walk(partition, from, last, 1, to);
  }

  private void walk(
      SourcePartition partition,
      Position from,
      Position until,
      int beyond,
      Predicate<Received> receiver) {
    Position at = from;
    long page = FIRST_PAGE;
    while (true) {
      long asked = Math.min(page, reader.distance(partition, at, until) + beyond);
      List<Received> got = asked == 0 ? List.of() : reader.range(partition, at, (int) asked);
      long bytes = 0;
      for (Received each : got) {
        boolean past =
            beyond == 0
                ? !isBefore(partition, each.before(), until)
                : isBefore(partition, until, each.before());
        if (past || !receiver.test(each)) {
          return;
        }
        bytes += each.event().size();
      }
      if (got.size() < asked || got.isEmpty()) {
        return;
      }
      at = got.getLast().after();
      boolean ended =
          beyond == 0 ? !isBefore(partition, at, until) : isBefore(partition, until, at);
      if (ended) {
        return;
      }
      page = Math.clamp(PAGE_BYTES * got.size() / Math.max(1, bytes), 1, LARGEST_PAGE);
    }
  }

  private static Map<SourcePartition, Position> known(
      Supplier<Map<SourcePartition, Position>> ask) {
    try {
      return ask.get();
    } catch (MeshException e) {
      if (isGone(e)) {
        return Map.of();
      }
      throw e;
    }
  }

  /** Whether the channel is not there, or was made anew. */
  public static boolean isGone(MeshException e) {
    return e.code() == TransportError.CHANNEL_NOT_FOUND;
  }
}
