package io.meshwork.transport.memory;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Named brokers inside this process. Any thread. A broker begins to exist when first named. */
public final class MemoryBrokers {
  private static final MemoryBrokers OF_THIS_PROCESS = new MemoryBrokers(Clock.systemUTC());

  private final Clock clock;
  private final Map<String, MemoryBroker> brokers = new ConcurrentHashMap<>();

  /** None yet; retention, sessions and crossings go by this clock. */
  public MemoryBrokers(Clock clock) {
    this.clock = clock;
  }

  /** Those that the installed transport speaks to. */
  public static MemoryBrokers ofThisProcess() {
    return OF_THIS_PROCESS;
  }

  /** The one of this name. */
  public MemoryBroker broker(String name) {
    return brokers.computeIfAbsent(name, any -> new MemoryBroker(name, clock));
  }
}
