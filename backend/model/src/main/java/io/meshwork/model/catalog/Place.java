package io.meshwork.model.catalog;

import io.meshwork.model.BrokerName;
import java.util.Map;

/** Where a subscription gets its events. */
public sealed interface Place {
  /** At a broker that the team uses. */
  record AtBroker(BrokerName broker) implements Place {}

  /**
   * Pushed to an endpoint of a kind that a transport declares.
   *
   * @param broker whose relay pushes
   * @param kind the endpoint's kind
   * @param settings what that kind declares
   */
  record AtEndpoint(BrokerName broker, String kind, Map<String, String> settings) implements Place {
    /** Copies the settings. */
    public AtEndpoint {
      settings = Map.copyOf(settings);
    }
  }

  /** The broker whose region this is. */
  BrokerName broker();
}
