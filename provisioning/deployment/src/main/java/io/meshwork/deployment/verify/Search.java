package io.meshwork.deployment.verify;

import io.meshwork.api.VerificationDocument.Difference;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.SourcePartition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Crossings that do not tell where they wrote, since an at-most-once link commits them first: their
 * events are looked for from the oldest one's timestamp on. Only what is missing shows.
 */
record Search(Slice.Ends ends, Ledger ledger) {
  private static final long MOST_EVENTS = 100_000;

  void seek(List<Leg> legs) {
    List<Leg> sought = new ArrayList<>();
    for (Leg leg : legs) {
      if (leg.isComparable() && ends.link().delivery() == DeliveryClass.AT_MOST_ONCE) {
        sought.add(leg);
      } else {
        ledger.unreadable(leg.crossing().passed());
      }
    }
    if (sought.isEmpty()) {
      return;
    }
    Map<Long, Integer> left = new HashMap<>();
    long earliest = Long.MAX_VALUE;
    for (Leg leg : sought) {
      leg.wanted().forEach(mark -> left.merge(mark.hash(), 1, Integer::sum));
      earliest = Math.min(earliest, leg.earliest());
    }
    boolean all = read(left, Instant.ofEpochMilli(earliest));
    for (Leg leg : sought) {
      tell(leg, left, all);
    }
  }

  /** Takes away what is there; false: there is more than can be looked through. */
  private boolean read(Map<Long, Integer> left, Instant from) {
    ChannelAddress channel = ends.link().to().channel();
    Map<SourcePartition, Position> ended = ends.target().ends(channel);
    long[] read = {0};
    ends.target()
        .at(channel, from)
        .forEach(
            (partition, position) -> {
              Position end = ended.get(partition);
              if (end != null) {
                ends.target()
                    .walk(
                        partition,
                        position,
                        end,
                        received -> {
                          left.computeIfPresent(
                              Mark.of(received, 0).hash(),
                              (hash, count) -> count == 1 ? null : count - 1);
                          return !left.isEmpty() && ++read[0] < MOST_EVENTS;
                        });
              }
            });
    ledger.alsoRead(read[0]);
    return read[0] < MOST_EVENTS;
  }

  private void tell(Leg leg, Map<Long, Integer> left, boolean all) {
    List<Mark> missing = new ArrayList<>();
    for (Mark mark : leg.wanted()) {
      Integer count = left.get(mark.hash());
      if (count != null) {
        missing.add(mark);
        left.computeIfPresent(mark.hash(), (hash, more) -> more == 1 ? null : more - 1);
      }
    }
    Crossing crossing = leg.crossing();
    if (!missing.isEmpty() && !all) {
      ledger.unreadable(crossing.passed());
      return;
    }
    ledger.compared(crossing.passed());
    long lost = missing.size() - crossing.refused();
    if (lost > 0 && crossing.refused() > 0) {
      ledger.find(Difference.MISSING, lost, Ledger.source(crossing), null, crossing.at());
    } else if (lost > 0) {
      for (List<Mark> run : Runs.of(missing)) {
        ledger.find(
            Difference.MISSING,
            run.size(),
            Ledger.range(crossing.source(), run.getFirst().before(), run.getLast().after()),
            null,
            crossing.at());
      }
    }
  }
}
