package io.meshwork.deployment.verify;

import io.meshwork.api.ManifestLink;
import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.Reader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The crossings that matter for a link and a time: its own, and before, after and beside them all
 * that went into the same channel.
 *
 * @param link whose
 * @param known oldest first, with those just before and after the time
 * @param until before this moment all of the time's are known
 * @param next where the rest begins, {@code null}: there is none
 */
record CrossingBook(
    ManifestLink link, List<Crossing> known, Instant from, Instant until, @Nullable Instant next) {
  /** So long at most a commit takes: what overlaps was committed within it. */
  static final Duration AROUND = Duration.ofSeconds(30);

  private static final int MOST_KNOWN = 40_000;

  /** Reads them, at least those of one moment, and so many that they tell of {@code budget}. */
  static CrossingBook read(
      Reader target, ManifestLink link, Instant from, Instant to, long budget) {
    List<Crossing> known = new ArrayList<>();
    CrossingPages pages = new CrossingPages(target, from.minus(AROUND));
    Instant until = to;
    Instant next = null;
    long events = 0;
    Instant last = null;
    for (Crossing each = pages.next(); each != null; each = pages.next()) {
      if (!each.at().isBefore(until.plus(AROUND)) || known.size() >= 2 * MOST_KNOWN) {
        break;
      }
      if (!matters(each, link)) {
        continue;
      }
      boolean own =
          each.link().equals(link.id()) && !each.at().isBefore(from) && each.at().isBefore(until);
      boolean full = events >= budget || known.size() >= MOST_KNOWN;
      if (own && full && last != null && each.at().isAfter(last)) {
        until = each.at();
        next = each.at();
        own = false;
      }
      if (own) {
        events += Leg.size(each);
        last = each.at();
      }
      known.add(each);
    }
    return new CrossingBook(link, known, from, until, next);
  }

  private static boolean matters(Crossing crossing, ManifestLink link) {
    return crossing.link().equals(link.id())
        || crossing.targets().stream()
            .anyMatch(range -> range.partition().channel().equals(link.to().channel()));
  }

  boolean isOwn(Crossing crossing) {
    return crossing.link().equals(link.id());
  }

  /** Whether it lies in the time. */
  boolean isInside(Crossing crossing) {
    return !crossing.at().isBefore(from) && crossing.at().isBefore(until);
  }

  /** The link's own, of any time. */
  List<Crossing> own() {
    return known.stream().filter(this::isOwn).toList();
  }

  /** The link's own of the time, oldest first. */
  List<Crossing> judged() {
    return known.stream().filter(each -> isOwn(each) && isInside(each)).toList();
  }
}
