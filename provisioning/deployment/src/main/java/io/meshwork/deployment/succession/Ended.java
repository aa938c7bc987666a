package io.meshwork.deployment.succession;

import io.meshwork.model.LinkId;
import io.meshwork.planner.DesiredLink;
import io.meshwork.transport.spi.Position;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Where links have ended, each asked for once: they do not move any more. One thread at a time. */
final class Ended {
  private final Map<LinkId, Map<Integer, Position>> known = new HashMap<>();

  Map<Integer, Position> of(DesiredLink link, Supplier<Map<Integer, Position>> asked) {
    return known.computeIfAbsent(link.id(), any -> asked.get());
  }
}
