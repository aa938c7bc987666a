package io.meshwork.transport.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.ApplicationName;
import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelId;
import io.meshwork.model.DataSize;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.RegionName;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.transport.spi.Blueprint;
import io.meshwork.transport.spi.Change;
import io.meshwork.transport.spi.ChannelShape;
import io.meshwork.transport.spi.LimitBroken;
import io.meshwork.transport.spi.Need;
import io.meshwork.transport.spi.Needs;
import io.meshwork.transport.spi.PriceItem;
import io.meshwork.transport.spi.Rendering;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.ResourceId;
import io.meshwork.transport.spi.Settings;
import io.meshwork.transport.spi.SlotGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KafkaBlueprintTests {
  private static final BrokerName EU = new BrokerName("kafka-eu");
  private static final BrokerName US = new BrokerName("kafka-us");
  private static final EventTypeName TYPE = new EventTypeName("orders.order.placed");
  private static final SubscriptionName INVOICES = new SubscriptionName("invoices");
  private static final ChannelShape SHAPE =
      new ChannelShape(6, Duration.ofDays(14), DataSize.parse("1GiB"), DataSize.parse("1MiB"));

  @Test
  void rendersWhatALinkAndItsReaderNeed() {
    assertThat(text(blueprint(Map.of()).render(new Needs(US, walk())))).isEqualTo(golden("walk"));
  }

  @Test
  void rendersTheSameInAnyOrder() {
    List<Need> reversed = new ArrayList<>(walk());
    Collections.reverse(reversed);

    assertThat(blueprint(Map.of()).render(new Needs(US, reversed)))
        .isEqualTo(blueprint(Map.of()).render(new Needs(US, walk())));
  }

  @Test
  void rendersNoRulesWhereTheClusterHasNoAuthorizer() {
    assertThat(blueprint(Map.of("acls", "false")).render(new Needs(US, walk())).resources())
        .noneMatch(one -> one.id().kind().equals(Acls.KIND));
  }

  @Test
  void asksForInSyncReplicasWhereTheyAreSet() {
    assertThat(
            blueprint(Map.of("minInsyncReplicas", "2")).render(new Needs(US, walk())).resources())
        .filteredOn(one -> one.id().kind().equals(Topics.KIND))
        .allSatisfy(one -> assertThat(one.attributes()).containsEntry("min.insync.replicas", "2"));
  }

  @Test
  void namesTopicsThatKafkaDoesNotTellApart() {
    Need one = channel(new ChannelId.Entry(new EventTypeName("a.b_c"), US), SHAPE);
    Need other = channel(new ChannelId.Entry(new EventTypeName("a_b.c"), US), SHAPE);

    assertThat(limits(one, other))
        .singleElement()
        .satisfies(limit -> assertThat(limit.message()).contains("'a.b_c'", "'a_b.c'"))
        .satisfies(limit -> assertThat(limit.needs()).containsExactlyInAnyOrder(one, other));
  }

  @Test
  void namesEventsThatRelaysCannotCarry() {
    var large = new ChannelShape(1, Duration.ofDays(1), null, DataSize.parse("64MiB"));

    assertThat(limits(channel(new ChannelId.Entry(TYPE, US), large)))
        .singleElement()
        .satisfies(
            limit -> assertThat(limit.message()).contains("67108864", "orders.order.placed"));
  }

  @Test
  void namesATopicWithoutPartitions() {
    var none = new ChannelShape(0, Duration.ofDays(1), null, DataSize.parse("1MiB"));

    assertThat(limits(channel(new ChannelId.Entry(TYPE, US), none)))
        .extracting(LimitBroken::limit)
        .containsExactly("partitions");
  }

  @Test
  void namesATopicThatIsNeededInTwoShapes() {
    var id = new ChannelId.Entry(TYPE, US);
    var other = new ChannelShape(3, Duration.ofDays(1), null, DataSize.parse("1MiB"));

    assertThat(limits(channel(id, SHAPE), channel(id, other)))
        .extracting(LimitBroken::limit)
        .containsExactly("one shape a topic");
  }

  @Test
  void grantsNothingToEverybody() {
    for (String principal : List.of("*", "User:*", " ", "a\nb")) {
      Need publish =
          new Need.Publish(
              new ChannelId.Entry(TYPE, US), new ApplicationName("shop"), principal, Set.of(TYPE));

      assertThat(limits(publish)).extracting(LimitBroken::limit).containsExactly("principal");
      assertThat(blueprint(Map.of()).render(new Needs(US, List.of(publish))).resources()).isEmpty();
    }
  }

  @Test
  void pricesWhatItKnowsAndLeavesTheRestOpen() {
    Blueprint priced = blueprint(Map.of("priceList", "aws-msk-serverless"));

    List<PriceItem> prices =
        priced
            .render(new Needs(US, List.of(channel(new ChannelId.Entry(TYPE, US), SHAPE))))
            .prices();

    assertThat(prices)
        .extracting(PriceItem::what)
        .containsExactly("partitions", "storage", "traffic in", "traffic out");
    assertThat(prices.get(0).quantity()).isEqualByComparingTo(BigDecimal.valueOf(6 * 730));
    assertThat(prices.get(1).quantity()).isEqualByComparingTo(BigDecimal.valueOf(6));
    assertThat(prices.get(2).quantity()).isNull();
    assertThat(prices).allSatisfy(item -> assertThat(item.source()).startsWith("https://"));
  }

  @Test
  void pricesTrafficAndStorageByKnownRatesAndSaysWhatIsUnknown() {
    Blueprint priced = blueprint(Map.of("priceList", "aws-msk-serverless"));
    ChannelId entry = new ChannelId.Entry(TYPE, US);
    Need channel = channel(entry, Fixture.SHAPE);

    List<PriceItem> known =
        priced
            .render(new Needs(US, List.of(channel), Map.of(entry, new DataSize(1 << 20))))
            .prices();
    List<PriceItem> unknown = priced.render(new Needs(US, List.of(channel))).prices();

    // 1 MiB a second for 730 hours.
    assertThat(known.get(2).quantity()).isEqualByComparingTo("2566.406");
    assertThat(known.get(1).quantity()).isPositive();
    assertThat(unknown.get(2).quantity()).isNull();
    assertThat(unknown.get(2).note()).contains("Nobody declared or measured the rate of");
  }

  @Test
  void leavesStorageOpenWhereItHasNoLimit() {
    Blueprint priced = blueprint(Map.of("priceList", "aws-msk-serverless"));

    assertThat(
            priced
                .render(
                    new Needs(US, List.of(channel(new ChannelId.Entry(TYPE, US), Fixture.SHAPE))))
                .prices()
                .get(1)
                .quantity())
        .isNull();
  }

  @Test
  void keepsKafkasOwnPatternOfChanges() {
    Blueprint blueprint = blueprint(Map.of());
    Resource now = topic(Map.of("partitions", "6", "retention.ms", "1000"));

    assertThat(blueprint.change(now, now)).isEqualTo(new Change.Nothing());
    assertThat(blueprint.change(now, topic(Map.of("partitions", "6", "retention.ms", "2000"))))
        .isEqualTo(new Change.InPlace());
    assertThat(blueprint.change(now, topic(Map.of("partitions", "6", "retention.ms", "500"))))
        .isInstanceOfSatisfying(
            Change.Narrows.class,
            change -> assertThat(change.consequence()).contains("older than 500 ms"));
    assertThat(
            blueprint.change(
                now,
                topic(Map.of("partitions", "6", "retention.ms", "1000", "retention.bytes", "9"))))
        .isInstanceOf(Change.Narrows.class);
    assertThat(blueprint.change(now, topic(Map.of("partitions", "8", "retention.ms", "500"))))
        .as("the worse decides")
        .isInstanceOf(Change.Irreversible.class);
    assertThat(blueprint.change(now, topic(Map.of("partitions", "8", "retention.ms", "1000"))))
        .isInstanceOfSatisfying(
            Change.Irreversible.class,
            change -> assertThat(change.consequence()).contains("8 partitions instead of 6"));
    assertThat(blueprint.change(now, topic(Map.of("partitions", "4", "retention.ms", "1000"))))
        .isInstanceOf(Change.Replace.class);
    assertThat(
            blueprint.change(
                topic(Map.of("cleanup.policy", "delete")),
                topic(Map.of("cleanup.policy", "compact"))))
        .isInstanceOf(Change.Irreversible.class);
    assertThat(
            blueprint.change(
                Resource.of(Acls.KIND, "a", Map.of("host", "*")),
                Resource.of(Acls.KIND, "a", Map.of("host", "b"))))
        .isInstanceOf(Change.Replace.class);
  }

  @Test
  void tellsRulesFromWhatHoldsEvents() {
    assertThat(blueprint(Map.of()).isAccessRule(new ResourceId(Acls.KIND, "a"))).isTrue();
    assertThat(blueprint(Map.of()).isAccessRule(new ResourceId(Topics.KIND, "a"))).isFalse();
  }

  private static List<Need> walk() {
    SlotGroup group = new SlotGroup(EU, US, DeliveryClass.AT_LEAST_ONCE, new RegionName("us"), 8);
    var arrival = new ChannelId.Arrival(TYPE, EU, US);
    var reader = new ApplicationName("ledger");
    return List.of(
        channel(new ChannelId.Entry(TYPE, US), SHAPE),
        channel(arrival, SHAPE),
        channel(new ChannelId.Subscribed(INVOICES, US), SHAPE),
        channel(new ChannelId.DeadLetter(INVOICES, US), SHAPE),
        new Need.Slots(group, Set.of(TYPE)),
        new Need.Publish(
            new ChannelId.Entry(TYPE, US), new ApplicationName("shop"), "shop", Set.of(TYPE)),
        new Need.Read(arrival, reader, "User:ledger", INVOICES, Set.of(INVOICES)),
        new Need.Read(new ChannelId.Entry(TYPE, US), reader, "ledger", INVOICES, Set.of(INVOICES)));
  }

  private static Need channel(ChannelId id, ChannelShape shape) {
    return new Need.Channel(id, shape, Set.of(TYPE));
  }

  private static Resource topic(Map<String, String> attributes) {
    return Resource.of(Topics.KIND, "t", attributes);
  }

  private static List<LimitBroken> limits(Need... needs) {
    return blueprint(Map.of()).render(new Needs(US, List.of(needs))).limitsBroken();
  }

  private static Blueprint blueprint(Map<String, String> more) {
    Map<String, String> values = new HashMap<>(more);
    values.put("bootstrap", "one:9092");
    values.put("protocol", "PLAINTEXT");
    return new KafkaTransport().blueprint(new Settings(values));
  }

  private static String text(Rendering rendering) {
    var text = new StringBuilder();
    for (Resource resource : rendering.resources()) {
      text.append(resource.id()).append('\n');
      resource.attributes().forEach((name, value) -> text.append("  " + name + "=" + value + "\n"));
      resource.dependsOn().stream()
          .sorted()
          .forEach(id -> text.append("  after ").append(id).append('\n'));
    }
    rendering.limitsBroken().forEach(limit -> text.append(limit.message()).append('\n'));
    return text.toString();
  }

  private static String golden(String name) {
    try (var in = KafkaBlueprintTests.class.getResourceAsStream(name + ".txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
