package io.meshwork.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a link stands at its source.
 *
 * @param partitions of the source, by number
 * @param moves of the link, newest first
 */
public record PositionDocument(String link, List<Standing> partitions, List<Move> moves) {
  /** Copies the lists. */
  public PositionDocument {
    partitions = List.copyOf(partitions);
    moves = List.copyOf(moves);
  }

  /**
   * One source partition.
   *
   * @param committed the position that the next event is read from, {@code null}: none yet
   * @param behind events between there and the end
   * @param gone whether the source no longer has that position: events before the oldest that is
   *     left are lost, and the link stands there until it is moved
   * @param going what going on from elsewhere would mean, {@code null}: that was not asked
   */
  public record Standing(
      int partition,
      @Nullable String committed,
      long behind,
      boolean gone,
      @Nullable Going going) {}

  /**
   * What going on from a position means.
   *
   * @param skipped events that would never be carried, counting those that are gone already
   * @param repeated events that would be carried again, at about the most
   */
  public record Going(String position, long skipped, long repeated) {}

  /**
   * A move.
   *
   * @param taken in how many of its partitions a relay has recorded that it took it
   */
  public record Move(
      long number,
      Instant at,
      String by,
      String reason,
      List<PositionMove.Place> places,
      int taken) {
    /** Copies the places. */
    public Move {
      places = List.copyOf(places);
    }
  }

  /** Events that would be skipped and repeated, over all partitions; none: nothing was asked. */
  public Going total() {
    return new Going(
        "",
        partitions.stream()
            .map(Standing::going)
            .mapToLong(each -> each == null ? 0 : each.skipped())
            .sum(),
        partitions.stream()
            .map(Standing::going)
            .mapToLong(each -> each == null ? 0 : each.repeated())
            .sum());
  }
}
