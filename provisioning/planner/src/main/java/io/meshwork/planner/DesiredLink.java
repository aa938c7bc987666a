package io.meshwork.planner;

import io.meshwork.model.BrokerName;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.JsonText;
import io.meshwork.model.LinkId;
import io.meshwork.model.Name;
import io.meshwork.model.PublicationName;
import io.meshwork.model.RegionName;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.model.catalog.Rate;
import io.meshwork.model.catalog.StartAt;
import io.meshwork.transport.spi.SlotGroup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One link as it should run. Class, filters, start and runner follow from the demands of the
 * subscriptions behind it, so that taking one subscription's demand in or out leaves the others'
 * untouched.
 *
 * @param id stable over revisions
 * @param kind between brokers, or into a subscription's channel
 * @param eventType what moves
 * @param origin the broker that the events were published at
 * @param team who is charged and shown: the event type's owner for a transfer, the subscription's
 *     for a delivery
 * @param subscription of a delivery, {@code null} for a transfer
 * @param from read here
 * @param to written here
 * @param runners where it runs
 * @param sendsAll moves every event whatever the demands, as broadcast routing says
 * @param demands of the subscriptions behind it, never empty
 * @param publications that feed it
 * @param deadLetters where events go that the target refuses for good, {@code null}: nowhere
 * @param rate the most that it moves, of a delivery its subscription's, {@code null}: no limit
 * @param teamRate the most that all links of the team move in a region, {@code null}: no limit
 */
public record DesiredLink(
    LinkId id,
    LinkKind kind,
    EventTypeName eventType,
    BrokerName origin,
    TeamName team,
    @Nullable SubscriptionName subscription,
    LinkEnd from,
    LinkEnd to,
    Runners runners,
    boolean sendsAll,
    SortedMap<SubscriptionName, Demand> demands,
    SortedSet<PublicationName> publications,
    @Nullable LinkEnd deadLetters,
    @Nullable Rate rate,
    @Nullable Rate teamRate) {
  /**
   * The slots of every group: enough for several relays to share a group's work, few enough that
   * each slot's transaction carries many events. Fixed, because source partitions hash to slots.
   */
  public static final int SLOTS = 4;

  /** Copies the collections. */
  public DesiredLink {
    demands = Sorted.copy(demands);
    publications = Sorted.copy(publications);
  }

  /** The id of a link between two brokers. Injective: no name holds any of the signs between. */
  static LinkId transferId(
      EventTypeName type, BrokerName origin, BrokerName from, BrokerName target) {
    return new LinkId("%s@%s:%s~%s".formatted(type, origin, from, target));
  }

  /** The id of a link into a subscription's channel. */
  static LinkId deliveryId(EventTypeName type, BrokerName origin, SubscriptionName subscription) {
    return new LinkId("%s@%s:=%s".formatted(type, origin, subscription));
  }

  /** The strongest class asked for. */
  public DeliveryClass delivery() {
    return demands.values().stream()
        .map(Demand::delivery)
        .max(Comparator.naturalOrder())
        .orElse(DeliveryClass.AT_LEAST_ONCE);
  }

  /** Event patterns, any of which lets an event pass; empty: all pass. In order, once each. */
  public List<JsonText> filters() {
    TreeSet<String> union = new TreeSet<>();
    for (Demand demand : demands.values()) {
      JsonText filter = demand.filter();
      if (sendsAll || filter == null) {
        return List.of();
      }
      union.add(filter.value());
    }
    List<JsonText> filters = new ArrayList<>(union.size());
    union.forEach(text -> filters.add(new JsonText(text)));
    return List.copyOf(filters);
  }

  /** How payloads are projected on their way into a subscription's channel, {@code null}: not. */
  public @Nullable JsonText transform() {
    Demand own = subscription == null ? null : demands.get(subscription);
    return own == null ? null : own.transform();
  }

  /** Whether some events stay behind. */
  public boolean isFiltering() {
    return !filters().isEmpty();
  }

  /** Where a link without a committed position begins: with the earliest that anybody asked for. */
  public StartAt startAt() {
    return demands.values().stream()
        .map(Demand::startAt)
        .min(DesiredLink::compare)
        .orElseGet(StartAt.Latest::new);
  }

  /** The region whose relays run it. */
  public RegionName runsIn() {
    return isFiltering() ? runners.whenFiltering() : runners.otherwise();
  }

  /** How many shares its group has. */
  public int slots() {
    return SLOTS;
  }

  /** The group that it belongs to. */
  public SlotGroup group() {
    return new SlotGroup(from.broker(), to.broker(), delivery(), runsIn(), SLOTS);
  }

  /** The catalog's entries that ask for it: subscriptions behind it and publications before it. */
  public SortedSet<Name> causes() {
    List<Name> causes = new ArrayList<>(demands.keySet());
    causes.addAll(publications);
    return Causes.of(causes);
  }

  /** The same link for these subscriptions. */
  DesiredLink withDemands(SortedMap<SubscriptionName, Demand> others) {
    return new DesiredLink(
        id,
        kind,
        eventType,
        origin,
        team,
        subscription,
        from,
        to,
        runners,
        sendsAll,
        others,
        publications,
        deadLetters,
        rate,
        teamRate);
  }

  /** The same link with these rates. */
  DesiredLink limited(@Nullable Rate own, @Nullable Rate ofTeam) {
    return new DesiredLink(
        id,
        kind,
        eventType,
        origin,
        team,
        subscription,
        from,
        to,
        runners,
        sendsAll,
        demands,
        publications,
        deadLetters,
        own,
        ofTeam);
  }

  /** The same link, run elsewhere. */
  DesiredLink in(Runners others) {
    return new DesiredLink(
        id,
        kind,
        eventType,
        origin,
        team,
        subscription,
        from,
        to,
        others,
        sendsAll,
        demands,
        publications,
        deadLetters,
        rate,
        teamRate);
  }

  /** The same link between other ends. */
  DesiredLink between(LinkEnd source, LinkEnd target) {
    return new DesiredLink(
        id,
        kind,
        eventType,
        origin,
        team,
        subscription,
        source,
        target,
        runners,
        sendsAll,
        demands,
        publications,
        deadLetters,
        rate,
        teamRate);
  }

  private static int compare(StartAt one, StartAt other) {
    return switch (one) {
      case StartAt.Earliest ignored -> other instanceof StartAt.Earliest ? 0 : -1;
      case StartAt.Latest ignored -> other instanceof StartAt.Latest ? 0 : 1;
      case StartAt.Moment moment ->
          switch (other) {
            case StartAt.Earliest ignored -> 1;
            case StartAt.Latest ignored -> -1;
            case StartAt.Moment later -> moment.at().compareTo(later.at());
          };
    };
  }
}
