package io.meshwork.deployment.verify;

import io.meshwork.api.ManifestLink;
import io.meshwork.api.VerificationDocument.Difference;
import io.meshwork.deployment.verify.Knot.Place;
import io.meshwork.deployment.verify.Knot.Span;
import io.meshwork.model.MeshException;
import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Received;
import io.meshwork.transport.spi.SourcePartition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Crossings that are judged together, so that both ends are read once and in order. Nothing of it
 * is kept afterwards but what was found. One thread.
 */
final class Slice {
  /** A knot with more crossings of other links is not read as a whole. */
  private static final int MOST_OTHERS = 1_000;

  private final Weave weave;
  private final Ends ends;
  private final Ledger ledger;
  private final Between between;
  private final IdentityHashMap<Crossing, Leg> judged = new IdentityHashMap<>();
  private final IdentityHashMap<Knot, Boolean> whole = new IdentityHashMap<>();
  private final Map<Knot, List<Mark>> found = new LinkedHashMap<>();

  /** The link, both ends of it, and its filter. */
  record Ends(ManifestLink link, End source, End target, Sieve sieve) {}

  Slice(Weave weave, Ends ends, Ledger ledger, Between between) {
    this.weave = weave;
    this.ends = ends;
    this.ledger = ledger;
    this.between = between;
  }

  void judge(List<Crossing> crossings) {
    List<Leg> legs = new ArrayList<>();
    List<Leg> sought = new ArrayList<>();
    for (Crossing crossing : crossings) {
      ledger.crossing(crossing);
      Leg leg = new Leg(crossing);
      if (crossing.passed() > 0 && crossing.targets().isEmpty()) {
        sought.add(leg);
      } else if (isJudged(crossing)) {
        judged.put(crossing, leg);
        legs.add(leg);
      }
    }
    List<Leg> all = new ArrayList<>(legs);
    all.addAll(sought);
    readSource(all);
    new Search(ends, ledger).seek(sought);
    for (Leg leg : all) {
      if (leg.untold() > 0) {
        Crossing crossing = leg.crossing();
        ledger.find(Difference.HOLE, leg.untold(), Ledger.source(crossing), null, crossing.at());
      }
      leg.wanted().forEach(mark -> between.know(mark.hash()));
    }
    Map<Knot, List<Leg>> knots = new LinkedHashMap<>();
    for (Leg leg : legs) {
      Knot knot = weave.knot(leg.crossing());
      if (knot != null) {
        knots.computeIfAbsent(knot, any -> new ArrayList<>()).add(leg);
      }
    }
    readTarget(knots.keySet());
    Judge judge = new Judge(ends.target(), ledger);
    knots.forEach(
        (knot, of) ->
            judge.judge(
                new Judge.Case(knot, of, isWhole(knot), found.getOrDefault(knot, List.of()))));
  }

  /** Whether it can be: the target holds what it wrote, and shows it. */
  private boolean isJudged(Crossing crossing) {
    End target = ends.target();
    boolean retained = true;
    boolean shown = true;
    for (Crossing.TargetRange range : crossing.targets()) {
      retained &= target.retains(range.partition(), range.first());
      shown &= target.shows(range.partition(), range.last());
    }
    if (!retained) {
      ledger.notRetained(crossing);
    } else if (!shown) {
      ledger.notShown(crossing);
    }
    return retained && shown;
  }

  private boolean isWhole(Knot knot) {
    return whole.computeIfAbsent(
        knot,
        any ->
            !knot.isOpen()
                && knot.others().size() <= MOST_OTHERS
                && knot.own().stream().allMatch(judged::containsKey));
  }

  private void readSource(List<Leg> legs) {
    Map<SourcePartition, List<Leg>> byPartition = new TreeMap<>();
    for (Leg leg : legs) {
      Crossing crossing = leg.crossing();
      if (ends.source().retains(crossing.source(), crossing.from())) {
        byPartition.computeIfAbsent(crossing.source(), any -> new ArrayList<>()).add(leg);
      } else {
        leg.gone();
      }
    }
    byPartition.forEach(
        (partition, each) -> {
          Weave.sort(
              each,
              (a, b) ->
                  ends.source().isBefore(partition, a.crossing().from(), b.crossing().from()));
          int first = 0;
          for (int next = 1; next <= each.size(); next++) {
            if (next == each.size() || !follows(each.get(next - 1), each.get(next))) {
              readRun(partition, each.subList(first, next));
              first = next;
            }
          }
        });
  }

  /** Whether one begins where the other ends. */
  private boolean follows(Leg one, Leg next) {
    SourcePartition partition = one.crossing().source();
    Position through = one.crossing().through();
    Position from = next.crossing().from();
    return !ends.source().isBefore(partition, through, from)
        && !ends.source().isBefore(partition, from, through);
  }

  private void readRun(SourcePartition partition, List<Leg> run) {
    int[] at = {0};
    try {
      ends.source()
          .walk(
              partition,
              run.getFirst().crossing().from(),
              run.getLast().crossing().through(),
              received -> {
                while (at[0] < run.size() - 1
                    && !ends.source()
                        .isBefore(
                            partition, received.before(), run.get(at[0]).crossing().through())) {
                  at[0]++;
                }
                run.get(at[0]).take(received, ends.sieve());
                return true;
              });
    } catch (MeshException e) {
      if (!End.isGone(e)) {
        throw e;
      }
      run.forEach(Leg::gone);
    }
  }

  private void readTarget(Set<Knot> knots) {
    weave
        .spans(knots)
        .forEach(
            (partition, wanted) -> {
              Set<Span> chosen = Collections.newSetFromMap(new IdentityHashMap<>());
              wanted.stream().filter(this::isRead).forEach(chosen::add);
              List<Span> all = weave.spans(partition);
              int first = 0;
              while (first < all.size() && !chosen.contains(all.get(first))) {
                first++;
              }
              int last = all.size() - 1;
              while (last > first && !chosen.contains(all.get(last))) {
                last--;
              }
              if (first < all.size()) {
                read(all.subList(Math.max(0, first - 1), last + 1), first > 0);
              }
            });
  }

  /** Of a knot that is not judged as a whole, only where a leg wrote. */
  private boolean isRead(Span span) {
    Knot knot = weave.knot(span);
    return knot != null
        && (isWhole(knot)
            || span.places().stream().anyMatch(place -> judged.containsKey(place.crossing())));
  }

  private void read(List<Span> spans, boolean fromBefore) {
    Span first = spans.getFirst();
    SourcePartition partition = first.partition();
    Position from = fromBefore ? first.last() : first.first();
    Position until = end(spans.getLast());
    int[] at = {0};
    long[] number = {0};
    ends.target()
        .walkThrough(
            partition,
            from,
            until,
            received -> {
              while (at[0] < spans.size() - 1
                  && ends.target()
                      .isBefore(partition, spans.get(at[0]).last(), received.before())) {
                at[0]++;
              }
              take(received, number[0]++, spans.get(at[0]));
              return true;
            });
    between.readUpTo(partition, until);
  }

  /** Where reading ends: behind it lies no leg. */
  private Position end(Span span) {
    Knot knot = weave.knot(span);
    if (knot != null && isWhole(knot)) {
      return span.last();
    }
    Position last = span.first();
    for (Place place : span.places()) {
      if (judged.containsKey(place.crossing())
          && ends.target().isBefore(span.partition(), last, place.last())) {
        last = place.last();
      }
    }
    return last;
  }

  private void take(Received received, long number, Span span) {
    Mark mark = Mark.of(received, number);
    boolean inside =
        !ends.target().isBefore(mark.partition(), mark.before(), span.first())
            && !ends.target().isBefore(mark.partition(), span.last(), mark.before());
    Knot knot = weave.knot(span);
    if (!inside) {
      between.take(mark, span.places().getFirst().crossing().at());
    } else if (knot != null
        && (isWhole(knot)
            || span.places().stream()
                .anyMatch(
                    place ->
                        judged.containsKey(place.crossing())
                            && Judge.covers(ends.target(), place, mark)))) {
      found.computeIfAbsent(knot, any -> new ArrayList<>()).add(mark);
    }
  }
}
