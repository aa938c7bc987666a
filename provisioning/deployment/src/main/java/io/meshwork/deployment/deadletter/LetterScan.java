package io.meshwork.deployment.deadletter;

import io.meshwork.api.DeadLetterDocument.State;
import io.meshwork.api.DeadRecord;
import io.meshwork.api.DeadRecord.Letter;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.LinkId;
import io.meshwork.model.event.Event;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Reader;
import io.meshwork.transport.spi.Received;
import io.meshwork.transport.spi.SourcePartition;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a dead-letter channel from a moment to its end: letters of one link and what became of
 * them. Bounded in records and in time; holds no payloads but of the letter that was asked for.
 */
final class LetterScan {
  private static final int MOST_RECORDS = 100_000;
  private static final Duration MOST_TIME = Duration.ofSeconds(8);
  private static final int FIRST_READ = 32;
  private static final int MOST_READ = 1_000;
  private static final long READ_BYTES = 8L << 20;

  /** A letter as it stands; its event is there only where it was asked for. */
  record Standing(Letter letter, State state) {}

  private final Reader reader;
  private final ChannelAddress channel;
  private final LinkId link;
  private final @Nullable String wanted;
  private final Map<String, Standing> found = new LinkedHashMap<>();
  private boolean complete = true;

  /**
   * Reads nothing yet.
   *
   * @param wanted the letter whose event is to be kept, {@code null}: none
   */
  LetterScan(Reader reader, ChannelAddress channel, LinkId link, @Nullable String wanted) {
    this.reader = reader;
    this.channel = channel;
    this.link = link;
    this.wanted = wanted;
  }

  /** Letters refused since then, by id, in the order of each partition. */
  Map<String, Standing> since(Instant since) {
    found.clear();
    long until = System.nanoTime() + MOST_TIME.toNanos();
    Map<SourcePartition, Position> ends = new HashMap<>(reader.ends(channel));
    Map<SourcePartition, Position> starts = reader.positionsAt(channel, since);
    int left = MOST_RECORDS;
    for (Map.Entry<SourcePartition, Position> each : starts.entrySet()) {
      Position end = ends.get(each.getKey());
      if (end != null) {
        left = read(each.getKey(), each.getValue(), end, left, until);
      }
    }
    return found;
  }

  /** Whether everything was read. */
  boolean isComplete() {
    return complete;
  }

  private int read(SourcePartition partition, Position from, Position end, int most, long until) {
    Position at = from;
    int left = most;
    int count = FIRST_READ;
    while (reader.distance(partition, at, end) > 0) {
      if (left <= 0 || System.nanoTime() > until) {
        complete = false;
        return left;
      }
      List<Received> read = reader.range(partition, at, count);
      if (read.isEmpty()) {
        return left;
      }
      long bytes = 0;
      for (Received each : read) {
        bytes += each.event().size();
        take(DeadRecord.of(each.event()));
      }
      at = read.getLast().after();
      left -= read.size();
      count = Math.clamp(READ_BYTES / Math.max(1, bytes / read.size()), 1, MOST_READ);
    }
    return left;
  }

  private void take(@Nullable DeadRecord record) {
    switch (record) {
      case Letter letter -> {
        if (letter.origin().link().equals(link)) {
          String id = letter.origin().letter();
          found.putIfAbsent(
              id, new Standing(id.equals(wanted) ? letter : emptied(letter), State.WAITING));
        }
      }
      case DeadRecord.Redriven done -> {
        if (done.origin().link().equals(link)) {
          found.computeIfPresent(
              done.origin().letter(), (_, known) -> new Standing(known.letter(), State.REDRIVEN));
        }
      }
      case DeadRecord.RefusedAgain again -> {
        if (again.origin().link().equals(link)) {
          found.computeIfPresent(
              again.origin().letter(),
              (_, known) -> new Standing(refused(known.letter(), again), known.state()));
        }
      }
      case DeadRecord.Scan _ -> {}
      case null -> {}
    }
  }

  private static Letter refused(Letter letter, DeadRecord.RefusedAgain again) {
    return new Letter(
        letter.origin(),
        again.reason(),
        again.attempts(),
        letter.first(),
        again.at(),
        letter.kept(),
        letter.event());
  }

  private static Letter emptied(Letter letter) {
    return new Letter(
        letter.origin(),
        letter.reason(),
        letter.attempts(),
        letter.first(),
        letter.last(),
        letter.kept(),
        new Event(null, null, List.of(), letter.event().timestamp()));
  }
}
