package io.meshwork.deployment.observation;

import io.meshwork.model.BrokerName;
import java.time.Instant;

/** Whether a broker answers. */
public sealed interface BrokerStatus {
  /** Which. */
  BrokerName broker();

  /** It answers and lets us in. */
  record Reachable(BrokerName broker, Instant since) implements BrokerStatus {}

  /** It does not, and why. */
  record Away(BrokerName broker, Instant since, String reason) implements BrokerStatus {}

  /** Nobody has asked it yet. */
  record NotAsked(BrokerName broker) implements BrokerStatus {}
}
