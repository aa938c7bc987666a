package io.meshwork.deployment.verify;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.LinkId;
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
 * @param looked how many were read, also those that do not matter
 */
record CrossingBook(
    LinkId link,
    List<Crossing> known,
    Instant from,
    Instant until,
    @Nullable Instant next,
    long looked) {
  /** So long at most a commit takes: what overlaps was committed within it. */
  static final Duration AROUND = Duration.ofSeconds(30);

  private static final int MOST_KNOWN = 40_000;

  /** Reads them, at least those of one moment, and so many that they tell of {@code budget}. */
  static CrossingBook read(Reader target, Whose link, Instant from, Instant to, long budget) {
    List<Crossing> known = new ArrayList<>();
    CrossingPages pages = new CrossingPages(target, from.minus(AROUND));
    Instant until = to;
    Instant next = null;
    long events = 0;
    long looked = 0;
    Instant last = null;
    for (Crossing each = pages.next(); each != null; each = pages.next()) {
      looked++;
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
    return new CrossingBook(link.id(), known, from, until, next, looked);
  }

  /** Whose crossings they are, and the channel that they went to. */
  record Whose(LinkId id, ChannelAddress channel) {}

  private static boolean matters(Crossing crossing, Whose link) {
    return crossing.link().equals(link.id())
        || crossing.targets().stream()
            .anyMatch(range -> range.partition().channel().equals(link.channel()));
  }

  boolean isOwn(Crossing crossing) {
    return crossing.link().equals(link);
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
