package io.meshwork.transport.spi;

import io.meshwork.model.BrokerName;
import java.util.List;

/** All that the mesh needs of one broker. */
public record Needs(BrokerName broker, List<Need> needs) {
  /** Copies the list. */
  public Needs {
    needs = List.copyOf(needs);
  }
}
