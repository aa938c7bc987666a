package io.meshwork.deployment.trace;

import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.ChannelId;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.JsonText;
import io.meshwork.model.LinkId;
import io.meshwork.model.RegionName;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.model.catalog.StartAt;
import io.meshwork.planner.Demand;
import io.meshwork.planner.DesiredLink;
import io.meshwork.planner.LinkEnd;
import io.meshwork.planner.LinkKind;
import io.meshwork.planner.Runners;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Links and what they were over a time, for tests. */
final class Lives {
  static final EventTypeName TYPE = new EventTypeName("orders.placed");
  static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final BrokerName EU = new BrokerName("eu");
  private static final BrokerName US = new BrokerName("us");

  private Lives() {}

  static DesiredLink link(@Nullable String filter, DeliveryClass delivery, StartAt start) {
    Demand demand = new Demand(filter == null ? null : new JsonText(filter), delivery, start, null);
    return new DesiredLink(
        new LinkId("orders.placed@eu:eu~us"),
        LinkKind.TRANSFER,
        TYPE,
        EU,
        new TeamName("orders"),
        null,
        end(new ChannelId.Entry(TYPE, EU), "orders"),
        end(new ChannelId.Arrival(TYPE, EU, US), "orders.eu"),
        new Runners(new RegionName("eu"), new RegionName("us")),
        false,
        new TreeMap<>(Map.of(new SubscriptionName("mine"), demand)),
        new TreeSet<>(),
        null,
        null,
        null);
  }

  static DesiredLink link(@Nullable String filter) {
    return link(filter, DeliveryClass.EFFECTIVELY_ONCE, new StartAt.Latest());
  }

  private static LinkEnd end(ChannelId channel, String address) {
    return new LinkEnd(channel, new ChannelAddress(address), 1);
  }

  /** Was so an hour before noon, and is. */
  static LinkLife always(DesiredLink link) {
    return new LinkLife(List.of(stretch(-3600, link)), true);
  }

  static LinkLife.Stretch stretch(long seconds, @Nullable DesiredLink link) {
    return new LinkLife.Stretch(NOON.plusSeconds(seconds), link);
  }
}
