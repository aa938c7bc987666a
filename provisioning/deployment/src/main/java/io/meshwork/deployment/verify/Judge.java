package io.meshwork.deployment.verify;

import io.meshwork.api.VerificationDocument.Difference;
import io.meshwork.api.VerificationDocument.Range;
import io.meshwork.deployment.verify.Knot.Place;
import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.Digest;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares one knot. Invariant: what is found is taken away by hash by what the source holds; what
 * is then left belongs to crossings of which only number and digest are known, or to nobody.
 */
final class Judge {
  private final End target;
  private final Ledger ledger;

  Judge(End target, Ledger ledger) {
    this.target = target;
    this.ledger = ledger;
  }

  /**
   * One knot as far as it is judged.
   *
   * @param legs of it that are judged
   * @param whole whether these legs and the knot's crossings of other links are all of it
   * @param found what the target holds: in all of its spans if whole, else in the legs' ranges
   */
  record Case(Knot knot, List<Leg> legs, boolean whole, List<Mark> found) {
    Instant at() {
      return legs.getFirst().crossing().at();
    }

    List<Leg> legs(boolean comparable) {
      return legs.stream().filter(leg -> leg.isComparable() == comparable).toList();
    }
  }

  void judge(Case one) {
    Map<Long, Deque<Mark>> left = new HashMap<>();
    one.found()
        .forEach(mark -> left.computeIfAbsent(mark.hash(), h -> new ArrayDeque<>()).add(mark));
    Map<Leg, List<Mark>> missing = new HashMap<>();
    Set<Long> known = new HashSet<>();
    for (Leg leg : one.legs(true)) {
      ledger.compared(leg.crossing().passed());
      missing.put(leg, missing(leg, left, known));
    }
    List<Mark> rest = left.values().stream().flatMap(Deque::stream).sorted(Mark.IN_ORDER).toList();
    one.legs(false).forEach(leg -> ledger.counted(leg.crossing().passed()));
    if (!isReplaced(one, missing, rest)) {
      missing.forEach(this::tellMissing);
      if (one.whole()) {
        judgeRest(one, rest, known);
      } else {
        tellExtras(one, rest.stream().filter(mark -> !isCovered(one, mark)).toList(), known);
      }
    }
  }

  private static List<Mark> missing(Leg leg, Map<Long, Deque<Mark>> left, Set<Long> known) {
    List<Mark> missing = new ArrayList<>();
    for (Mark mark : leg.wanted()) {
      known.add(mark.hash());
      Deque<Mark> same = left.get(mark.hash());
      if (same == null || same.poll() == null) {
        missing.add(mark);
      }
    }
    return missing;
  }

  /** As many are missing as are too many, and nobody else wrote here. */
  private boolean isReplaced(Case one, Map<Leg, List<Mark>> missing, List<Mark> rest) {
    long lost =
        missing.entrySet().stream()
            .mapToLong(each -> each.getValue().size() - each.getKey().crossing().refused())
            .sum();
    boolean alone = one.whole() && one.knot().others().isEmpty() && one.legs(false).isEmpty();
    boolean replaced =
        alone
            && lost > 0
            && lost == rest.size()
            && missing.keySet().stream().allMatch(leg -> leg.crossing().refused() == 0);
    if (replaced) {
      List<Mark> first =
          missing.values().stream().filter(each -> !each.isEmpty()).findFirst().orElseThrow();
      ledger.find(Difference.DIFFERENT, lost, source(first), target(rest), one.at());
    }
    return replaced;
  }

  private void tellMissing(Leg leg, List<Mark> missing) {
    Crossing crossing = leg.crossing();
    long refused = crossing.refused();
    if (missing.size() > refused) {
      if (refused > 0) {
        ledger.find(
            Difference.MISSING,
            missing.size() - refused,
            Ledger.source(crossing),
            null,
            crossing.at());
      } else {
        Runs.of(missing)
            .forEach(
                run ->
                    ledger.findLacking(
                        Difference.MISSING,
                        run.size(),
                        source(run),
                        place(crossing),
                        crossing.at()));
      }
    }
  }

  /** What crossings account for by number only must be left, no more and no less. */
  private void judgeRest(Case one, List<Mark> rest, Set<Long> known) {
    List<Crossing> told = new ArrayList<>(one.knot().others());
    long own = 0;
    for (Leg leg : one.legs(false)) {
      told.add(leg.crossing());
      own += leg.crossing().passed();
    }
    long expected = told.stream().mapToLong(Crossing::passed).sum();
    if (rest.size() > expected) {
      List<Mark> certain = rest.stream().filter(mark -> !isCovered(one, mark)).toList();
      if (certain.size() == rest.size() - expected) {
        tellExtras(one, certain, known);
      } else {
        boolean again = rest.stream().anyMatch(mark -> known.contains(mark.hash()));
        ledger.find(
            again ? Difference.DUPLICATED : Difference.FOREIGN,
            rest.size() - expected,
            null,
            target(rest),
            one.at());
      }
    } else if (rest.size() < expected) {
      long lost = told.size() > one.legs(false).size() ? own - rest.size() : expected - rest.size();
      if (lost > 0) {
        Crossing first = one.legs(false).getFirst().crossing();
        ledger.find(Difference.MISSING, lost, Ledger.source(first), place(first), first.at());
      }
    } else if (expected > 0 && told.stream().allMatch(Leg::tellsAll)) {
      Digest digest = told.stream().map(Crossing::digest).reduce(Digest.NONE, Digest::plus);
      if (!digest.equals(Leg.sum(rest))) {
        ledger.find(Difference.DIFFERENT, expected, null, target(rest), one.at());
      }
    }
  }

  private void tellExtras(Case one, List<Mark> extras, Set<Long> known) {
    for (boolean again : new boolean[] {true, false}) {
      Runs.of(extras.stream().filter(mark -> known.contains(mark.hash()) == again).toList())
          .forEach(
              run ->
                  ledger.find(
                      again ? Difference.DUPLICATED : Difference.FOREIGN,
                      run.size(),
                      null,
                      target(run),
                      one.at()));
    }
  }

  /** Whether another crossing than the compared legs may have written it. */
  private boolean isCovered(Case one, Mark mark) {
    Set<Crossing> compared = Collections.newSetFromMap(new IdentityHashMap<>());
    one.legs(true).forEach(leg -> compared.add(leg.crossing()));
    return one.knot().spans().stream()
        .filter(span -> span.partition().equals(mark.partition()))
        .flatMap(span -> span.places().stream())
        .filter(place -> !compared.contains(place.crossing()))
        .anyMatch(place -> covers(target, place, mark));
  }

  static boolean covers(End target, Place place, Mark mark) {
    return !target.isBefore(mark.partition(), mark.before(), place.first())
        && !target.isBefore(mark.partition(), place.last(), mark.before());
  }

  private static Range source(List<Mark> run) {
    return Ledger.range(run.getFirst().partition(), run.getFirst().before(), run.getLast().after());
  }

  private static Range target(List<Mark> run) {
    Mark first = run.getFirst();
    Mark last =
        run.stream()
            .filter(mark -> mark.partition().equals(first.partition()))
            .max(Comparator.comparingLong(Mark::number))
            .orElse(first);
    return Ledger.range(first.partition(), first.before(), last.before());
  }

  /** Where a crossing wrote: the first of its ranges. */
  private static @Nullable Range place(Crossing crossing) {
    return crossing.targets().stream()
        .findFirst()
        .map(range -> Ledger.range(range.partition(), range.first(), range.last()))
        .orElse(null);
  }
}
