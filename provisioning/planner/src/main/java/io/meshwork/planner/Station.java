package io.meshwork.planner;

import io.meshwork.model.BrokerName;
import io.meshwork.model.RegionName;
import io.meshwork.model.catalog.BrokerSpec;
import io.meshwork.model.catalog.RegionSpec;
import io.meshwork.transport.spi.Blueprint;
import io.meshwork.transport.spi.Capability;
import io.meshwork.transport.spi.Settings;
import io.meshwork.transport.spi.Transport;

/** A broker that can be used: its region is there, its transport installed, its settings valid. */
record Station(
    BrokerName name,
    BrokerSpec spec,
    RegionSpec regionSpec,
    Transport transport,
    Settings settings,
    Blueprint blueprint) {
  RegionName region() {
    return spec.region();
  }

  boolean can(Capability capability) {
    return transport.capabilities().contains(capability);
  }
}
