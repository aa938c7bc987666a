package io.meshwork.relay.engine;

import io.meshwork.api.ManifestLink;
import io.meshwork.api.PositionMove;
import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.DataSize;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.JsonText;
import io.meshwork.model.LinkId;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.model.catalog.Rate;
import io.meshwork.model.catalog.StartAt;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Links for tests: transfers of one event type, one slot, from the earliest event, unfiltered. */
public final class LinkBuilder {
  private List<PositionMove> moves = List.of();
  private final String id;
  private final List<JsonText> filters = new ArrayList<>();
  private ManifestLink.End from =
      new ManifestLink.End(new BrokerName("eu"), new ChannelAddress("orders"), 1);
  private ManifestLink.End to =
      new ManifestLink.End(new BrokerName("us"), new ChannelAddress("orders.from.eu"), 1);
  private DeliveryClass delivery = DeliveryClass.EFFECTIVELY_ONCE;
  private int slots = 1;
  private StartAt startAt = new StartAt.Earliest();
  private long maxBytes = 1 << 20;
  private ManifestLink.@Nullable End dead;
  private TeamName team = new TeamName("orders");
  private @Nullable Rate rate;
  private @Nullable JsonText transform;

  private LinkBuilder(String id) {
    this.id = id;
  }

  private ManifestLink.LinkKind kind = ManifestLink.LinkKind.TRANSFER;

  public static LinkBuilder aLink(String id) {
    return new LinkBuilder(id);
  }

  public LinkBuilder from(String broker, String channel, int partitions) {
    from = new ManifestLink.End(new BrokerName(broker), new ChannelAddress(channel), partitions);
    return this;
  }

  public LinkBuilder to(String broker, String channel, int partitions) {
    to = new ManifestLink.End(new BrokerName(broker), new ChannelAddress(channel), partitions);
    return this;
  }

  /** Into a subscription's channel. */
  public LinkBuilder delivering() {
    kind = ManifestLink.LinkKind.DELIVERY;
    return this;
  }

  public LinkBuilder filter(String pattern) {
    filters.add(new JsonText(pattern));
    return this;
  }

  public LinkBuilder transform(String projection) {
    transform = new JsonText(projection);
    return this;
  }

  public LinkBuilder promising(DeliveryClass promise) {
    delivery = promise;
    return this;
  }

  public LinkBuilder slots(int number) {
    slots = number;
    return this;
  }

  public LinkBuilder startingAt(StartAt start) {
    startAt = start;
    return this;
  }

  public LinkBuilder moving(PositionMove... all) {
    moves = List.of(all);
    return this;
  }

  public LinkBuilder maxBytesInFlight(long bytes) {
    maxBytes = bytes;
    return this;
  }

  public LinkBuilder burying(String channel) {
    dead = new ManifestLink.End(to.broker(), new ChannelAddress(channel), 1);
    return this;
  }

  /** 0: no limit. */
  public LinkBuilder limitedTo(int eventsPerSecond, long bytesPerSecond) {
    rate =
        new Rate(
            eventsPerSecond == 0 ? null : eventsPerSecond,
            bytesPerSecond == 0 ? null : new DataSize(bytesPerSecond));
    return this;
  }

  public LinkBuilder of(String name) {
    team = new TeamName(name);
    return this;
  }

  public ManifestLink build() {
    return new ManifestLink(
        new LinkId(id),
        kind,
        new EventTypeName("orders.order.placed"),
        team,
        null,
        from,
        to,
        delivery,
        slots,
        filters,
        startAt,
        maxBytes,
        moves,
        dead,
        rate,
        transform);
  }
}
