package io.meshwork.deployment.verify;

import io.meshwork.api.ManifestLink;
import io.meshwork.api.VerificationDocument;
import io.meshwork.model.LinkId;
import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Reader;
import io.meshwork.transport.spi.SourcePartition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Verifies one link between two moments, as much of it as its bounds allow. Invariant: each of the
 * link's crossings before {@code next} is judged once, and nothing is held against a link that
 * another crossing may explain.
 */
final class Verifier {
  private final ManifestLink link;
  private final LinkId own;
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
    this(link, link.id(), source, target, bounds, explanations);
  }

  private Verifier(
      ManifestLink link,
      LinkId own,
      Reader source,
      Reader target,
      Bounds bounds,
      Explanations explanations) {
    this.link = link;
    this.own = own;
    this.source = source;
    this.target = target;
    this.bounds = bounds;
    this.explanations = explanations;
  }

  /** Of what a repair of the link moved: its crossings stand under an id of their own. */
  Verifier ofRepair(LinkId repair) {
    return new Verifier(link, repair, source, target, bounds, Explanations.NONE);
  }

  /**
   * What one look found.
   *
   * @param reached for who goes on where it ended
   * @param judged the crossings that were judged, oldest first
   * @param left what is never verified
   * @param leftEvents how many events that is, also where there is more than is named
   * @param unnamed how many findings that ought not to be are not named
   * @param alsoAllowed events of those that are not named and may be
   * @param notShown the first crossing whose events the target does not show yet
   * @param looked crossings that were read for it, and events of the target that none tells of or
   *     among which others were looked for
   */
  record Round(
      VerificationDocument document,
      Reached reached,
      List<Crossing> judged,
      List<LeftOut> left,
      long leftEvents,
      long unnamed,
      long alsoAllowed,
      @Nullable Instant notShown,
      long looked) {}

  VerificationDocument verify(Instant from, Instant to) {
    return goOn(from, to, Reached.NOWHERE).document();
  }

  /** The same, where another look ended. */
  Round goOn(Instant from, Instant to, Reached known) {
    long until = System.nanoTime() + bounds.time().toNanos();
    CrossingBook book =
        CrossingBook.read(
            target, new CrossingBook.Whose(own, link.to().channel()), from, to, bounds.events());
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
            },
            known.written());
    Slice.Ends ends = new Slice.Ends(link, read, written, new Sieve(link));
    List<Crossing> judged = book.judged();
    int at = 0;
    while (at < judged.size() && (at == 0 || System.nanoTime() < until)) {
      int end = end(judged, at);
      new Slice(weave, ends, ledger, between).judge(judged.subList(at, end));
      at = end;
    }
    Instant next = at < judged.size() ? judged.get(at).at() : book.next();
    new Chain(read, ledger, known)
        .check(
            book.own(), each -> book.isInside(each) && (next == null || each.at().isBefore(next)));
    between.tell(ledger);
    Instant through = next == null ? to : next;
    return new Round(
        document(from, to, next, ledger),
        new Reached(
            furthest(read, known.anchors(), before(book.own(), through.minus(CrossingBook.AROUND))),
            known.lost(),
            written(
                known.written(),
                written,
                before(book.known(), through.minus(CrossingBook.AROUND)))),
        before(judged, through),
        ledger.left(),
        ledger.leftEvents(),
        ledger.violations(),
        ledger.alsoAllowed(),
        ledger.notShown(),
        book.looked() + weave.between() + ledger.alsoRead());
  }

  /** How far these crossings wrote into the link's target. */
  private Map<SourcePartition, Position> written(
      Map<SourcePartition, Position> from, End target, List<Crossing> crossings) {
    Map<SourcePartition, Position> furthest = new TreeMap<>(from);
    for (Crossing crossing : crossings) {
      for (Crossing.TargetRange range : crossing.targets()) {
        if (range.partition().channel().equals(link.to().channel())) {
          furthest.merge(
              range.partition(),
              range.last(),
              (one, other) -> target.isBefore(range.partition(), one, other) ? other : one);
        }
      }
    }
    return furthest;
  }

  private static List<Crossing> before(List<Crossing> crossings, Instant moment) {
    return crossings.stream().filter(each -> each.at().isBefore(moment)).toList();
  }

  static Map<SourcePartition, Position> furthest(
      End source, Map<SourcePartition, Position> from, List<Crossing> crossings) {
    Map<SourcePartition, Position> furthest = new TreeMap<>(from);
    for (Crossing each : crossings) {
      furthest.merge(
          each.source(),
          each.through(),
          (one, other) -> source.isBefore(each.source(), one, other) ? other : one);
    }
    return furthest;
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
