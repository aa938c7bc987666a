package io.meshwork.model.catalog;

import io.meshwork.model.ApplicationName;
import io.meshwork.model.BrokerName;
import io.meshwork.model.EventTypeName;

/**
 * An application's statement that it publishes an event type at a broker.
 *
 * @param application who publishes
 * @param eventType what
 * @param broker where
 */
public record PublicationSpec(
    ApplicationName application, EventTypeName eventType, BrokerName broker) implements Spec {}
