package io.meshwork.deployment.verify;

import io.meshwork.api.VerificationDocument.Difference;
import io.meshwork.api.VerificationDocument.Range;
import io.meshwork.model.MeshException;
import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.SourcePartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A link's crossings of each source partition, in order: each begins where the one before ended, or
 * events were skipped or read twice.
 *
 * @param known where crossings before those ended
 */
record Chain(End source, Ledger ledger, Reached known) {
  private static final long MOST_READ = 10_000;

  /**
   * Tells of crossings that do not begin where they ought to.
   *
   * @param crossings of one link
   * @param judged of which it is told; others only say where the next begins
   */
  void check(List<Crossing> crossings, Predicate<Crossing> judged) {
    Map<SourcePartition, List<Crossing>> byPartition = new TreeMap<>();
    for (Crossing crossing : crossings) {
      byPartition.computeIfAbsent(crossing.source(), any -> new ArrayList<>()).add(crossing);
    }
    byPartition.forEach(
        (partition, each) -> {
          Weave.sort(each, (a, b) -> source.isBefore(partition, a.from(), b.from()));
          check(partition, each, judged);
        });
  }

  private void check(
      SourcePartition partition, List<Crossing> crossings, Predicate<Crossing> judged) {
    Position anchor = known.anchors().get(partition);
    Position reached = anchor == null ? crossings.getFirst().from() : anchor;
    boolean lost = anchor != null && known.lost().contains(partition);
    for (Crossing next : crossings) {
      boolean later = source.isBefore(partition, reached, next.from());
      boolean earlier = source.isBefore(partition, next.from(), reached);
      if (judged.test(next) && later && !earlier) {
        hole(partition, reached, next, lost);
      } else if (judged.test(next) && earlier && !later) {
        overlap(partition, reached, next);
      }
      if (source.isBefore(partition, reached, next.through())) {
        reached = next.through();
        lost = false;
      }
    }
  }

  private void hole(SourcePartition partition, Position from, Crossing next, boolean lost) {
    long events = events(partition, from, next.from());
    Range range = Ledger.range(partition, from, next.from());
    if (events > 0 && lost) {
      ledger.leave(range, events, next.at());
    } else if (events > 0) {
      ledger.findLacking(Difference.HOLE, events, range, null, next.at());
    }
  }

  private void overlap(SourcePartition partition, Position reached, Crossing next) {
    Position until = source.isBefore(partition, next.through(), reached) ? next.through() : reached;
    long events = events(partition, next.from(), until);
    if (events > 0) {
      Range range = Ledger.range(partition, next.from(), until);
      ledger.find(Difference.OVERLAP, events, range, null, next.at());
    }
  }

  /** Positions are no events everywhere: those still there are counted, up to a bound. */
  private long events(SourcePartition partition, Position from, Position until) {
    long distance = source.distance(partition, from, until);
    if (distance > MOST_READ || !source.retains(partition, from)) {
      return distance;
    }
    long[] events = {0};
    try {
      source.walk(
          partition,
          from,
          until,
          any -> {
            events[0]++;
            return true;
          });
    } catch (MeshException e) {
      if (!End.isGone(e)) {
        throw e;
      }
      return distance;
    }
    return events[0];
  }
}
