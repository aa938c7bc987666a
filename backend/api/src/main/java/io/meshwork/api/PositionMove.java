package io.meshwork.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An operator's word that a link goes on from elsewhere. A relay takes it once, in one commit with
 * the position that it leads to, and takes none whose number is not above the last one that it took
 * for the partition.
 *
 * @param number rises with each move of the link, from 1
 * @param places where it goes on; partitions that are not named stay where they are
 * @param backfill whether the link leaves out what it let pass before, and does not go forward by
 *     the move; absent: no
 */
public record PositionMove(long number, List<Place> places, @Nullable Boolean backfill) {
  /** Copies the places. */
  public PositionMove {
    places = List.copyOf(places);
    backfill = Boolean.TRUE.equals(backfill) ? Boolean.TRUE : null;
  }

  /** One that repeats and skips. */
  public PositionMove(long number, List<Place> places) {
    this(number, places, null);
  }

  /** Whether it is a backfill. */
  public boolean leavesOut() {
    return Boolean.TRUE.equals(backfill);
  }

  /**
   * Where one source partition goes on.
   *
   * @param position the source transport's own, opaque text
   */
  public record Place(int partition, String position) {}
}
