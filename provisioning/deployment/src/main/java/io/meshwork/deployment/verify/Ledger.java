package io.meshwork.deployment.verify;

import io.meshwork.api.VerificationDocument.Counts;
import io.meshwork.api.VerificationDocument.Difference;
import io.meshwork.api.VerificationDocument.Finding;
import io.meshwork.api.VerificationDocument.Range;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.SourcePartition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a verification has found so far. One thread. */
final class Ledger {
  /** So many findings are named; more are counted. */
  static final int MOST = 200;

  private final DeliveryClass delivery;
  private final Explanations explanations;
  private final List<Finding> findings = new ArrayList<>();
  private Counts counts = Counts.NONE;
  private final List<LeftOut> left = new ArrayList<>();
  private long leftEvents;
  private long alsoRead;
  private long violations;
  private long alsoAllowed;
  private long more;
  private @Nullable Instant notShown;

  Ledger(DeliveryClass delivery, Explanations explanations) {
    this.delivery = delivery;
    this.explanations = explanations;
  }

  /** A crossing was looked at. */
  void crossing(Crossing crossing) {
    count(new Counts(1, crossing.passed(), crossing.filtered(), crossing.refused(), 0, 0, 0, 0));
  }

  void compared(long events) {
    count(new Counts(0, 0, 0, 0, events, 0, 0, 0));
  }

  void counted(long events) {
    count(new Counts(0, 0, 0, 0, 0, events, 0, 0));
  }

  /** The target does not hold any more what it wrote. */
  void notRetained(Crossing crossing) {
    count(new Counts(0, 0, 0, 0, 0, 0, crossing.passed(), 0));
    leave(source(crossing), crossing.passed(), crossing.at());
  }

  /** It is never verified. */
  void leave(Range source, long events, Instant at) {
    LeftOut last = left.isEmpty() ? null : left.getLast();
    if (last != null && last.isBefore(source)) {
      left.set(left.size() - 1, last.with(source, events, at));
    } else if (left.size() < MOST) {
      left.add(new LeftOut(source, events, at));
    }
    leftEvents += events;
  }

  /** The target does not show yet what it wrote. */
  void notShown(Crossing crossing) {
    unreadable(crossing.passed());
    if (notShown == null || crossing.at().isBefore(notShown)) {
      notShown = crossing.at();
    }
  }

  void unreadable(long events) {
    count(new Counts(0, 0, 0, 0, 0, 0, 0, events));
  }

  private void count(Counts these) {
    counts = counts.plus(these);
  }

  void find(
      Difference difference,
      long events,
      @Nullable Range source,
      @Nullable Range target,
      Instant at) {
    find(difference, events, source, target, at, false);
  }

  /** Of this stretch of the source, all that the link takes is missing at the target. */
  void findLacking(
      Difference difference, long events, Range source, @Nullable Range target, Instant at) {
    find(difference, events, source, target, at, true);
  }

  private void find(
      Difference difference,
      long events,
      @Nullable Range source,
      @Nullable Range target,
      Instant at,
      boolean lacking) {
    Explanations.Why why = explanations.of(difference, source);
    if (findings.size() >= MOST) {
      more++;
      if (why == null && !allows(delivery, difference)) {
        violations++;
      } else if (why == null) {
        alsoAllowed += events;
      }
      return;
    }
    String text = text(difference, events, source, target);
    findings.add(
        new Finding(
            difference,
            why != null || allows(delivery, difference),
            events,
            source,
            target,
            at,
            why == null ? text : text + " " + why.text(),
            lacking && (why == null || !why.repaired()),
            why == null ? null : why.text()));
  }

  /** Whether a class promises nothing else. */
  static boolean allows(DeliveryClass delivery, Difference difference) {
    return switch (difference) {
      case OVERLAP, DUPLICATED -> delivery == DeliveryClass.AT_LEAST_ONCE;
      case MISSING -> delivery == DeliveryClass.AT_MOST_ONCE;
      case HOLE, FOREIGN, DIFFERENT -> false;
    };
  }

  private static String text(
      Difference difference, long events, @Nullable Range source, @Nullable Range target) {
    Range range = source == null ? target : source;
    String where = range == null ? "" : " of %s/%d".formatted(range.channel(), range.partition());
    String what = events == 1 ? "1 event" + where : events + " events" + where;
    return switch (difference) {
      case HOLE -> what + " that no crossing accounts for: they were skipped.";
      case OVERLAP -> what + " that two crossings account for: they were read twice.";
      case MISSING -> what + " passed and not at the target.";
      case DUPLICATED -> what + " at the target more often than at the source.";
      case FOREIGN -> what + " at the target that the source does not hold.";
      case DIFFERENT -> what + " that are not the same at source and target.";
    };
  }

  static Range range(SourcePartition partition, Position from, Position to) {
    return new Range(partition.channel().value(), partition.number(), from.value(), to.value());
  }

  /** What a crossing read. */
  static Range source(Crossing crossing) {
    return range(crossing.source(), crossing.from(), crossing.through());
  }

  Counts counts() {
    return counts;
  }

  List<Finding> findings() {
    return findings.stream().sorted(Comparator.comparing(Finding::at)).toList();
  }

  /** So many more differ than are named. */
  void more(long unnamed) {
    more += unnamed;
    if (allows(delivery, Difference.DUPLICATED)) {
      alsoAllowed += unnamed;
    } else {
      violations += unnamed;
    }
  }

  /** How many of those that are not named ought not to be. */
  long violations() {
    return violations;
  }

  /** Events of those that are not named and may be. */
  long alsoAllowed() {
    return alsoAllowed;
  }

  long more() {
    return more;
  }

  /** Events of the target were read to look for others. */
  void alsoRead(long events) {
    alsoRead += events;
  }

  long alsoRead() {
    return alsoRead;
  }

  /** What is never verified, at most {@value #MOST} stretches of it. */
  List<LeftOut> left() {
    return List.copyOf(left);
  }

  /** How many events that is, named or not. */
  long leftEvents() {
    return leftEvents;
  }

  /** The moment of the first crossing whose events the target does not show yet. */
  @Nullable Instant notShown() {
    return notShown;
  }
}
