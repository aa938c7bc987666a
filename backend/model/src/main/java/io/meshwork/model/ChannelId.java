package io.meshwork.model;

/** Which channel: its purpose, independent of the address that a broker gives it. */
public sealed interface ChannelId {
  /** The broker that the channel lies on. */
  BrokerName broker();

  /** Written by publishers only. */
  record Entry(EventTypeName eventType, BrokerName broker) implements ChannelId {}

  /** Written by relays only: events of one origin broker. */
  record Arrival(EventTypeName eventType, BrokerName origin, BrokerName broker)
      implements ChannelId {}

  /** Written by a delivery link for one subscription. */
  record Subscribed(SubscriptionName subscription, BrokerName broker) implements ChannelId {}

  /** Events refused for good on their way to a subscription. */
  record DeadLetter(SubscriptionName subscription, BrokerName broker) implements ChannelId {}

  /** Events refused for good on their way between brokers: one for all links to this broker. */
  record DeadTransfers(BrokerName broker) implements ChannelId {}
}
