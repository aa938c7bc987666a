package io.meshwork.relay.engine;

import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Received;
import io.meshwork.transport.spi.SourcePartition;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells a person of refused events: of each link the first at once, then once in a while how many
 * there were. A target that refuses everything would else cost the lane, and so the other links, a
 * line for each event. One thread.
 */
final class RefusalLog {
  private static final long EVERY = Duration.ofSeconds(5).toNanos();

  private final LongSupplier nanos;
  private final BiConsumer<Route, Told> teller;
  private final Map<Route, Waiting> links = new HashMap<>();

  /**
   * What is said of one link.
   *
   * @param events refused since it was last spoken of
   * @param partition of the last of them
   * @param position of the last of them
   * @param reason of the last of them
   */
  record Told(long events, SourcePartition partition, Position position, String reason) {}

  /** What is not said yet, {@code null}: nothing; and when anything was last said. */
  private record Waiting(@Nullable Told told, long since) {}

  RefusalLog(LongSupplier nanos, BiConsumer<Route, Told> teller) {
    this.nanos = nanos;
    this.teller = teller;
  }

  /** One more. */
  void refused(Route route, Received received, String reason) {
    Waiting known = links.get(route);
    Told before = known == null ? null : known.told;
    Told now =
        new Told(
            before == null ? 1 : before.events + 1,
            received.partition(),
            received.before(),
            reason);
    if (known == null || nanos.getAsLong() - known.since >= EVERY) {
      tell(route, now);
    } else {
      links.put(route, new Waiting(now, known.since));
    }
  }

  /** Says what has waited for long enough. */
  void lookAround() {
    if (links.isEmpty()) {
      return;
    }
    for (Map.Entry<Route, Waiting> each : Map.copyOf(links).entrySet()) {
      if (nanos.getAsLong() - each.getValue().since >= EVERY) {
        Told told = each.getValue().told;
        if (told == null) {
          links.remove(each.getKey());
        } else {
          tell(each.getKey(), told);
        }
      }
    }
  }

  private void tell(Route route, Told now) {
    links.put(route, new Waiting(null, nanos.getAsLong()));
    teller.accept(route, now);
  }
}
