package io.meshwork.deployment.verify;

import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.Reader;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All crossings of a target since a moment, oldest first, each once. One thread. */
public final class CrossingPages {
  private static final int PAGE = 2_000;

  private final Reader target;
  private Instant since;
  private int count = PAGE;
  private List<Crossing> page = List.of();
  private int at;
  private boolean ended;

  /** From this moment on. */
  public CrossingPages(Reader target, Instant since) {
    this.target = target;
    this.since = since;
  }

  /** The next, {@code null}: there is none yet. */
  public @Nullable Crossing next() {
    while (at >= page.size()) {
      if (ended) {
        return null;
      }
      turn();
    }
    return page.get(at++);
  }

  /** What was of the last moment comes again, in the same order, and is passed over. */
  private void turn() {
    Instant last = page.isEmpty() ? null : page.getLast().at();
    long again = last == null ? 0 : page.stream().filter(each -> each.at().equals(last)).count();
    if (last != null && last.equals(since) && again == page.size()) {
      count *= 2;
    }
    since = last == null ? since : last;
    List<Crossing> read =
        target.crossings(since, count).stream().sorted(Comparator.comparing(Crossing::at)).toList();
    page = read;
    at = Math.toIntExact(again);
    ended = read.size() < count;
  }
}
