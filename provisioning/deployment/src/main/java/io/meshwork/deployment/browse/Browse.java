package io.meshwork.deployment.browse;

import io.meshwork.controlplane.access.Actor;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.SubscriptionName;

/**
 * The newest events where they lie, without consuming them. Who may not see payloads gets counts
 * and the published examples. Thread safe.
 */
public interface Browse {
  /** The most events of one answer. */
  int MAX_EVENTS = 50;

  /** The most bytes of one payload that are shown. */
  int MAX_PAYLOAD = 64 * 1024;

  /** Of an event type, at all brokers where it is published, newest first. */
  Browsed newest(Actor actor, EventTypeName eventType, int limit);

  /** Of what a subscription gets, newest first, at most {@code limit}. */
  Browsed newest(Actor actor, SubscriptionName subscription, int limit);
}
