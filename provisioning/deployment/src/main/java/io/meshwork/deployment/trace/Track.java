package io.meshwork.deployment.trace;

import io.meshwork.transport.spi.Crossing;
import org.jspecify.annotations.Nullable;

/**
 * How far a link has come with regard to one event of its source.
 *
 * @param crossing the commit that took the event in, {@code null}: none was seen
 * @param whole whether all commits since the event were looked at
 * @param joined whether commits of that partition were seen from the event or earlier on
 * @param reach where the link's committed position is
 * @param ahead events that it has still to read before the event is read; 0 unless before it
 * @param moved who moved the position past the event and why, {@code null}: nobody did
 */
record Track(
    @Nullable Crossing crossing,
    boolean whole,
    boolean joined,
    Reach reach,
    long ahead,
    @Nullable String moved) {
  /** Where a committed position is. */
  enum Reach {
    /** There is none: the link has not begun with that partition. */
    NONE,
    /** Not yet at the event. */
    BEFORE,
    /** Past it. */
    PAST,
    /** It cannot be read. */
    UNKNOWN
  }
}
