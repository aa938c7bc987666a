package io.meshwork.api;

import io.meshwork.model.BrokerName;
import io.meshwork.model.RegionName;
import io.meshwork.model.TransportName;
import java.util.Map;

/** How a relay reaches a broker. Secret settings are references, resolved by the relay. */
public record ManifestBroker(
    BrokerName name, TransportName transport, RegionName region, Map<String, String> settings) {
  /** Copies the settings. */
  public ManifestBroker {
    settings = Map.copyOf(settings);
  }
}
