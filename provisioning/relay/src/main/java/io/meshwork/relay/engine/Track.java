package io.meshwork.relay.engine;

import io.meshwork.model.LinkId;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.SourcePartition;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One source partition as a lane reads it: once, for all links that want it. Invariant: a cursor
 * that has joined has reached exactly where reading stands; one that has not begins later. One
 * thread.
 */
final class Track {
  private final SourcePartition partition;
  private final Map<LinkId, Cursor> cursors = new HashMap<>();
  private LinkTable.Fan fan;
  private @Nullable Position readAt;
  private long unreadSince;
  private long lag;
  private boolean measured;

  Track(SourcePartition partition, LinkTable.Fan fan, long now) {
    this.partition = partition;
    this.fan = fan;
    this.unreadSince = now;
  }

  SourcePartition partition() {
    return partition;
  }

  LinkTable.Fan fan() {
    return fan;
  }

  void fan(LinkTable.Fan changed) {
    fan = changed;
    Set<LinkId> wanted = new HashSet<>();
    changed.routes().forEach(route -> wanted.add(route.id()));
    cursors.keySet().retainAll(wanted);
  }

  Collection<Cursor> cursors() {
    return cursors.values();
  }

  @Nullable Cursor cursor(LinkId link) {
    return cursors.get(link);
  }

  void add(Cursor cursor) {
    cursors.put(cursor.route().id(), cursor);
  }

  /** Those that read: neither at a gap nor held to their rate. */
  List<Cursor> active() {
    return cursors.values().stream()
        .filter(cursor -> !cursor.isStopped() && !cursor.isHeld())
        .toList();
  }

  /** Where the source stands, {@code null}: it does not read this partition. */
  @Nullable Position readAt() {
    return readAt;
  }

  /** The source begins here. */
  void assigned(Position position) {
    readAt = position;
    measured = false;
    for (Cursor cursor : cursors.values()) {
      cursor.joined(!cursor.isStopped() && !cursor.isHeld() && cursor.reached().equals(position));
    }
  }

  void unassigned() {
    readAt = null;
    measured = false;
    cursors.values().forEach(cursor -> cursor.joined(false));
  }

  /** The source has come here; whoever has joined comes along. */
  void read(Position through) {
    readAt = through;
    for (Cursor cursor : cursors.values()) {
      if (cursor.isJoined()) {
        cursor.reach(through);
      }
    }
  }

  /** An event with this timestamp has been read. */
  void readEventOf(long timestamp) {
    unreadSince = Math.max(unreadSince, timestamp);
  }

  /** Since then, at the latest, there are events that have not been read. */
  long unreadSince() {
    return unreadSince;
  }

  /** A time that is still to come was told by a clock that is wrong: it counts as now. */
  void lag(long events, long now) {
    lag = events;
    measured = true;
    if (events == 0 || unreadSince > now) {
      unreadSince = now;
    }
  }

  long lag() {
    return lag;
  }

  /** Whether there is little left to read, for all that is known: reading has to have begun. */
  boolean isNearItsEnd(long events) {
    return readAt != null && measured && lag <= events;
  }

  /** At most so old is the oldest event not read: all before it were read. */
  double lagSeconds(long now) {
    return lag == 0 ? 0 : Math.max(0, now - unreadSince) / 1000.0;
  }
}
