package io.meshwork.transport.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.ApplicationName;
import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelId;
import io.meshwork.model.DataSize;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.Name;
import io.meshwork.model.RegionName;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.transport.spi.Blueprint;
import io.meshwork.transport.spi.Change;
import io.meshwork.transport.spi.ChannelShape;
import io.meshwork.transport.spi.LimitBroken;
import io.meshwork.transport.spi.Need;
import io.meshwork.transport.spi.Needs;
import io.meshwork.transport.spi.Rendering;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.Settings;
import io.meshwork.transport.spi.SlotGroup;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MemoryBlueprintTests {
  private static final BrokerName BROKER = new BrokerName("one");
  private static final Set<Name> CAUSES = Set.of(new EventTypeName("a.type"));
  private static final ChannelId.Entry ENTRY =
      new ChannelId.Entry(new EventTypeName("a.type"), BROKER);

  private final MemoryTransport transport =
      new MemoryTransport(new MemoryBrokers(Clock.systemUTC()));

  @Test
  void namesChannelsReadably() {
    Blueprint blueprint = blueprint(Map.of());
    EventTypeName type = new EventTypeName("orders.placed");

    assertThat(blueprint.address(new ChannelId.Entry(type, BROKER)).value())
        .isEqualTo("orders.placed");
    assertThat(blueprint.address(new ChannelId.Arrival(type, new BrokerName("eu"), BROKER)).value())
        .isEqualTo("orders.placed.from.eu");
    SubscriptionName subscription = new SubscriptionName("billing");
    assertThat(blueprint.address(new ChannelId.Subscribed(subscription, BROKER)).value())
        .isEqualTo("mesh.subscription.billing");
    assertThat(blueprint.address(new ChannelId.DeadLetter(subscription, BROKER)).value())
        .isEqualTo("mesh.dead-letter.billing");
  }

  @Test
  void rendersATopicWithCanonicalAttributes() {
    Rendering rendering = render(Map.of(), channel(3, DataSize.parse("1MiB")));

    assertThat(rendering.resources())
        .containsExactly(
            Resource.of(
                "topic",
                "a.type",
                Map.of(
                    "partitions", "3",
                    "retention", "PT24H",
                    "maxSize", "1048576",
                    "retainedSize", "1024")));
    assertThat(rendering.prices()).isNotEmpty().allMatch(price -> price.quantity() == null);
  }

  @Test
  void namesTheLimitsThatAreBroken() {
    Need.Publish longPrincipal =
        new Need.Publish(ENTRY, new ApplicationName("app"), "p".repeat(200), CAUSES);
    Need.Channel second =
        new Need.Channel(
            new ChannelId.Entry(new EventTypeName("b.type"), BROKER),
            shape(1, DataSize.parse("1MiB")),
            CAUSES);

    assertThat(
            limits(
                Map.of("maxChannels", "1"),
                channel(2000, DataSize.parse("1GiB")),
                longPrincipal,
                second))
        .containsExactlyInAnyOrder("maxChannels", "partitions", "maxSize", "principal");
    assertThat(
            limits(
                Map.of(), channel(1, DataSize.parse("1MiB")), channel(2, DataSize.parse("1MiB"))))
        .containsExactly("shape");
    assertThat(limits(Map.of(), slots(4), slots(8))).containsExactly("shape");
  }

  @Test
  void mergesWhatSeveralNeedsAskFor() {
    Need.Publish one = new Need.Publish(ENTRY, new ApplicationName("app"), "p", CAUSES);
    Need.Publish other =
        new Need.Publish(
            ENTRY, new ApplicationName("app"), "p", Set.of(new EventTypeName("another")));

    Rendering rendering = render(Map.of(), one, other);

    assertThat(rendering.resources()).hasSize(1);
    assertThat(rendering.resources().getFirst().dependsOn()).as("nobody needs the topic").isEmpty();
    assertThat(rendering.needs().values()).containsExactly(Set.of(one, other));
  }

  @Test
  void tellsHowATopicGetsFromOneShapeToAnother() {
    Map<String, String> day = Map.of("partitions", "2", "retention", "PT24H", "maxSize", "10");

    assertThat(change(day, Map.of("partitions", "2", "retention", "PT48H", "maxSize", "20")))
        .isInstanceOf(Change.InPlace.class);
    assertThat(change(day, Map.of("partitions", "2", "retention", "PT1H", "maxSize", "10")))
        .isInstanceOf(Change.Narrows.class);
    assertThat(
            change(
                day,
                Map.of(
                    "partitions",
                    "2",
                    "retention",
                    "PT24H",
                    "maxSize",
                    "10",
                    "retainedSize",
                    "99")))
        .isInstanceOf(Change.Narrows.class);
    assertThat(change(day, Map.of("partitions", "3", "retention", "PT24H", "maxSize", "10")))
        .isInstanceOf(Change.Irreversible.class);
    assertThat(change(day, Map.of("partitions", "1", "retention", "PT24H", "maxSize", "10")))
        .isInstanceOf(Change.Replace.class);
    assertThat(
            blueprint(Map.of())
                .change(Resource.of("topic", "a", day), Resource.of("topic", "b", day)))
        .isInstanceOf(Change.Replace.class);
    assertThat(
            blueprint(Map.of())
                .change(
                    Resource.of("slots", "a", Map.of("slots", "4")),
                    Resource.of("slots", "a", Map.of("slots", "8"))))
        .isInstanceOf(Change.Replace.class);
  }

  @Test
  void saysHowAPrincipalConnects() {
    Settings settings = Settings.check(transport.settings(), Map.of("broker", "one"));

    Settings asPrincipal = transport.forPrincipal(settings, "p", "env:S");

    assertThat(asPrincipal.get("principal")).isEqualTo("p");
    assertThat(asPrincipal.get("broker")).isEqualTo("one");
    assertThat(transport.label()).isEqualTo("Memory");
    assertThat(transport.endpointKinds()).isEmpty();
  }

  private Change change(Map<String, String> from, Map<String, String> to) {
    return blueprint(Map.of())
        .change(Resource.of("topic", "a", from), Resource.of("topic", "a", to));
  }

  private List<String> limits(Map<String, String> settings, Need... needs) {
    return render(settings, needs).limitsBroken().stream().map(LimitBroken::limit).toList();
  }

  private Rendering render(Map<String, String> settings, Need... needs) {
    return blueprint(settings).render(new Needs(BROKER, List.of(needs)));
  }

  private Blueprint blueprint(Map<String, String> settings) {
    Map<String, String> values = new HashMap<>(settings);
    values.put("broker", "one");
    return transport.blueprint(Settings.check(transport.settings(), values));
  }

  private static Need.Channel channel(int partitions, DataSize maxSize) {
    return new Need.Channel(ENTRY, shape(partitions, maxSize), CAUSES);
  }

  private static Need.Slots slots(int count) {
    return new Need.Slots(
        new SlotGroup(
            new BrokerName("eu"), BROKER, DeliveryClass.AT_LEAST_ONCE, new RegionName("us"), count),
        CAUSES);
  }

  private static ChannelShape shape(int partitions, DataSize maxSize) {
    return new ChannelShape(partitions, Duration.ofHours(24), new DataSize(1024), maxSize);
  }
}
