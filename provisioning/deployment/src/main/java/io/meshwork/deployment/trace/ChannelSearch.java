package io.meshwork.deployment.trace;

import io.meshwork.deployment.verify.End;
import io.meshwork.model.ChannelAddress;
import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Received;
import io.meshwork.transport.spi.SourcePartition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Looks for an event in one channel, within bounds. One thread; used once. */
final class ChannelSearch {
  /** Behind so many in a row that are newer than the time, the rest of a partition is too. */
  private static final int PATIENCE = 500;

  private final End end;
  private final ChannelAddress channel;
  private final Bounds bounds;
  private final List<Received> found = new ArrayList<>();
  private long read;
  private boolean whole = true;

  /**
   * How much of a channel is read.
   *
   * @param events at the most
   * @param until {@code System.nanoTime()} after which nothing is
   */
  record Bounds(long events, long until) {}

  ChannelSearch(End end, ChannelAddress channel, Bounds bounds) {
    this.end = end;
    this.channel = channel;
    this.bounds = bounds;
  }

  /**
   * By time.
   *
   * @param to {@code null}: to the channel's end
   * @param partitions which may hold it
   */
  Find around(
      Instant from, @Nullable Instant to, IntPredicate partitions, Predicate<Received> wanted) {
    Map<SourcePartition, Position> ends = end.ends(channel);
    end.at(channel, from)
        .forEach(
            (partition, start) -> {
              Position last = ends.get(partition);
              if (last != null && partitions.test(partition.number())) {
                walk(partition, start, last, to, wanted);
              }
            });
    return found.isEmpty() ? new Find.Unseen(whole, read, null) : new Find.There(found);
  }

  private void walk(
      SourcePartition partition,
      Position start,
      Position last,
      @Nullable Instant to,
      Predicate<Received> wanted) {
    int[] newer = {0};
    end.walk(
        partition,
        start,
        last,
        received -> {
          boolean later = to != null && received.event().timestamp() > to.toEpochMilli();
          newer[0] = later ? newer[0] + 1 : 0;
          return take(received, wanted) && newer[0] < PATIENCE;
        });
  }

  /** Where a commit wrote; an event that is there may lie nowhere else. */
  Find within(List<Crossing.TargetRange> ranges, Predicate<Received> wanted) {
    boolean held = true;
    for (Crossing.TargetRange range : ranges) {
      held &= end.retains(range.partition(), range.first());
      end.walkThrough(
          range.partition(), range.first(), range.last(), received -> take(received, wanted));
    }
    if (!found.isEmpty()) {
      return new Find.There(found);
    }
    return new Find.Unseen(whole, read, held ? null : oldest(ranges));
  }

  /** One event by its position, where the broker holds one there. */
  Find at(SourcePartition partition, Position position) {
    end.walkThrough(
        partition,
        position,
        position,
        received -> {
          boolean same =
              !end.isBefore(partition, position, received.before())
                  && !end.isBefore(partition, received.before(), position);
          if (same) {
            found.add(received);
          }
          return false;
        });
    return found.isEmpty() ? new Find.Unseen(true, read, null) : new Find.There(found);
  }

  private boolean take(Received received, Predicate<Received> wanted) {
    if (read >= bounds.events() || System.nanoTime() > bounds.until()) {
      whole = false;
      return false;
    }
    read++;
    if (wanted.test(received)) {
      found.add(received);
    }
    return true;
  }

  /** The timestamp of the oldest event still held where a commit wrote. */
  private Instant oldest(List<Crossing.TargetRange> ranges) {
    Instant[] oldest = {Instant.MAX};
    Map<SourcePartition, Position> begins = end.at(channel, Instant.EPOCH);
    Map<SourcePartition, Position> ends = end.ends(channel);
    for (Crossing.TargetRange range : ranges) {
      Position first = begins.get(range.partition());
      Position last = ends.get(range.partition());
      if (first != null && last != null) {
        end.walk(
            range.partition(),
            first,
            last,
            received -> {
              Instant at = Instant.ofEpochMilli(received.event().timestamp());
              oldest[0] = at.isBefore(oldest[0]) ? at : oldest[0];
              return false;
            });
      }
    }
    return oldest[0].equals(Instant.MAX) ? Instant.now() : oldest[0];
  }
}
