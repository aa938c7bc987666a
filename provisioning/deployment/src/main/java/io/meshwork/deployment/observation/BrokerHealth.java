package io.meshwork.deployment.observation;

import io.meshwork.controlplane.access.Actor;
import io.meshwork.model.BrokerName;
import java.util.List;

/** Which brokers answer, and since when. Asked every 15 seconds by default. Thread safe. */
public interface BrokerHealth {
  /** Of every broker that the actor sees, by name, as last seen; asks nobody. */
  List<BrokerStatus> all(Actor actor);

  /** Asks one broker now, for those who may change it; at most ten seconds. */
  BrokerStatus probe(Actor actor, BrokerName broker);
}
