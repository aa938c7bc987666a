package io.meshwork.transport.memory;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.MeshException;
import io.meshwork.transport.spi.TransportError;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong at one memory broker, on demand. Any thread. A fault set for the n-th call meets
 * it once; one set for every call meets all until {@link #clear}.
 */
public final class MemoryFaults {
  private final String broker;
  private final Runnable changed;
  private final List<Fault> faults = new ArrayList<>();
  private final List<Hang> hangs = new ArrayList<>();
  private final Map<MemoryCall, Long> counts = new EnumMap<>(MemoryCall.class);
  private final Map<ChannelAddress, String> closedChannels = new HashMap<>();
  private boolean away;

  MemoryFaults(String broker, Runnable changed) {
    this.broker = broker;
    this.changed = changed;
  }

  /** The call fails as if the broker had not answered, and nothing has happened. */
  public void fail(FaultPoint point) {
    fail(point, TransportError.BROKER_UNREACHABLE);
  }

  /** The call fails in this way, and nothing has happened. */
  public synchronized void fail(FaultPoint point, TransportError error) {
    faults.add(new Fault(point, new Effect.Fail(error)));
  }

  /** The call happens, and its answer never arrives. */
  public synchronized void loseAnswer(FaultPoint point) {
    faults.add(new Fault(point, new Effect.LoseAnswer()));
  }

  /** The call waits until the hang is released, then happens. An interrupt makes it fail. */
  public synchronized Hang hang(FaultPoint point) {
    Hang hang = new Hang();
    hangs.add(hang);
    faults.add(new Fault(point, new Effect.Wait(hang)));
    return hang;
  }

  /** Writes to this channel are put off with this reason; all else goes on. */
  public synchronized void closeChannel(ChannelAddress channel, String reason) {
    closedChannels.put(channel, reason);
  }

  /** Writes to this channel go through again. */
  public synchronized void openChannel(ChannelAddress channel) {
    closedChannels.remove(channel);
  }

  /** The whole broker goes away: every call fails until {@link #back}. Its state stays. */
  public void away() {
    setAway(true);
  }

  /** The broker answers again. */
  public void back() {
    setAway(false);
  }

  /** Every fault is gone, hangs are released, the broker answers. Counts stay. */
  public void clear() {
    synchronized (this) {
      hangs.forEach(Hang::release);
      hangs.clear();
      faults.clear();
      closedChannels.clear();
    }
    back();
  }

  /** How many calls of this kind have reached the broker, failed ones included. */
  public synchronized long calls(MemoryCall call) {
    return counts.getOrDefault(call, 0L);
  }

  /** How many calls have reached the broker, failed ones included. */
  public synchronized long calls() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Counts the call and lets the first fault that it meets act; whether the answer gets lost. */
  boolean reached(MemoryCall call) {
    boolean lost =
        switch (meet(call)) {
          case Effect.Fail(TransportError error) ->
              throw new MeshException(
                  error, "Broker '%s' failed at %s, as a test demanded.".formatted(broker, call));
          case Effect.Wait(Hang hang) -> {
            hang.hold(broker);
            yield false;
          }
          case Effect.LoseAnswer() -> true;
          case null -> false;
        };
    refuseWhileAway();
    return lost;
  }

  synchronized void refuseWhileAway() {
    if (away) {
      throw unreachable("Broker '%s' does not answer.".formatted(broker));
    }
  }

  synchronized @Nullable String closed(ChannelAddress channel) {
    return closedChannels.get(channel);
  }

  static MeshException unreachable(String message) {
    return new MeshException(TransportError.BROKER_UNREACHABLE, message);
  }

  private void setAway(boolean now) {
    synchronized (this) {
      away = now;
    }
    changed.run();
  }

  private synchronized @Nullable Effect meet(MemoryCall call) {
    counts.merge(call, 1L, Long::sum);
    Effect met = null;
    for (Iterator<Fault> each = faults.iterator(); each.hasNext(); ) {
      Fault fault = each.next();
      if (!fault.point.calls().contains(call)) {
        continue;
      }
      fault.seen++;
      boolean now = fault.point.nth() == 0 || fault.seen == fault.point.nth();
      if (now && met == null) {
        met = fault.effect;
      }
      if (fault.point.nth() != 0 && fault.seen >= fault.point.nth()) {
        each.remove();
      }
    }
    return met;
  }

  /** A call that waits. */
  public static final class Hang {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    private Hang() {}

    /** Whether a call hangs here or has done so. */
    public boolean isReached() {
      return reached.getCount() == 0;
    }

    /** Lets the calls go on. */
    public void release() {
      released.countDown();
    }

    private void hold(String broker) {
      reached.countDown();
      try {
        released.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw unreachable("The call to broker '%s' was interrupted.".formatted(broker));
      }
    }
  }

  private sealed interface Effect {
    record Fail(TransportError error) implements Effect {}

    record LoseAnswer() implements Effect {}

    record Wait(Hang hang) implements Effect {}
  }

  private static final class Fault {
    private final FaultPoint point;
    private final Effect effect;
    private int seen;

    private Fault(FaultPoint point, Effect effect) {
      this.point = point;
      this.effect = effect;
    }
  }
}
