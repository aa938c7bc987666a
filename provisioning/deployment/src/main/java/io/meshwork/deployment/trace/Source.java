package io.meshwork.deployment.trace;

import io.meshwork.model.event.Event;
import io.meshwork.planner.LinkEnd;
import io.meshwork.transport.spi.Received;
import java.time.Instant;
import java.util.List;

/**
 * An event as it was found at a hop, from where the next ones are judged.
 *
 * @param channel where
 * @param places at least one
 * @param at when it came there
 */
record Source(LinkEnd channel, List<Received> places, Instant at) {
  /** Copies. */
  Source {
    places = List.copyOf(places);
  }

  Event event() {
    return places.getFirst().event();
  }

  Instant timestamp() {
    return Instant.ofEpochMilli(event().timestamp());
  }
}
