package io.meshwork.planner;

import io.meshwork.model.BrokerName;
import io.meshwork.transport.spi.ResourceId;

/** An operator's word that a resource which others made may become ours. */
public record Adoption(BrokerName broker, ResourceId resource) {}
