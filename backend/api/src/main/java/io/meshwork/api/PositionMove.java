package io.meshwork.api;

import java.util.List;

/**
 * An operator's word that a link goes on from elsewhere. A relay takes it once, in one commit with
 * the position that it leads to, and takes none whose number is not above the last one that it took
 * for the partition.
 *
 * @param number rises with each move of the link, from 1
 * @param places where it goes on; partitions that are not named stay where they are
 */
public record PositionMove(long number, List<Place> places) {
  /** Copies the places. */
  public PositionMove {
    places = List.copyOf(places);
  }

  /**
   * Where one source partition goes on.
   *
   * @param position the source transport's own, opaque text
   */
  public record Place(int partition, String position) {}
}
