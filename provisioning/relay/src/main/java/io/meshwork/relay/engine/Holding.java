package io.meshwork.relay.engine;

import io.meshwork.model.LinkId;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The links of a lane that have used up their rate. Each stands where it came to, out of the way of
 * all others: reading leaves its place until its tokens are worth a turn, and comes back to it
 * then. Nothing is open or read for who waits. One thread.
 */
final class Holding {
  private static final long MEASURE_EVERY = TimeUnit.SECONDS.toNanos(2);
  private static final Duration LEAST = Duration.ofMillis(1);

  private final Tracks tracks;
  private final Rates rates;
  private final Map<LinkId, Long> since = new HashMap<>();
  private final Map<LinkId, Long> heldAt = new HashMap<>();
  private long measuredAt = System.nanoTime() - MEASURE_EVERY;
  private boolean changed;

  Holding(Tracks tracks, Rates rates) {
    this.tracks = tracks;
    this.rates = rates;
  }

  /** Takes tokens for what the cursor is to move next; without any it stands where it is. */
  boolean admits(Track track, Cursor cursor, long count, long size) {
    if (cursor.route().allowance().take(count, size)) {
      return true;
    }
    cursor.hold(track.unreadSince());
    since.putIfAbsent(cursor.route().id(), rates.now());
    heldAt.put(cursor.route().id(), System.nanoTime());
    changed = true;
    return false;
  }

  private List<Cursor> held() {
    return since.isEmpty() ? List.of() : tracks.cursors(Cursor::isHeld);
  }

  /** Those that wait now. */
  Set<LinkId> links() {
    Set<LinkId> links = new HashSet<>();
    held().forEach(cursor -> links.add(cursor.route().id()));
    return links;
  }

  /** Lets those go on whose turn has come. */
  void release() {
    for (Cursor cursor : held()) {
      if (cursor.route().allowance().nanosUntilTurn() == 0) {
        cursor.release();
        changed = true;
      }
    }
    count();
  }

  /** Nobody waits: reading begins again at the last commit. */
  void forget() {
    tracks.cursors(Cursor::isHeld).forEach(Cursor::release);
    count();
    changed = false;
  }

  /** Whether anybody stopped or goes on since this was last asked. */
  boolean hasChanged() {
    boolean was = changed;
    changed = false;
    return was;
  }

  /** How long a lane may wait for events: not past anybody's turn. */
  Duration atMost(Duration wait) {
    long nanos = wait.toNanos();
    for (Cursor cursor : held()) {
      nanos = Math.min(nanos, cursor.route().allowance().nanosUntilTurn());
    }
    Duration least = Duration.ofNanos(nanos);
    return least.compareTo(LEAST) < 0 ? LEAST : least;
  }

  /** For how long the link has not been stopped, of the time that the lane goes by. */
  long nanosSinceHeld(LinkId link) {
    Long at = heldAt.get(link);
    return at == null ? Long.MAX_VALUE : System.nanoTime() - at;
  }

  /** Counts the time that links have waited until now. */
  void count() {
    if (since.isEmpty()) {
      return;
    }
    Map<LinkId, Route> waiting = new HashMap<>();
    tracks
        .cursors(cursor -> since.containsKey(cursor.route().id()))
        .forEach(cursor -> waiting.put(cursor.route().id(), cursor.route()));
    Set<LinkId> still = links();
    long now = rates.now();
    for (Iterator<Map.Entry<LinkId, Long>> all = since.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<LinkId, Long> each = all.next();
      Route route = waiting.get(each.getKey());
      if (route != null) {
        route.figures().waited(now - each.getValue());
      }
      if (still.contains(each.getKey())) {
        each.setValue(now);
      } else {
        all.remove();
      }
    }
  }

  /** Finds out how far behind those are that wait: sources tell only of what is read. */
  void measure(SourceLook look) {
    List<Cursor> held = held();
    if (held.isEmpty() || System.nanoTime() - measuredAt < MEASURE_EVERY) {
      return;
    }
    measuredAt = System.nanoTime();
    look.forget();
    held.forEach(cursor -> cursor.waitingLag(look.lag(cursor.partition(), cursor.reached())));
  }
}
