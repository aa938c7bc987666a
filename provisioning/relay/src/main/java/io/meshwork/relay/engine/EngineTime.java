package io.meshwork.relay.engine;

import java.time.Clock;
import java.util.function.LongSupplier;

/**
 * What an engine goes by.
 *
 * @param clock the time of day, which may jump
 * @param nanos for rates: rises and never jumps, from anywhere
 */
public record EngineTime(Clock clock, LongSupplier nanos) {
  /** This clock, and the system's own nanoseconds. */
  public static EngineTime of(Clock clock) {
    return new EngineTime(clock, System::nanoTime);
  }
}
