package io.meshwork.transport.eventbridge.fake;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What goes wrong. Everything is off at first. Any thread. */
public final class AwsFaults {
  private final Map<String, Integer> rates = new ConcurrentHashMap<>();
  private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicLong entries = new AtomicLong();
  private final AtomicLong deliveries = new AtomicLong();
  private volatile int partialEvery;
  private volatile int duplicateEvery;
  private volatile Duration settling = Duration.ZERO;
  private volatile Duration slow = Duration.ZERO;

  AwsFaults() {}

  /** An operation takes so many requests a second; others are throttled. */
  public void throttle(String operation, int perSecond) {
    buckets.remove(operation);
    rates.put(operation, perSecond);
  }

  /** No operation is throttled any more. */
  public void throttleNothing() {
    rates.clear();
    buckets.clear();
  }

  /** The next requests are answered with an internal failure. */
  public void fail(int requests) {
    failures.set(requests);
  }

  /** Of the entries put, every so manieth fails by itself; 0: none. */
  public void failEntries(int every) {
    entries.set(0);
    partialEvery = every;
  }

  /** Of the messages that rules deliver, every so manieth comes twice; 0: none. */
  public void duplicate(int every) {
    deliveries.set(0);
    duplicateEvery = every;
  }

  /** What is changed is seen so much later. */
  public void settleAfter(Duration delay) {
    settling = delay;
  }

  /** Requests are answered so much later. */
  public void answerAfter(Duration delay) {
    slow = delay;
  }

  Duration settling() {
    return settling;
  }

  Duration slow() {
    return slow;
  }

  boolean failsEntry() {
    int every = partialEvery;
    return every > 0 && entries.incrementAndGet() % every == 0;
  }

  boolean duplicates() {
    int every = duplicateEvery;
    return every > 0 && deliveries.incrementAndGet() % every == 0;
  }

  /** Throws what the request is answered with. */
  void check(String operation, long nanos) {
    if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new AwsFault("InternalException", 500, "Something went wrong at our end.");
    }
    @Nullable Integer rate = rates.get(operation);
    if (rate != null
        && !buckets.computeIfAbsent(operation, o -> new Bucket(rate, nanos)).take(nanos)) {
      throw new AwsFault("ThrottlingException", "Rate exceeded");
    }
  }

  /** Tokens that come back over time, at most a second's worth. */
  private static final class Bucket {
    private final int rate;
    private double tokens;
    private long last;

    Bucket(int rate, long now) {
      this.rate = rate;
      this.tokens = rate;
      this.last = now;
    }

    synchronized boolean take(long now) {
      tokens = Math.min(rate, tokens + (now - last) * 1e-9 * rate);
      last = now;
      if (tokens < 1) {
        return false;
      }
      tokens--;
      return true;
    }
  }
}
