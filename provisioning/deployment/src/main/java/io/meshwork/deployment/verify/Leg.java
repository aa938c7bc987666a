package io.meshwork.deployment.verify;

import io.meshwork.model.event.Event;
import io.meshwork.projection.Projected;
import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.Digest;
import io.meshwork.transport.spi.Received;
import java.util.ArrayList;
import java.util.List;

/** A crossing that is judged, and what the source holds of its range. One thread. */
final class Leg {
  private final Crossing crossing;
  private final List<Mark> wanted = new ArrayList<>();
  private Digest taken = Digest.NONE;
  private long earliest = Long.MAX_VALUE;
  private long read;
  private boolean projecting;
  private boolean gone;

  Leg(Crossing crossing) {
    this.crossing = crossing;
  }

  Crossing crossing() {
    return crossing;
  }

  /** How many events it accounts for. */
  long size() {
    return size(crossing);
  }

  static long size(Crossing crossing) {
    return crossing.passed() + crossing.filtered() + crossing.refused();
  }

  /** An event of its range, at the source. */
  void take(Received received, Sieve sieve) {
    projecting = sieve.isProjecting();
    switch (sieve.sift(received.event())) {
      case Projected.Written(Event event) -> {
        want(received, event);
        taken = taken.plus(Digest.of(event));
      }
      // Surely refused: it is wanted and nowhere, as any other refused event.
      case Projected.Unreadable _ -> want(received, received.event());
      case null -> {}
    }
    read++;
  }

  private void want(Received received, Event event) {
    wanted.add(Mark.of(received, event, wanted.size()));
    earliest = Math.min(earliest, event.timestamp());
  }

  /** The source does not hold its range any more. */
  void gone() {
    gone = true;
  }

  /** Events at the source that pass the filter, in order. */
  List<Mark> wanted() {
    return wanted;
  }

  /** The oldest timestamp of those. */
  long earliest() {
    return earliest;
  }

  /** How many more events the source holds of its range than it accounts for. */
  long untold() {
    return gone ? 0 : Math.max(0, read - size());
  }

  /** Whether the events at the source are surely those that the relay saw and passed. */
  boolean isComparable() {
    return !gone
        && read == size()
        && wanted.size() == crossing.passed() + crossing.refused()
        && isSame();
  }

  /**
   * Whether they have the bytes that the relay wrote, as far as that can be told: with another
   * transform it wrote others.
   */
  private boolean isSame() {
    if (tellsAll() && taken.events() == crossing.passed()) {
      return taken.equals(crossing.digest());
    }
    return !projecting && (!tellsAll() || crossing.refused() > 0);
  }

  /** Whether its digest is over all that it passed. */
  boolean tellsAll() {
    return tellsAll(crossing);
  }

  static boolean tellsAll(Crossing crossing) {
    return crossing.digest().events() == crossing.passed();
  }

  static Digest sum(List<Mark> marks) {
    return new Digest(marks.size(), marks.stream().mapToLong(Mark::hash).sum());
  }
}
