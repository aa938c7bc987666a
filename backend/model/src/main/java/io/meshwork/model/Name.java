package io.meshwork.model;

/** A checked name. Two names of different kinds never compare equal, however they are spelled. */
public sealed interface Name
    permits ApplicationName,
        BrokerName,
        EventTypeName,
        PublicationName,
        RegionName,
        SubscriptionName,
        TeamName,
        TransportName {
  /** The characters, {@code [a-z0-9]([a-z0-9._-]{0,126}[a-z0-9])?}. */
  String value();
}
