package io.meshwork.deployment.verify;

import io.meshwork.api.VerificationDocument.Difference;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.SourcePartition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What lies at the target between crossings, which nobody accounts for: what an at-least-once link
 * wrote before it failed, to write it again, or what others wrote. One thread.
 */
final class Between {
  private final End target;
  private final Set<Long> known = new HashSet<>();
  private final Map<SourcePartition, Position> read = new HashMap<>();
  private final List<Stray> strays = new ArrayList<>();
  private long more;

  private record Stray(Mark mark, Instant at) {}

  Between(End target) {
    this.target = target;
  }

  /** The source holds an event like this. */
  void know(long hash) {
    known.add(hash);
  }

  /** All before, and what lies here, was taken. */
  void readUpTo(SourcePartition partition, Position last) {
    Position before = read.get(partition);
    if (before == null || target.isBefore(partition, before, last)) {
      read.put(partition, last);
    }
  }

  /** Nobody's, before the crossing of that moment; again is no harm. */
  void take(Mark mark, Instant at) {
    Position before = read.get(mark.partition());
    if (before == null || target.isBefore(mark.partition(), before, mark.before())) {
      if (strays.size() < Ledger.MOST * 10) {
        strays.add(new Stray(mark, at));
      } else {
        more++;
      }
    }
  }

  /** Tells all of it, when the source is known as far as it will be. */
  void tell(Ledger ledger) {
    for (boolean again : new boolean[] {true, false}) {
      Map<Instant, List<Mark>> byMoment = new TreeMap<>();
      for (Stray stray : strays) {
        if (known.contains(stray.mark().hash()) == again) {
          byMoment.computeIfAbsent(stray.at(), any -> new ArrayList<>()).add(stray.mark());
        }
      }
      byMoment.forEach(
          (at, marks) ->
              Runs.of(marks)
                  .forEach(
                      run ->
                          ledger.find(
                              again ? Difference.DUPLICATED : Difference.FOREIGN,
                              run.size(),
                              null,
                              Ledger.range(
                                  run.getFirst().partition(),
                                  run.getFirst().before(),
                                  run.getLast().before()),
                              at)));
    }
    ledger.more(more);
  }
}
