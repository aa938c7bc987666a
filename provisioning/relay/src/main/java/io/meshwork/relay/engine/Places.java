package io.meshwork.relay.engine;

import io.meshwork.transport.spi.LinkPartition;
import io.meshwork.transport.spi.Position;
import java.util.Map;

/**
 * Where links stand that go from one lane to another.
 *
 * @param committed at the target
 * @param answers what the target has said of events behind that; nobody else holds them any longer
 */
record Places(Map<LinkPartition, Position> committed, Map<LinkPartition, Answers> answers) {
  static final Places NONE = new Places(Map.of(), Map.of());
}
