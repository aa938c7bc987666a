package io.meshwork.deployment.verify;

import io.meshwork.api.ManifestLink;
import io.meshwork.api.VerificationDocument;
import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.Reader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Verifies one link between two moments, as much of it as its bounds allow. Invariant: each of the
 * link's crossings before {@code next} is judged once, and nothing is held against a link that
 * another crossing may explain.
 */
final class Verifier {
  private final ManifestLink link;
  private final Reader source;
  private final Reader target;
  private final Bounds bounds;
  private final Explanations explanations;

  /**
   * How much one answer takes.
   *
   * @param events of the source, in all, at about the most
   * @param together how many of those are compared at a time, at about the most
   * @param time after which nothing new is begun
   */
  record Bounds(long events, long together, Duration time) {
    static final Bounds USUAL = new Bounds(200_000, 20_000, Duration.ofSeconds(15));
  }

  Verifier(ManifestLink link, Reader source, Reader target, Bounds bounds) {
    this(link, source, target, bounds, Explanations.NONE);
  }

  Verifier(
      ManifestLink link, Reader source, Reader target, Bounds bounds, Explanations explanations) {
    this.link = link;
    this.source = source;
    this.target = target;
    this.bounds = bounds;
    this.explanations = explanations;
  }

  VerificationDocument verify(Instant from, Instant to) {
    long until = System.nanoTime() + bounds.time().toNanos();
    CrossingBook book = CrossingBook.read(target, link, from, to, bounds.events());
    End read = new End(source);
    End written = new End(target);
    Ledger ledger = new Ledger(link.delivery(), explanations);
    Between between = new Between(written);
    Weave weave =
        new Weave(
            book.known(),
            link.to().channel(),
            written,
            new Weave.Part() {
              @Override
              public boolean isOwn(Crossing crossing) {
                return book.isOwn(crossing);
              }

              @Override
              public boolean isInside(Crossing crossing) {
                return book.isInside(crossing);
              }
            });
    Slice.Ends ends = new Slice.Ends(link, read, written, new Sieve(link));
    List<Crossing> judged = book.judged();
    int at = 0;
    while (at < judged.size() && (at == 0 || System.nanoTime() < until)) {
      int end = end(judged, at);
      new Slice(weave, ends, ledger, between).judge(judged.subList(at, end));
      at = end;
    }
    Instant next = at < judged.size() ? judged.get(at).at() : book.next();
    new Chain(read, ledger)
        .check(
            book.own(), each -> book.isInside(each) && (next == null || each.at().isBefore(next)));
    between.tell(ledger);
    return document(from, to, next, ledger);
  }

  /** All of one moment stay together. */
  private int end(List<Crossing> judged, int start) {
    long events = 0;
    int at = start;
    while (at < judged.size()
        && (events < bounds.together() || judged.get(at).at().equals(judged.get(at - 1).at()))) {
      events += Leg.size(judged.get(at));
      at++;
    }
    return at;
  }

  private VerificationDocument document(
      Instant from, Instant to, @Nullable Instant next, Ledger ledger) {
    return new VerificationDocument(
        link.id().value(),
        link.delivery().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        from,
        next == null ? to : next,
        to,
        next,
        ledger.counts(),
        ledger.findings(),
        ledger.more());
  }
}
