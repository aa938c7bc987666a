package io.meshwork.relay.engine;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.catalog.StartAt;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Reader;
import io.meshwork.transport.spi.SourcePartition;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Looks at a source beside reading it. Connects when first asked. One thread. */
final class SourceLook implements AutoCloseable {
  private record Asked(ChannelAddress channel, StartAt start) {}

  private final Supplier<Reader> readers;
  private final Map<Asked, Map<SourcePartition, Position>> answers = new HashMap<>();
  private @Nullable Reader reader;

  SourceLook(Supplier<Reader> readers) {
    this.readers = readers;
  }

  /** Where a start is now, {@code null} if the partition is not there; equal until forgotten. */
  @Nullable Position find(SourcePartition partition, StartAt start) {
    return answers.computeIfAbsent(new Asked(partition.channel(), start), this::ask).get(partition);
  }

  /** Asks for the starts of many channels at once, as far as nothing is known of them. */
  void prepare(Map<ChannelAddress, Set<StartAt>> wanted) {
    Map<StartAt, Set<ChannelAddress>> byStart = new HashMap<>();
    wanted.forEach(
        (channel, starts) ->
            starts.stream()
                .filter(start -> !answers.containsKey(new Asked(channel, start)))
                .forEach(
                    start -> byStart.computeIfAbsent(start, _ -> new HashSet<>()).add(channel)));
    byStart.forEach(
        (start, channels) -> {
          Map<SourcePartition, Position> found = ask(start, channels);
          channels.forEach(channel -> answers.put(new Asked(channel, start), new HashMap<>()));
          found.forEach(
              (partition, position) ->
                  answers
                      .computeIfAbsent(new Asked(partition.channel(), start), _ -> new HashMap<>())
                      .put(partition, position));
        });
  }

  private Map<SourcePartition, Position> ask(StartAt start, Set<ChannelAddress> channels) {
    return switch (start) {
      case StartAt.Latest() -> reader().ends(channels);
      case StartAt.Earliest() -> reader().positionsAt(channels, Instant.EPOCH);
      case StartAt.Moment(Instant at) -> reader().positionsAt(channels, at);
    };
  }

  /** The next {@link #find} asks again. */
  void forget() {
    answers.clear();
  }

  private Map<SourcePartition, Position> ask(Asked asked) {
    return ask(asked.start(), Set.of(asked.channel()));
  }

  /** The one from which reading reaches all others. */
  Position first(SourcePartition partition, Collection<Position> positions) {
    Position first = null;
    for (Position each : positions) {
      if (first == null || isBefore(partition, each, first)) {
        first = each;
      }
    }
    if (first == null) {
      throw new IllegalArgumentException("No position of " + partition + " to choose from");
    }
    return first;
  }

  /** The one that reading reaches last. */
  Position last(SourcePartition partition, Collection<Position> positions) {
    Position last = null;
    for (Position each : positions) {
      if (last == null || isBefore(partition, last, each)) {
        last = each;
      }
    }
    if (last == null) {
      throw new IllegalArgumentException("No position of " + partition + " to choose from");
    }
    return last;
  }

  /** Events from one position to a later one. */
  long distance(SourcePartition partition, Position position, Position later) {
    return position.equals(later) ? 0 : reader().distance(partition, position, later);
  }

  /** Whether events lie between the position and a later one. */
  boolean isBefore(SourcePartition partition, Position position, Position later) {
    return !position.equals(later) && reader().distance(partition, position, later) > 0;
  }

  /** Events between a position and the end. */
  long lag(SourcePartition partition, Position position) {
    Position end = find(partition, new StartAt.Latest());
    return end == null ? 0 : reader().distance(partition, position, end);
  }

  private Reader reader() {
    if (reader == null) {
      reader = readers.get();
    }
    return reader;
  }

  @Override
  public void close() {
    if (reader != null) {
      reader.close();
    }
  }
}
