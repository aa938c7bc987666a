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
  private long more;

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

  void notRetained(long events) {
    count(new Counts(0, 0, 0, 0, 0, 0, events, 0));
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
    if (findings.size() >= MOST) {
      more++;
      return;
    }
    Explanations.Why why = explanations.of(difference, source);
    String text = text(difference, events, source, target);
    findings.add(
        new Finding(
            difference,
            why != null || isAllowed(difference),
            events,
            source,
            target,
            at,
            why == null ? text : text + " " + why.text(),
            lacking && (why == null || !why.repaired()),
            why == null ? null : why.text()));
  }

  private boolean isAllowed(Difference difference) {
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
  }

  long more() {
    return more;
  }
}
