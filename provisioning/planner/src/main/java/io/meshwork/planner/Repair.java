package io.meshwork.planner;

import io.meshwork.model.ApplicationName;
import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.ChannelId;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.LinkId;
import io.meshwork.model.RegionName;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.model.catalog.Environment;
import io.meshwork.model.catalog.GrantKey;
import io.meshwork.model.catalog.Jurisdiction;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One change that takes a fault away: of the catalog, so that people can make it, or of the links,
 * so that who looks for a fault of the planner knows where. It was tried before it is named.
 */
public sealed interface Repair {
  /** What to do, as the rest of a sentence without its full stop. */
  String sentence();

  /** A change of the catalog. */
  sealed interface OfCatalog extends Repair {}

  /** A change of what is derived from the catalog. */
  sealed interface OfLinks extends Repair {}

  /** One region may dial another. */
  record Reach(RegionName from, RegionName to) implements OfCatalog {
    @Override
    public String sentence() {
      return "let region '%s' reach region '%s'".formatted(from, to);
    }
  }

  /** An event type may lie in one more jurisdiction. */
  record Reside(EventTypeName eventType, Jurisdiction jurisdiction) implements OfCatalog {
    @Override
    public String sentence() {
      return "add jurisdiction '%s' to the residency of event type '%s'"
          .formatted(jurisdiction, eventType);
    }
  }

  /** A broker admits one more team. */
  record Admit(BrokerName broker, TeamName team) implements OfCatalog {
    @Override
    public String sentence() {
      return "admit team '%s' to broker '%s'".formatted(team, broker);
    }
  }

  /** The owner grants. */
  record Approve(GrantKey grant) implements OfCatalog {
    @Override
    public String sentence() {
      return "grant event type '%s' to subscription '%s'"
          .formatted(grant.eventType(), grant.subscription());
    }
  }

  /** A region changes its environment. */
  record Rehome(RegionName region, Environment environment) implements OfCatalog {
    @Override
    public String sentence() {
      return "put region '%s' into environment '%s'".formatted(region, environment);
    }
  }

  /** A subscription reads at another broker. */
  record Move(SubscriptionName subscription, BrokerName broker) implements OfCatalog {
    @Override
    public String sentence() {
      return "put subscription '%s' at broker '%s'".formatted(subscription, broker);
    }
  }

  /** An application gets a name on a broker. */
  record Principal(ApplicationName application, BrokerName broker) implements OfCatalog {
    @Override
    public String sentence() {
      return "give application '%s' a principal at broker '%s'".formatted(application, broker);
    }
  }

  /** A subscription asks for a weaker class. */
  record Ask(SubscriptionName subscription, DeliveryClass delivery) implements OfCatalog {
    @Override
    public String sentence() {
      return "let subscription '%s' ask for %s".formatted(subscription, Refusals.word(delivery));
    }
  }

  /** Several changes that only help together. */
  record Together(List<OfCatalog> steps) implements OfCatalog {
    /** Copies. */
    public Together {
      steps = List.copyOf(steps);
    }

    @Override
    public String sentence() {
      return steps.stream().map(Repair::sentence).collect(Collectors.joining(", and "));
    }
  }

  /** A link too many. */
  record Unlink(LinkId link) implements OfLinks {
    @Override
    public String sentence() {
      return "take link '%s' out".formatted(link);
    }
  }

  /** A transfer link that is missing. */
  record Lead(EventTypeName eventType, BrokerName origin, BrokerName from, BrokerName to)
      implements OfLinks {
    @Override
    public String sentence() {
      return "lead event type '%s' of broker '%s' over a link from broker '%s' to broker '%s'"
          .formatted(eventType, origin, from, to);
    }
  }

  /** A delivery link that is missing. */
  record Deliver(GrantKey grant, BrokerName origin) implements OfLinks {
    @Override
    public String sentence() {
      return "deliver event type '%s' of broker '%s' into the channel of subscription '%s'"
          .formatted(grant.eventType(), origin, grant.subscription());
    }
  }

  /** A link runs elsewhere. */
  record Run(LinkId link, RegionName region) implements OfLinks {
    @Override
    public String sentence() {
      return "run link '%s' in region '%s'".formatted(link, region);
    }
  }

  /** A link passes exactly what is wanted behind it. */
  record Refilter(LinkId link) implements OfLinks {
    @Override
    public String sentence() {
      return "let link '%s' pass exactly what is wanted behind it".formatted(link);
    }
  }

  /** A channel gets the number of partitions that keeps order. */
  record Repartition(ChannelId channel, int partitions) implements OfLinks {
    @Override
    public String sentence() {
      return "give %s at broker '%s' %d partitions"
          .formatted(RouteChecker.describe(channel), channel.broker(), partitions);
    }
  }

  /** A link looks for a channel where it lies. */
  record Readdress(LinkId link, ChannelId channel, ChannelAddress address) implements OfLinks {
    @Override
    public String sentence() {
      return "let link '%s' look for %s at '%s'"
          .formatted(link, RouteChecker.describe(channel), address);
    }
  }

  /** A right or a route too many. */
  record Unread(SubscriptionName subscription, ChannelId channel) implements OfLinks {
    @Override
    public String sentence() {
      return "keep subscription '%s' from reading %s at broker '%s'"
          .formatted(subscription, RouteChecker.describe(channel), channel.broker());
    }
  }

  /** A route that leaves a channel out. */
  record Attend(GrantKey grant, ChannelId channel) implements OfLinks {
    @Override
    public String sentence() {
      return "let subscription '%s' read %s at broker '%s'"
          .formatted(grant.subscription(), RouteChecker.describe(channel), channel.broker());
    }
  }

  /** A channel that nobody makes. */
  record Provide(ChannelId channel) implements OfLinks {
    @Override
    public String sentence() {
      return "make %s at broker '%s'".formatted(RouteChecker.describe(channel), channel.broker());
    }
  }
}
