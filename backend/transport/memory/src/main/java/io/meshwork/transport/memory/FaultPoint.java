package io.meshwork.transport.memory;

import java.util.EnumSet;
import java.util.Set;

/**
 * Which calls a fault meets, counted from the moment that it is set.
 *
 * @param calls of these kinds
 * @param nth the first is 1; 0: every one, until cleared
 */
public record FaultPoint(Set<MemoryCall> calls, int nth) {
  /** Copies the kinds; none means all. */
  public FaultPoint {
    calls = calls.isEmpty() ? EnumSet.allOf(MemoryCall.class) : Set.copyOf(calls);
  }

  /** The next call of one of these kinds; without kinds, of any. */
  public static FaultPoint next(MemoryCall... calls) {
    return nth(1, calls);
  }

  /** The n-th call of one of these kinds; without kinds, of any. */
  public static FaultPoint nth(int nth, MemoryCall... calls) {
    return new FaultPoint(Set.of(calls), nth);
  }

  /** Every call of one of these kinds; without kinds, of any. */
  public static FaultPoint every(MemoryCall... calls) {
    return new FaultPoint(Set.of(calls), 0);
  }
}
