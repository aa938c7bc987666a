package io.meshwork.controlplane.catalog;

/**
 * Published inside the transaction that stores an event type, before its commit: a listener that
 * throws undoes the change.
 */
public record EventTypeStored(Resource eventType) {}
