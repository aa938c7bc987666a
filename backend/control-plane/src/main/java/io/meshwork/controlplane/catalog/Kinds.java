package io.meshwork.controlplane.catalog;

import io.meshwork.api.Kind;
import io.meshwork.model.ApplicationName;
import io.meshwork.model.BrokerName;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.Name;
import io.meshwork.model.PublicationName;
import io.meshwork.model.RegionName;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.TransportName;

/** Which kind a name is of. */
public final class Kinds {
  private Kinds() {}

  /** The kind of resource that the name names; transports are not resources. */
  public static Kind of(Name name) {
    return switch (name) {
      case TeamName _ -> Kind.TEAM;
      case ApplicationName _ -> Kind.APPLICATION;
      case RegionName _ -> Kind.REGION;
      case BrokerName _ -> Kind.BROKER;
      case EventTypeName _ -> Kind.EVENT_TYPE;
      case PublicationName _ -> Kind.PUBLICATION;
      case SubscriptionName _ -> Kind.SUBSCRIPTION;
      case TransportName _ -> throw new IllegalArgumentException(name + " names no resource");
    };
  }

  /** The kind for people, such as {@code Event type}. */
  public static String label(Kind kind) {
    return switch (kind) {
      case TEAM -> "Team";
      case APPLICATION -> "Application";
      case REGION -> "Region";
      case BROKER -> "Broker";
      case EVENT_TYPE -> "Event type";
      case PUBLICATION -> "Publication";
      case SUBSCRIPTION -> "Subscription";
    };
  }
}
