package io.meshwork.deployment.observation;

import io.meshwork.transport.spi.Observation;
import java.time.Instant;

/** What was seen of one broker. Unknown is never reported as gone. */
public sealed interface BrokerSight {
  /** It answered. */
  record Seen(Observation observation) implements BrokerSight {}

  /** It did not. */
  record Away(Instant since, String reason) implements BrokerSight {}
}
