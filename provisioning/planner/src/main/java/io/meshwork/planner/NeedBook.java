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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Collects what is needed of one broker: each thing once, with everybody who needs it. */
final class NeedBook {
  private final BrokerName broker;
  private final Map<ChannelId, ChannelEntry> channels = new LinkedHashMap<>();
  private final Map<Right, Need.Publish> writers = new LinkedHashMap<>();
  private final Map<Right, Need.Read> readers = new LinkedHashMap<>();
  private final Map<SlotGroup, Set<Name>> slots = new TreeMap<>();
  private final Map<ChannelId, DataSize> traffic = new HashMap<>();

  NeedBook(BrokerName broker) {
    this.broker = broker;
  }

  void channel(ChannelId id, ChannelShape shape, Collection<? extends Name> causes) {
    channels
        .computeIfAbsent(id, ignored -> new ChannelEntry(id, shape, new HashSet<>()))
        .causes()
        .addAll(causes);
  }

  void publish(
      ChannelId channel,
      ApplicationName application,
      String principal,
      Collection<? extends Name> causes) {
    writers.put(
        new Right(channel, application),
        new Need.Publish(channel, application, principal, Set.copyOf(causes)));
  }

  void read(
      ChannelId channel,
      ApplicationName application,
      String principal,
      SubscriptionName subscription) {
    readers.put(
        new Right(channel, subscription),
        new Need.Read(channel, application, principal, subscription, Set.of(subscription)));
  }

  /** Where a link between brokers puts what its target refuses; a subscription's own is its own. */
  void deadLetters(DesiredLink link) {
    LinkEnd dead = link.deadLetters();
    if (dead != null && dead.channel() instanceof ChannelId.DeadTransfers) {
      channel(dead.channel(), SubscriptionShape.DEAD_TRANSFERS, link.demands().keySet());
    }
  }

  void slots(SlotGroup group, Collection<? extends Name> causes) {
    slots.computeIfAbsent(group, ignored -> new HashSet<>()).addAll(causes);
  }

  /**
   * Something that was booked elsewhere; slots and dead transfers are not, because links share them
   * and they are added up.
   */
  void add(Need need) {
    switch (need) {
      case Need.Channel channel -> {
        if (!(channel.id() instanceof ChannelId.DeadTransfers)) {
          channel(channel.id(), channel.shape(), channel.causes());
        }
      }
      case Need.Publish publish ->
          writers.put(new Right(publish.channel(), publish.application()), publish);
      case Need.Read read -> readers.put(new Right(read.channel(), read.subscription()), read);
      case Need.Slots ignored -> {}
    }
  }

  /** So many bytes a second come into a channel. */
  void traffic(ChannelId id, DataSize aSecond) {
    traffic.put(id, aSecond);
  }

  /** The channels booked so far, in order. */
  List<ChannelEntry> channels() {
    return channels.values().stream()
        .sorted((one, other) -> compare(one.id(), other.id()))
        .toList();
  }

  /** Everything booked so far, in an order that does not depend on that of booking. */
  Needs needs() {
    List<Need> needs = new ArrayList<>();
    channels()
        .forEach(entry -> needs.add(new Need.Channel(entry.id(), entry.shape(), entry.causes())));
    needs.addAll(inOrder(writers));
    needs.addAll(inOrder(readers));
    slots.forEach((group, causes) -> needs.add(new Need.Slots(group, causes)));
    return new Needs(broker, needs, traffic);
  }

  private static <N extends Need> List<N> inOrder(Map<Right, N> rights) {
    return rights.entrySet().stream()
        .sorted((one, other) -> one.getKey().compareTo(other.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** By purpose, then by name. Things are booked nearly in this order, so sorting costs little. */
  private static int compare(ChannelId one, ChannelId other) {
    int order = Integer.compare(purpose(one), purpose(other));
    if (order == 0) {
      order = subject(one).compareTo(subject(other));
    }
    if (order == 0) {
      order = origin(one).compareTo(origin(other));
    }
    return order == 0 ? one.broker().compareTo(other.broker()) : order;
  }

  private static int purpose(ChannelId channel) {
    return switch (channel) {
      case ChannelId.Arrival ignored -> 0;
      case ChannelId.DeadLetter ignored -> 1;
      case ChannelId.Entry ignored -> 2;
      case ChannelId.Subscribed ignored -> 3;
      case ChannelId.DeadTransfers ignored -> 4;
    };
  }

  private static String subject(ChannelId channel) {
    return switch (channel) {
      case ChannelId.Arrival arrival -> arrival.eventType().value();
      case ChannelId.DeadLetter own -> own.subscription().value();
      case ChannelId.Entry entry -> entry.eventType().value();
      case ChannelId.Subscribed own -> own.subscription().value();
      case ChannelId.DeadTransfers ignored -> "";
    };
  }

  private static String origin(ChannelId channel) {
    return channel instanceof ChannelId.Arrival arrival ? arrival.origin().value() : "";
  }

  record ChannelEntry(ChannelId id, ChannelShape shape, Set<Name> causes) {}

  /** Who may use a channel. */
  private record Right(ChannelId channel, Name holder) implements Comparable<Right> {
    @Override
    public int compareTo(Right other) {
      int byChannel = compare(channel, other.channel);
      return byChannel == 0 ? holder.value().compareTo(other.holder.value()) : byChannel;
    }
  }
}
