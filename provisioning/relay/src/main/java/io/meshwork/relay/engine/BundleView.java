package io.meshwork.relay.engine;

import io.meshwork.model.event.Event;
import io.meshwork.pattern.MatchResult;
import io.meshwork.projection.Reading;
import io.meshwork.transport.spi.Bundle;
import io.meshwork.transport.spi.Received;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the links of a channel take of a bundle, by their filters: each event is matched once for
 * all of them, and its payload read once for all that project it. One thread.
 */
final class BundleView {
  private static final BitSet NONE = new BitSet();

  private final LinkTable.Fan fan;
  private final Bundle bundle;
  private final Map<Route, BitSet> taken = new HashMap<>();
  private final Map<Route, BitSet> undecided = new HashMap<>();
  private final BitSet unreadable = new BitSet();
  private @Nullable Reading @Nullable [] readings;

  /**
   * Looks at a bundle.
   *
   * @param filtering whether anybody has a filter; else nothing is decoded for it
   */
  BundleView(LinkTable.Fan fan, Bundle bundle, boolean filtering) {
    this.fan = fan;
    this.bundle = bundle;
    if (filtering) {
      match(bundle.events());
    }
  }

  private void match(List<Received> events) {
    for (int i = 0; i < events.size(); i++) {
      MatchResult<Route> result = fan.match(events.get(i).event());
      for (Route route : result.subscribers()) {
        taken.computeIfAbsent(route, _ -> new BitSet()).set(i);
      }
      for (Route route : result.undecided()) {
        switch (route.link().undecided()) {
          case PASS -> taken.computeIfAbsent(route, _ -> new BitSet()).set(i);
          case DEAD_LETTER -> undecided.computeIfAbsent(route, _ -> new BitSet()).set(i);
          case HOLD_BACK -> {}
        }
      }
      unreadable.set(i, result.dataUnreadable());
    }
  }

  /** Whether the link takes all of the bundle. */
  boolean takesAll(Route route) {
    return route.filter().isAll() || of(route).cardinality() == bundle.count();
  }

  /** Whether it takes none, and there was nothing that its filter could not read. */
  boolean takesNone(Route route) {
    return !route.filter().isAll() && of(route).isEmpty() && unreadable.isEmpty();
  }

  /** Whether it takes the event of this number. */
  boolean takes(Route route, int number) {
    return route.filter().isAll() || of(route).get(number);
  }

  /** Whether the link keeps the event as a dead letter, since its filter cannot read it. */
  boolean buries(Route route, int number) {
    return undecided.getOrDefault(route, NONE).get(number);
  }

  /** Whether a filter asked for the event's payload, and it is not JSON. */
  boolean isUnreadable(int number) {
    return unreadable.get(number);
  }

  private BitSet of(Route route) {
    return taken.getOrDefault(route, NONE);
  }

  /** The event to be projected for who wants it so, {@code null}: nobody does. */
  @Nullable Reading reading(int number, Event event) {
    @Nullable Reading[] all = readings;
    if (all == null) {
      all = new Reading[bundle.events().size()];
      readings = all;
    }
    Reading known = all[number];
    if (known == null) {
      known = fan.read(event);
      all[number] = known;
    }
    return known;
  }
}
