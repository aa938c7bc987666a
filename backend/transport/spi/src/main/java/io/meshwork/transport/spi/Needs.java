package io.meshwork.transport.spi;

import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelId;
import io.meshwork.model.DataSize;
import java.util.List;
import java.util.Map;

/**
 * All that the mesh needs of one broker.
 *
 * @param traffic how many bytes a second are written to a channel, as declared or measured; for
 *     prices only, absent where nobody knows
 */
public record Needs(BrokerName broker, List<Need> needs, Map<ChannelId, DataSize> traffic) {
  /** Copies. */
  public Needs {
    needs = List.copyOf(needs);
    traffic = Map.copyOf(traffic);
  }

  /** Without knowledge of the traffic. */
  public Needs(BrokerName broker, List<Need> needs) {
    this(broker, needs, Map.of());
  }
}
