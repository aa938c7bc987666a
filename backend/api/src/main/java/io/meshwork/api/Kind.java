package io.meshwork.api;

import io.meshwork.model.ApplicationName;
import io.meshwork.model.BrokerName;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.Name;
import io.meshwork.model.PublicationName;
import io.meshwork.model.RegionName;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.ApplicationSpec;
import io.meshwork.model.catalog.BrokerSpec;
import io.meshwork.model.catalog.EventTypeSpec;
import io.meshwork.model.catalog.PublicationSpec;
import io.meshwork.model.catalog.RegionSpec;
import io.meshwork.model.catalog.Spec;
import io.meshwork.model.catalog.SubscriptionSpec;
import io.meshwork.model.catalog.TeamSpec;

/** The kinds of resources: the one list of them. */
public enum Kind {
  TEAM("Team", "teams", TeamSpec.class),
  APPLICATION("Application", "applications", ApplicationSpec.class),
  REGION("Region", "regions", RegionSpec.class),
  BROKER("Broker", "brokers", BrokerSpec.class),
  EVENT_TYPE("EventType", "event-types", EventTypeSpec.class),
  PUBLICATION("Publication", "publications", PublicationSpec.class),
  SUBSCRIPTION("Subscription", "subscriptions", SubscriptionSpec.class);

  private final String word;
  private final String path;
  private final Class<? extends Spec> spec;

  Kind(String word, String path, Class<? extends Spec> spec) {
    this.word = word;
    this.path = path;
    this.spec = spec;
  }

  /** The {@code kind} of a document. */
  public String word() {
    return word;
  }

  /** The collection's last path segment. */
  public String path() {
    return path;
  }

  /** What its {@code spec} is read as. */
  public Class<? extends Spec> spec() {
    return spec;
  }

  /** The checked name. */
  public Name name(String value) {
    return switch (this) {
      case TEAM -> new TeamName(value);
      case APPLICATION -> new ApplicationName(value);
      case REGION -> new RegionName(value);
      case BROKER -> new BrokerName(value);
      case EVENT_TYPE -> new EventTypeName(value);
      case PUBLICATION -> new PublicationName(value);
      case SUBSCRIPTION -> new SubscriptionName(value);
    };
  }
}
