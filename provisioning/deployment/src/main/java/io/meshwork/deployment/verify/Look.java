package io.meshwork.deployment.verify;

import io.meshwork.api.ManifestLink;
import io.meshwork.api.StandingDocument;
import io.meshwork.api.StandingDocument.Unverified;
import io.meshwork.api.VerificationDocument;
import io.meshwork.api.VerificationDocument.Counts;
import io.meshwork.api.VerificationDocument.Difference;
import io.meshwork.api.VerificationDocument.Finding;
import io.meshwork.deployment.store.StoredFinding;
import io.meshwork.deployment.store.StoredStanding;
import io.meshwork.model.MeshException;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Reader;
import io.meshwork.transport.spi.SourcePartition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One look of continuous verification at one link: from where the last one ended, as many events as
 * a slice takes. Invariant: what relays may still be committing is left for the next look, and what
 * a look passes over for good is counted. One thread.
 */
final class Look {
  /**
   * So long ago a crossing must be: relays' clocks differ, and a crossing is stamped before it is
   * committed.
   */
  static final Duration SETTLED = CrossingBook.AROUND;

  /** So long at most a look waits for what the target does not show yet. */
  static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final Duration GRACE = Duration.ofMinutes(1);
  private static final int MOST_STRETCHES = 20;

  private final Sight sight;
  private final ManifestLink link;
  private final Verifier.Bounds bounds;
  private final Instant now;
  private long cost;

  Look(Sight sight, ManifestLink link, Verifier.Bounds bounds, Instant now) {
    this.sight = sight;
    this.link = link;
    this.bounds = bounds;
    this.now = now;
  }

  /**
   * What a look found.
   *
   * @param standing how far it is now
   * @param fresh what differs and ought not to
   * @param unnamed how much more does
   * @param checked what was open and was looked at again
   * @param cost in events: those compared, and crossings read for that
   * @param more whether there is more to look at
   */
  record Seen(
      StoredStanding standing,
      List<StoredFinding> fresh,
      long unnamed,
      List<StoredFinding> checked,
      long cost,
      boolean more) {}

  Seen from(StoredStanding known, List<StoredFinding> open) {
    try (Reader source = sight.reader(link.from().broker());
        Reader target = sight.reader(link.to().broker())) {
      Rechecks rechecks = new Rechecks(sight, link, now);
      List<StoredFinding> checked = rechecks.of(open, source, target);
      cost = rechecks.cost();
      Verifier verifier = sight.verifier(link, source, target, bounds);
      Places places = new Places(known, link, overtaken(known.through(), target));
      Instant until = now.minus(SETTLED);
      if (!known.through().isBefore(until)) {
        return new Seen(known, List.of(), 0, checked, cost, false);
      }
      Verifier.Round round = charged(verifier.goOn(known.through(), until, places.known()));
      Instant pending = pending(round);
      if (pending != null && !pending.isAfter(known.through())) {
        return new Seen(known, List.of(), 0, checked, cost, false);
      }
      if (pending != null) {
        round = charged(verifier.goOn(known.through(), pending, places.known()));
      }
      List<Finding> found = confirmed(round, known.through(), places, source, target);
      End read = new End(source);
      Map<SourcePartition, Position> reached =
          Verifier.furthest(read, places.reached(), round.judged());
      Instant through = round.document().to();
      StoredStanding standing =
          told(
              known,
              round,
              found,
              places.next(round.reached(), reached),
              behind(source, reached, through));
      return new Seen(
          standing,
          fresh(standing.promise(), found),
          round.unnamed(),
          checked,
          cost,
          round.document().next() != null && pending == null);
    }
  }

  /** From when on the target shows nothing yet; {@code null}: there is nothing to wait for. */
  private @Nullable Instant pending(Verifier.Round round) {
    Instant notShown = round.notShown();
    return notShown != null && notShown.isAfter(now.minus(PATIENCE)) ? notShown : null;
  }

  private Verifier.Round charged(Verifier.Round round) {
    cost += events(round.document().counts()) + round.looked();
    return round;
  }

  private static long events(Counts counts) {
    return counts.passed() + counts.filtered() + counts.refused();
  }

  /** Whether crossings since then are gone. */
  private boolean overtaken(Instant through, Reader target) {
    if (!through.isBefore(now.minus(PATIENCE))) {
      return false;
    }
    List<Crossing> oldest = target.crossings(Instant.EPOCH, 1);
    return oldest.isEmpty() || oldest.getFirst().at().isAfter(through);
  }

  /**
   * What an at-least-once link wrote before it failed looks foreign until the crossing is read that
   * tells of it: such findings are looked at once more, with what was committed after them.
   */
  private List<Finding> confirmed(
      Verifier.Round round, Instant from, Places places, Reader source, Reader target) {
    List<Finding> found = round.document().findings();
    Instant last =
        found.stream()
            .filter(Look::isForeign)
            .map(Finding::at)
            .max(Comparator.naturalOrder())
            .orElse(null);
    if (last == null || link.delivery() != DeliveryClass.AT_LEAST_ONCE) {
      return found;
    }
    Instant settled = now.minus(Verification.SETTLED);
    Instant until = last.plus(CrossingBook.AROUND);
    VerificationDocument again =
        charged(
                sight
                    .verifier(link, source, target, Verifier.Bounds.USUAL)
                    .goOn(from, until.isAfter(settled) ? settled : until, places.known()))
            .document();
    return Stream.concat(
            found.stream().filter(each -> !isForeign(each)),
            again.findings().stream().filter(each -> isForeign(each) && !each.at().isAfter(last)))
        .toList();
  }

  private static boolean isForeign(Finding finding) {
    return finding.difference() == Difference.FOREIGN;
  }

  private StoredStanding told(
      StoredStanding known,
      Verifier.Round round,
      List<Finding> found,
      List<StoredStanding.Place> places,
      long behind) {
    VerificationDocument document = round.document();
    Counts counts = document.counts();
    long allowed = round.alsoAllowed();
    long explained = 0;
    for (Finding each : found) {
      if (each.explanation() != null) {
        explained += each.events();
      } else if (!isViolation(known.promise(), each)) {
        allowed += each.events();
      }
    }
    List<Unverified> stretches = new ArrayList<>(known.stretches());
    round.left().forEach(each -> stretches.add(each.stretch()));
    int most = Math.max(0, stretches.size() - MOST_STRETCHES);
    return new StoredStanding(
        known.link(),
        known.since(),
        document.to(),
        places,
        known
            .counts()
            .plus(
                new StandingDocument.Tally(
                    events(counts),
                    counts.compared(),
                    counts.counted(),
                    round.leftEvents(),
                    counts.unreadable(),
                    allowed,
                    explained)),
        known.unnamed(),
        stretches.subList(most, stretches.size()),
        behind,
        known.promise(),
        known.outcome());
  }

  private List<StoredFinding> fresh(StoredStanding.Promise promise, List<Finding> found) {
    return found.stream()
        .filter(each -> isViolation(promise, each))
        .map(each -> StoredFinding.found(link.id(), each, now))
        .toList();
  }

  /** What was committed about when the class changed may be of either. */
  private static boolean isViolation(StoredStanding.Promise promise, Finding finding) {
    DeliveryClass former = promise.former();
    return !finding.allowed()
        && (former == null
            || !finding.at().isBefore(promise.since().plus(GRACE))
            || !Ledger.allows(former, finding.difference()));
  }

  /** Events of the source that are not verified. */
  private long behind(Reader source, Map<SourcePartition, Position> reached, Instant through) {
    try {
      Map<SourcePartition, Position> ends = source.ends(link.from().channel());
      Map<SourcePartition, Position> begun =
          reached.keySet().containsAll(ends.keySet())
              ? reached
              : source.positionsAt(link.from().channel(), through);
      long behind = 0;
      for (Map.Entry<SourcePartition, Position> end : ends.entrySet()) {
        Position at = reached.getOrDefault(end.getKey(), begun.get(end.getKey()));
        behind += at == null ? 0 : source.distance(end.getKey(), at, end.getValue());
      }
      return behind;
    } catch (MeshException e) {
      if (End.isGone(e)) {
        return 0;
      }
      throw e;
    }
  }
}
