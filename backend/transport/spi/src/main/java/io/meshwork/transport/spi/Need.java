package io.meshwork.transport.spi;

import io.meshwork.model.ApplicationName;
import io.meshwork.model.ChannelId;
import io.meshwork.model.Name;
import io.meshwork.model.SubscriptionName;
import java.util.Set;

/** One thing that the mesh needs of a broker, and the catalog entries that cause it. */
public sealed interface Need {
  /** The catalog's entries that ask for it; never empty. */
  Set<Name> causes();

  /** A channel. */
  record Channel(ChannelId id, ChannelShape shape, Set<Name> causes) implements Need {
    /** Copies the causes. */
    public Channel {
      causes = Set.copyOf(causes);
    }
  }

  /** A principal may publish to a channel. */
  record Publish(ChannelId channel, ApplicationName application, String principal, Set<Name> causes)
      implements Need {
    /** Copies the causes. */
    public Publish {
      causes = Set.copyOf(causes);
    }
  }

  /**
   * A principal may read a channel, in consumer groups whose names are the subscription's or start
   * with it and a dot.
   */
  record Read(
      ChannelId channel,
      ApplicationName application,
      String principal,
      SubscriptionName subscription,
      Set<Name> causes)
      implements Need {
    /** Copies the causes. */
    public Read {
      causes = Set.copyOf(causes);
    }
  }

  /** Relays write here for a group of slots: a place for positions, crossings and ownership. */
  record Slots(SlotGroup group, Set<Name> causes) implements Need {
    /** Copies the causes. */
    public Slots {
      causes = Set.copyOf(causes);
    }
  }
}
