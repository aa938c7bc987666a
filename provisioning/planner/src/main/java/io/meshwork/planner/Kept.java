package io.meshwork.planner;

import io.meshwork.model.BrokerName;
import io.meshwork.transport.spi.ResourceId;

/** A resource of ours that nothing asks for any more, left as it is. */
public record Kept(BrokerName broker, ResourceId resource) {}
