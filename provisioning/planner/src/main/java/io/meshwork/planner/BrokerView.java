package io.meshwork.planner;

import io.meshwork.transport.spi.Observation;
import java.time.Instant;

/** What is known of a broker. */
public sealed interface BrokerView {
  /** It answered. The observation holds at least every resource that the desired state names. */
  record Seen(Observation observation) implements BrokerView {}

  /** It does not answer: unknown, never gone. */
  record Away(Instant since, String reason) implements BrokerView {}
}
