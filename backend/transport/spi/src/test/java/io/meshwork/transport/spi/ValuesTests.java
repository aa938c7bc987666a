package io.meshwork.transport.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwork.model.ApplicationName;
import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.ChannelId;
import io.meshwork.model.DataSize;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.LinkId;
import io.meshwork.model.Name;
import io.meshwork.model.RegionName;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.model.event.Event;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Everything that crosses the interface is a value: made twice of equal parts, it is equal. */
class ValuesTests {
  @Test
  void comparesByWhatItHolds() {
    assertThat(values()).isEqualTo(values());
    assertThat(new HashSet<>(values())).as("none equals another").hasSameSizeAs(values());
  }

  @Test
  void sharesNoCausesWithWhoMadeANeed() {
    Set<Name> causes = new HashSet<>(Set.of(new EventTypeName("a")));
    List<Need> needs = needs(causes);

    causes.clear();

    assertThat(needs).allSatisfy(need -> assertThat(need.causes()).hasSize(1));
    assertThat(needs)
        .allSatisfy(
            need ->
                assertThatThrownBy(() -> need.causes().clear())
                    .isInstanceOf(UnsupportedOperationException.class));
  }

  private static List<Object> values() {
    SourcePartition partition = new SourcePartition(new ChannelAddress("a"), 0);
    Position position = new Position("1");
    Event event = new Event(null, null, List.of(), 0);
    Received received = new Received(partition, position, position, event);
    List<Object> all = new ArrayList<>(needs(Set.of(new EventTypeName("a"))));
    all.addAll(outcomes(partition, position));
    all.addAll(
        List.of(
            received,
            new Settlement.Accepted(received),
            new Settlement.Again(received, Duration.ofSeconds(1)),
            new Settlement.Refused(received, "reason"),
            new StartPosition.Earliest(),
            new StartPosition.Latest(),
            new StartPosition.At(Instant.EPOCH),
            new StartPosition.From(position),
            new SourceGap(partition, position, position, "retention"),
            new SourceLimits(1, 2),
            new SinkLimits(1, 2, 3, 4),
            new Outgoing(new ChannelAddress("a"), null, event),
            new LinkPartition(new LinkId("l"), partition),
            new ConsumerGroup("g", new ChannelAddress("a"), 1, 2),
            new PriceItem(
                "storage", "GiB", null, BigDecimal.ONE, "EUR", "list", LocalDate.EPOCH, null)));
    all.addAll(EnumSet.allOf(Capability.class));
    all.addAll(EnumSet.allOf(PushDown.class));
    return all;
  }

  private static List<Object> outcomes(SourcePartition partition, Position position) {
    return List.of(
        new Outcome.Done(new Identity("1")),
        new Outcome.Conflict("m"),
        new Outcome.Refused("m"),
        new Outcome.Unknown("m"),
        new WriteOutcome.Stored(partition, position),
        new WriteOutcome.Duplicate(),
        new WriteOutcome.Later(Duration.ofSeconds(1), "away"),
        new WriteOutcome.Refused("too large"),
        new Change.Nothing(),
        new Change.InPlace(),
        new Change.Narrows("c"),
        new Change.Irreversible("c"),
        new Change.Replace("c"),
        new Ownership.Ours(),
        new Ownership.Intended(),
        new Ownership.Foreign());
  }

  private static List<Need> needs(Set<Name> causes) {
    BrokerName broker = new BrokerName("b");
    ChannelId channel = new ChannelId.Entry(new EventTypeName("a"), broker);
    ApplicationName application = new ApplicationName("app");
    return List.of(
        new Need.Channel(
            channel, new ChannelShape(1, Duration.ofDays(1), null, new DataSize(1)), causes),
        new Need.Publish(channel, application, "p", causes),
        new Need.Read(channel, application, "p", new SubscriptionName("s"), causes),
        new Need.Slots(
            new SlotGroup(broker, broker, DeliveryClass.AT_LEAST_ONCE, new RegionName("us"), 4),
            causes));
  }
}
