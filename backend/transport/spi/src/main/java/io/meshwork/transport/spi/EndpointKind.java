package io.meshwork.transport.spi;

import java.util.List;

/** A kind of endpoint that a transport's relays push to, such as a queue or a function. */
public record EndpointKind(String name, String label, List<Setting> settings) {
  /** Copies the settings. */
  public EndpointKind {
    settings = List.copyOf(settings);
  }
}
