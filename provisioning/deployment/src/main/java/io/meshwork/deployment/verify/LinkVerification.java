package io.meshwork.deployment.verify;

import io.meshwork.api.ManifestLink;
import io.meshwork.api.VerificationDocument;
import io.meshwork.api.VerificationDocument.Passed;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.catalog.CatalogError;
import io.meshwork.deployment.observation.LinkEnds;
import io.meshwork.deployment.store.ManifestStore;
import io.meshwork.model.LinkId;
import io.meshwork.model.MeshException;
import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.Reader;
import io.meshwork.transport.spi.TransportError;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks both brokers of a link, {@value #AT_A_TIME} links at a time. */
public class LinkVerification implements Verification {
  private static final int AT_A_TIME = 3;
  private static final Duration WAIT = Duration.ofSeconds(10);
  private static final Duration LIMIT = Duration.ofSeconds(45);
  private static final Duration LOOK = Duration.ofSeconds(10);
  private static final List<Duration> BACK =
      List.of(Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofHours(1));

  private static final int MOST_ORDERS = 100;

  private final LinkEnds ends;
  private final ManifestStore orders;
  private final Clock clock;
  private final Semaphore running = new Semaphore(AT_A_TIME);

  /** Over these links and brokers. */
  public LinkVerification(LinkEnds ends, ManifestStore orders, Clock clock) {
    this.ends = ends;
    this.orders = orders;
    this.clock = clock;
  }

  @Override
  public VerificationDocument verify(
      Actor actor, LinkId id, @Nullable Instant from, @Nullable Instant to) {
    ManifestLink link = ends.link(actor, id).link();
    Instant settled = clock.instant().minus(SETTLED);
    Instant until = to == null || to.isAfter(settled) ? settled : to;
    Instant since = from == null ? until.minus(USUAL) : from;
    if (!since.isBefore(until)) {
      throw new MeshException(
          CatalogError.INVALID_QUERY,
          "from is %s and to is %s; from must be before to, and more than %d seconds ago."
              .formatted(since, to == null ? until : to, SETTLED.toSeconds()));
    }
    return bounded(
        link,
        LIMIT,
        () -> {
          try (Reader source = ends.reader(link.from().broker());
              Reader target = ends.reader(link.to().broker())) {
            return verifier(link, source, target, Verifier.Bounds.USUAL).verify(since, until);
          }
        });
  }

  /** Knows what was ordered of the link. */
  Verifier verifier(ManifestLink link, Reader source, Reader target, Verifier.Bounds bounds) {
    return new Verifier(
        link,
        source,
        target,
        bounds,
        Explanations.of(
            orders.moves().newest(link.id(), MOST_ORDERS),
            orders.redrives().of(link.id(), MOST_ORDERS),
            source));
  }

  @Override
  public List<Passed> newest(Actor actor, LinkId id, int count) {
    ManifestLink link = ends.link(actor, id).link();
    Instant now = clock.instant();
    return bounded(
        link,
        LOOK,
        () -> {
          try (Reader target = ends.reader(link.to().broker())) {
            List<Passed> found = List.of();
            for (Duration back : BACK) {
              if (found.size() < count) {
                found = newest(target, link, now.minus(back), count);
              }
            }
            return found;
          }
        });
  }

  private static List<Passed> newest(Reader target, ManifestLink link, Instant since, int count) {
    Deque<Passed> newest = new ArrayDeque<>();
    CrossingPages pages = new CrossingPages(target, since);
    for (Crossing each = pages.next(); each != null; each = pages.next()) {
      if (each.link().equals(link.id())) {
        newest.addFirst(passed(each));
        if (newest.size() > count) {
          newest.removeLast();
        }
      }
    }
    return new ArrayList<>(newest);
  }

  private static Passed passed(Crossing crossing) {
    return new Passed(
        Ledger.source(crossing),
        crossing.passed(),
        crossing.filtered(),
        crossing.refused(),
        crossing.forwarded().events(),
        crossing.targets().stream()
            .map(range -> Ledger.range(range.partition(), range.first(), range.last()))
            .toList(),
        crossing.at());
  }

  private <T> T bounded(ManifestLink link, Duration limit, Callable<T> call) {
    try {
      if (!running.tryAcquire(WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new MeshException(
            TransportError.THROTTLED,
            "%d links are being verified; ask again when they are done.".formatted(AT_A_TIME));
      }
      try {
        return ends.within(limit, link, call);
      } finally {
        running.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MeshException(
          TransportError.BROKER_UNREACHABLE,
          "Nobody waited for link '%s'.".formatted(link.id()),
          e);
    }
  }
}
