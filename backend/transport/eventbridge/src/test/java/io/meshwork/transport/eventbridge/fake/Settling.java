package io.meshwork.transport.eventbridge.fake;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Values by name that are seen as they were some time ago. Writers see them as they are. Not
 * thread-safe: its service guards it.
 */
final class Settling<V> {
  private record Change<V>(Instant at, @Nullable V value) {}

  private final Clock clock;
  private final AwsFaults faults;
  private final Map<String, List<Change<V>>> changes = new TreeMap<>();

  Settling(Clock clock, AwsFaults faults) {
    this.clock = clock;
    this.faults = faults;
  }

  void put(String name, V value) {
    changes.computeIfAbsent(name, n -> new ArrayList<>()).add(new Change<>(clock.instant(), value));
  }

  void remove(String name) {
    changes.computeIfAbsent(name, n -> new ArrayList<>()).add(new Change<>(clock.instant(), null));
  }

  /** As it is. */
  @Nullable V now(String name) {
    List<Change<V>> all = changes.get(name);
    return all == null || all.isEmpty() ? null : all.getLast().value();
  }

  /** As it is seen. */
  @Nullable V seen(String name) {
    Instant until = clock.instant().minus(faults.settling());
    V seen = null;
    for (Change<V> change : changes.getOrDefault(name, List.of())) {
      if (!change.at().isAfter(until)) {
        seen = change.value();
      }
    }
    return seen;
  }

  /** All that are there, by name. */
  Map<String, V> all() {
    Map<String, V> all = new TreeMap<>();
    for (String name : changes.keySet()) {
      V value = now(name);
      if (value != null) {
        all.put(name, value);
      }
    }
    return all;
  }

  /** All that are seen, by name. */
  Map<String, V> allSeen() {
    Map<String, V> all = new TreeMap<>();
    for (String name : changes.keySet()) {
      V value = seen(name);
      if (value != null) {
        all.put(name, value);
      }
    }
    return all;
  }
}
