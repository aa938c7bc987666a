package io.meshwork.planner;

import io.meshwork.model.ApplicationName;
import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelId;
import io.meshwork.model.DataSize;
import io.meshwork.model.Name;
import io.meshwork.model.SubscriptionName;
import io.meshwork.transport.spi.ChannelShape;
import io.meshwork.transport.spi.Need;
import io.meshwork.transport.spi.Needs;
import io.meshwork.transport.spi.SlotGroup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Collects what is needed of one broker: each thing once, with everybody who needs it. */
final class NeedBook {
  private final BrokerName broker;
  private final Map<String, ChannelEntry> channels = new TreeMap<>();
  private final Map<String, Need> access = new TreeMap<>();
  private final Map<SlotGroup, Set<Name>> slots = new TreeMap<>();

  private final Map<ChannelId, DataSize> traffic = new HashMap<>();

  NeedBook(BrokerName broker) {
    this.broker = broker;
  }

  void channel(ChannelId id, ChannelShape shape, Collection<? extends Name> causes) {
    channels
        .computeIfAbsent(id.toString(), ignored -> new ChannelEntry(id, shape, new HashSet<>()))
        .causes()
        .addAll(causes);
  }

  void publish(
      ChannelId channel,
      ApplicationName application,
      String principal,
      Collection<? extends Name> causes) {
    access.put(
        "publish " + channel + " " + application,
        new Need.Publish(channel, application, principal, Set.copyOf(causes)));
  }

  void read(
      ChannelId channel,
      ApplicationName application,
      String principal,
      SubscriptionName subscription) {
    access.put(
        "read " + channel + " " + subscription,
        new Need.Read(channel, application, principal, subscription, Set.of(subscription)));
  }

  void slots(SlotGroup group, Collection<? extends Name> causes) {
    slots.computeIfAbsent(group, ignored -> new HashSet<>()).addAll(causes);
  }

  /** So many bytes a second come into a channel. */
  void traffic(ChannelId id, DataSize aSecond) {
    traffic.put(id, aSecond);
  }

  /** The channels booked so far. */
  List<ChannelEntry> channels() {
    return List.copyOf(channels.values());
  }

  Needs needs() {
    List<Need> needs = new ArrayList<>();
    channels
        .values()
        .forEach(entry -> needs.add(new Need.Channel(entry.id(), entry.shape(), entry.causes())));
    needs.addAll(access.values());
    slots.forEach((group, causes) -> needs.add(new Need.Slots(group, causes)));
    return new Needs(broker, needs, traffic);
  }

  record ChannelEntry(ChannelId id, ChannelShape shape, Set<Name> causes) {}
}
