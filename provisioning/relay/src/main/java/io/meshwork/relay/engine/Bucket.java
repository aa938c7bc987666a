package io.meshwork.relay.engine;

import io.meshwork.model.catalog.Rate;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a link or a team may move through this relay: tokens of events and of bytes, which come at a
 * rate and begin at none. Invariant: what was taken over any time is at most the rate times that
 * time, a second's worth, and what one call took beyond what was there. A call takes all or
 * nothing, and may take more than is there only while at least one token is: what is owed comes off
 * what is still to come. Any thread.
 */
final class Bucket {
  private static final double NANOS = (double) TimeUnit.SECONDS.toNanos(1);
  private static final long LONGEST = TimeUnit.HOURS.toNanos(1);

  /** Sums of parts of a token. */
  private static final double ROUNDING = 1e-6;

  /** A turn costs a fetch, so it is to be worth so many seconds of tokens. */
  private static final double TURN = 0.5;

  private final LongSupplier nanoTime;
  private @Nullable Tokens events;
  private @Nullable Tokens bytes;
  private volatile boolean limited;

  Bucket(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** From now on this share of a rate; {@code null}: no limit. */
  synchronized void rate(@Nullable Rate rate, double share) {
    long now = nanoTime.getAsLong();
    Integer most = rate == null ? null : rate.eventsPerSecond();
    var size = rate == null ? null : rate.bytesPerSecond();
    events = Tokens.at(events, most == null ? null : most * share, now);
    bytes = Tokens.at(bytes, size == null ? null : size.bytes() * share, now);
    limited = events != null || bytes != null;
  }

  boolean isLimited() {
    return limited;
  }

  /** Takes tokens for these, if there are any at all; false: nothing was taken. */
  synchronized boolean take(long count, long size) {
    long now = nanoTime.getAsLong();
    if (!has(events, now) || !has(bytes, now)) {
      return false;
    }
    give(-count, -size);
    return true;
  }

  private static boolean has(@Nullable Tokens tokens, long now) {
    return tokens == null || tokens.settled(now) >= 1 - ROUNDING;
  }

  /** Gives back what was taken and not used. */
  synchronized void give(long count, long size) {
    if (events != null) {
      events.add((double) count);
    }
    if (bytes != null) {
      bytes.add((double) size);
    }
  }

  /** How long until there are enough tokens that going on is worth a fetch; 0: there are. */
  synchronized long nanosUntilTurn() {
    long now = nanoTime.getAsLong();
    return Math.max(
        events == null ? 0 : events.nanosUntilTurn(now),
        bytes == null ? 0 : bytes.nanosUntilTurn(now));
  }

  private static final class Tokens {
    private double perSecond;
    private double there;
    private long at;

    private Tokens(double perSecond, long now) {
      this.perSecond = perSecond;
      this.at = now;
    }

    static @Nullable Tokens at(@Nullable Tokens before, @Nullable Double perSecond, long now) {
      if (perSecond == null) {
        return null;
      }
      if (before == null) {
        return new Tokens(perSecond, now);
      }
      before.settled(now);
      before.perSecond = perSecond;
      before.add(0);
      return before;
    }

    private double most() {
      return Math.max(1, perSecond);
    }

    double settled(long now) {
      there = Math.min(most(), there + (now - at) / NANOS * perSecond);
      at = now;
      return there;
    }

    void add(double more) {
      there = Math.min(most(), there + more);
    }

    long nanosUntilTurn(long now) {
      double lacking = Math.max(1, perSecond * TURN) - settled(now);
      return lacking <= ROUNDING
          ? 0
          : (long) Math.min((double) LONGEST, Math.max(1, Math.ceil(lacking / perSecond * NANOS)));
    }
  }
}
