package io.meshwork.deployment.verify;

import io.meshwork.api.ManifestLink;
import io.meshwork.controlplane.monitoring.LinkDirectory;
import io.meshwork.deployment.store.FindingStore;
import io.meshwork.deployment.store.StandingStore;
import io.meshwork.deployment.store.StoredFinding;
import io.meshwork.deployment.store.StoredStanding;
import io.meshwork.deployment.store.StoredStanding.Outcome;
import io.meshwork.model.LinkId;
import io.meshwork.model.MeshException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Verifies all links in turns, each from where its last turn ended.
 *
 * <p>Invariant: over all control planes no more events are compared than the rate allows, since
 * whoever has compared some moves on the moment from which the next may be; a link is looked at by
 * who holds the claim on it, and only the claim's holder keeps what he found, with how far he came,
 * in one transaction. One thread; several processes.
 */
final class ContinuousVerification {
  private static final Logger LOG = LoggerFactory.getLogger(ContinuousVerification.class);

  /** With nothing to do. */
  static final Duration IDLE = Duration.ofSeconds(2);

  /** Between two looks at a link of which all is verified. */
  static final Duration AGAIN = Duration.ofSeconds(30);

  /** Longer than a look takes. */
  static final Duration CLAIM = Duration.ofMinutes(2);

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
  private static final Duration KEPT = Duration.ofDays(7);
  private static final Duration TIME = Duration.ofSeconds(15);
  private static final int LEAST_COST = 200;
  private static final int SECONDS_A_SLICE = 5;
  private static final int SMALLEST_SLICE = 100;
  private static final int LARGEST_SLICE = 20_000;

  private final LinkDirectory links;
  private final Sight sight;
  private final Keeping keeping;
  private final VerificationMetrics metrics;
  private final Clock clock;
  private final int perSecond;
  private Set<LinkId> known = Set.of();
  private Instant seenAt = Instant.EPOCH;

  /** Where it is kept. */
  record Keeping(StandingStore standings, FindingStore findings, TransactionTemplate transaction) {}

  ContinuousVerification(
      LinkDirectory links,
      Sight sight,
      Keeping keeping,
      VerificationMetrics metrics,
      Clock clock,
      int perSecond) {
    this.links = links;
    this.sight = sight;
    this.keeping = keeping;
    this.metrics = metrics;
    this.clock = clock;
    this.perSecond = perSecond;
  }

  /** One slice of the link whose turn it is, if it is time for one; says when to come again. */
  Duration turn() {
    Instant now = clock.instant();
    Map<LinkId, LinkDirectory.Placed> placed = links.links();
    know(placed, now);
    metrics.show(keeping.standings()::briefs, placed, now);
    Instant free = keeping.standings().freeAt();
    if (free.isAfter(now)) {
      Duration wait = Duration.between(now, free);
      return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }
    UUID claim = UUID.randomUUID();
    Optional<StoredStanding> standing = keeping.standings().claim(claim, now, now.plus(CLAIM));
    if (standing.isEmpty()) {
      return IDLE;
    }
    LinkDirectory.Placed link = placed.get(standing.get().link());
    if (link == null) {
      release(claim, standing.get().with(later(standing.get().outcome(), now)), List.of(), 0);
    } else {
      look(claim, link.link(), standing.get().promising(link.link().delivery(), now), now);
    }
    return Duration.ZERO;
  }

  /** Begins with links that are new, and forgets those that are long gone. */
  private void know(Map<LinkId, LinkDirectory.Placed> placed, Instant now) {
    boolean due = !now.isBefore(seenAt.plus(Duration.ofHours(1)));
    if (placed.isEmpty() || (!due && known.containsAll(placed.keySet()))) {
      return;
    }
    Set<LinkId> there = new HashSet<>(keeping.standings().links());
    placed.forEach(
        (id, link) -> {
          if (!there.contains(id)) {
            Instant since = now.minus(Verification.USUAL);
            keeping
                .standings()
                .begin(StoredStanding.begun(id, link.link().delivery(), since, now), now);
          }
        });
    if (due) {
      keeping.standings().see(placed.keySet(), now);
      keeping.standings().forget(now.minus(KEPT));
      seenAt = now;
    }
    known = Set.copyOf(placed.keySet());
  }

  private void look(UUID claim, ManifestLink link, StoredStanding standing, Instant now) {
    String away = sight.away(link);
    if (away != null) {
      fail(claim, standing, away, now);
      return;
    }
    try {
      List<StoredFinding> open = keeping.findings().open(link.id());
      Look.Seen seen =
          sight.within(link, () -> new Look(sight, link, bounds(), now).from(standing, open));
      pay(seen.cost(), now);
      List<StoredFinding> kept = new ArrayList<>(seen.checked());
      int room = Math.max(0, FindingStore.MOST_OPEN - open.size());
      List<StoredFinding> fresh = seen.fresh();
      kept.addAll(fresh.subList(0, Math.min(room, fresh.size())));
      StoredStanding next =
          seen.standing()
              .with(
                  new Outcome(
                      standing.outcome().failed(),
                      0,
                      null,
                      now,
                      seen.more() ? now : now.plus(AGAIN)));
      if (release(claim, next, kept, seen.unnamed() + Math.max(0, fresh.size() - room))) {
        metrics.verified(standing, next);
        report(fresh);
      }
    } catch (MeshException e) {
      pay(LEAST_COST, now);
      fail(claim, standing, e.text(), now);
    } catch (RuntimeException e) {
      LOG.atWarn().addKeyValue("link", link.id()).setCause(e).log("A link was not verified");
      pay(LEAST_COST, now);
      fail(claim, standing, "It was not verified: " + e, now);
    }
  }

  private static void report(List<StoredFinding> found) {
    if (!found.isEmpty()) {
      StoredFinding first = found.getFirst();
      LOG.atError()
          .addKeyValue("link", first.link())
          .addKeyValue("findings", found.size())
          .log("Verification found what ought not to be, first: {}", first.finding().text());
    }
  }

  private Verifier.Bounds bounds() {
    int slice = Math.clamp((long) perSecond * SECONDS_A_SLICE, SMALLEST_SLICE, LARGEST_SLICE);
    return new Verifier.Bounds(slice, slice, TIME);
  }

  private void pay(long cost, Instant now) {
    long nanos = (long) (Math.max(LEAST_COST, cost) * 1e9 / perSecond);
    keeping.standings().pay(Duration.ofNanos(nanos), now);
  }

  private void fail(UUID claim, StoredStanding standing, String why, Instant now) {
    Outcome before = standing.outcome();
    metrics.failed();
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(before.failures(), 10));
    Outcome outcome =
        new Outcome(
            before.failed() + 1,
            before.failures() + 1,
            why,
            now,
            now.plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause));
    if (before.failures() == 0) {
      LOG.atWarn().addKeyValue("link", standing.link()).log("Not verified for now: {}", why);
    }
    release(claim, standing.with(outcome), List.of(), 0);
  }

  private static Outcome later(Outcome before, Instant now) {
    return new Outcome(
        before.failed(), before.failures(), before.problem(), before.runAt(), now.plus(AGAIN));
  }

  private boolean release(
      UUID claim, StoredStanding standing, List<StoredFinding> findings, long unnamed) {
    return Boolean.TRUE.equals(
        keeping
            .transaction()
            .execute(
                _ -> {
                  boolean mine = keeping.standings().release(claim, standing, unnamed);
                  if (mine) {
                    findings.forEach(keeping.findings()::keep);
                  }
                  return mine;
                }));
  }
}
