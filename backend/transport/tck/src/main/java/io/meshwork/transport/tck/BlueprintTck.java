package io.meshwork.transport.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.ChannelId;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.JsonText;
import io.meshwork.model.RegionName;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.model.pattern.Condition;
import io.meshwork.model.pattern.EventPattern;
import io.meshwork.model.pattern.PatternNode;
import io.meshwork.model.pattern.PatternObject;
import io.meshwork.transport.spi.Capability;
import io.meshwork.transport.spi.Change;
import io.meshwork.transport.spi.ChannelShape;
import io.meshwork.transport.spi.Need;
import io.meshwork.transport.spi.Rendering;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.ResourceId;
import io.meshwork.transport.spi.SlotGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is built for needs: pure, stable, complete. */
public abstract class BlueprintTck extends TransportTck {
  @Test
  void givesEveryChannelAnAddressOfItsOwn() {
    Map<ChannelAddress, ChannelId> taken = new HashMap<>();

    for (ChannelId channel : awkwardChannels()) {
      ChannelId other = taken.put(bench().address(channel), channel);
      assertThat(other).as("another channel at the address of %s", channel).isNull();
    }
  }

  @Test
  void givesAChannelTheSameAddressEveryTime() {
    for (ChannelId channel : awkwardChannels()) {
      assertThat(bench().address(channel)).isEqualTo(bench().address(channel));
    }
  }

  @Test
  void rendersEqualNeedsInAnyOrderToEqualResources() {
    List<Need> needs = new ArrayList<>(allKindsOfNeeds());
    Rendering expected = bench().render(needs.toArray(Need[]::new));

    for (int seed = 0; seed < 20; seed++) {
      Collections.shuffle(needs, new Random(seed));
      assertThat(bench().render(needs.toArray(Need[]::new))).isEqualTo(expected);
    }
  }

  @Test
  void rendersANeedThatIsGivenTwiceOnce() {
    List<Need> twice = new ArrayList<>(allKindsOfNeeds());
    twice.addAll(allKindsOfNeeds());

    assertThat(bench().render(twice.toArray(Need[]::new)).resources())
        .isEqualTo(bench().render(allKindsOfNeeds().toArray(Need[]::new)).resources());
  }

  @Test
  void namesDependenciesBeforeWhatDependsOnThem() {
    Set<ResourceId> before = new HashSet<>();

    for (Resource resource : rendering().resources()) {
      assertThat(before).as("what comes before %s", resource).containsAll(resource.dependsOn());
      assertThat(before.add(resource.id())).as("%s is there once", resource.id()).isTrue();
    }
  }

  @Test
  void tiesEveryResourceToTheNeedsThatItFulfils() {
    Rendering rendering = rendering();

    assertThat(rendering.needs().keySet())
        .containsExactlyInAnyOrderElementsOf(
            rendering.resources().stream().map(Resource::id).toList());
    assertThat(rendering.needs().values()).allSatisfy(needs -> assertThat(needs).isNotEmpty());
    Set<Need> fulfilled = new HashSet<>();
    rendering.needs().values().forEach(fulfilled::addAll);
    assertThat(allKindsOfNeeds()).containsAll(fulfilled);
    boolean guards = bench().transport().capabilities().contains(Capability.ACCESS_CONTROL);
    assertThat(fulfilled).hasSize(guards ? allKindsOfNeeds().size() : allKindsOfNeeds().size() - 2);
  }

  @Test
  void rendersNothingForNoNeeds() {
    Rendering rendering = bench().render();

    assertThat(rendering.resources()).isEmpty();
    assertThat(rendering.needs()).isEmpty();
  }

  @Test
  void tellsAccessRulesFromWhatHoldsEvents() {
    Rendering rendering = rendering();

    for (Resource resource : rendering.resources()) {
      boolean grantsOnly =
          rendering.needs().getOrDefault(resource.id(), Set.of()).stream()
              .allMatch(need -> need instanceof Need.Publish || need instanceof Need.Read);
      assertThat(bench().blueprint().isAccessRule(resource.id()))
          .as("%s is an access rule", resource.id())
          .isEqualTo(grantsOnly);
    }
  }

  @Test
  void seesNothingToChangeBetweenAResourceAndItself() {
    for (Resource resource : rendering().resources()) {
      assertThat(bench().blueprint().change(resource, resource)).isInstanceOf(Change.Nothing.class);
    }
  }

  @Test
  void seesAChangeBetweenShapesThatDiffer() {
    ChannelId channel = bench().entry();
    Resource day = only(bench().render(Bench.channelNeed(channel, 1)));
    Resource week = only(bench().render(needOf(channel, Duration.ofDays(7))));

    assertThat(bench().blueprint().change(day, week)).isNotInstanceOf(Change.Nothing.class);
    assertThat(bench().blueprint().change(week, day)).isNotInstanceOf(Change.Nothing.class);
  }

  @Test
  void pushesEqualFiltersDownEqually() {
    EventPattern pattern = pattern("{\"type\":[\"a\"]}", "type", "a");
    EventPattern same = pattern("{\"type\":[\"a\"]}", "type", "a");

    assertThat(bench().blueprint().pushDown(pattern))
        .isNotNull()
        .isEqualTo(bench().blueprint().pushDown(same));
  }

  @Test
  void pricesWhatItRenders() {
    rendering()
        .prices()
        .forEach(
            price -> {
              assertThat(price.currency()).matches("[A-Z]{3}");
              assertThat(price.source()).isNotBlank();
              assertThat(price.unitPrice()).isNotNegative();
            });
  }

  private Rendering rendering() {
    return bench().render(allKindsOfNeeds().toArray(Need[]::new));
  }

  private List<Need> allKindsOfNeeds() {
    boolean transactions = bench().transport().capabilities().contains(Capability.TRANSACTIONS);
    ChannelId entry = new ChannelId.Entry(new EventTypeName("tck.a"), bench().broker());
    ChannelId arrival =
        new ChannelId.Arrival(
            new EventTypeName("tck.a"), new BrokerName("elsewhere"), bench().broker());
    SubscriptionName subscription = new SubscriptionName("tck-subscription");
    List<Need> needs = new ArrayList<>();
    needs.add(Bench.channelNeed(entry, 1));
    needs.add(Bench.channelNeed(arrival, 1));
    needs.add(Bench.channelNeed(new ChannelId.Subscribed(subscription, bench().broker()), 1));
    needs.add(Bench.channelNeed(new ChannelId.DeadLetter(subscription, bench().broker()), 1));
    needs.add(Bench.publishNeed(entry, "tck-publisher"));
    needs.add(Bench.readNeed(arrival, "tck-reader", subscription));
    if (transactions) {
      needs.add(
          new Need.Slots(
              new SlotGroup(
                  new BrokerName("elsewhere"),
                  bench().broker(),
                  DeliveryClass.AT_LEAST_ONCE,
                  new RegionName("us"),
                  8),
              Bench.CAUSES));
    }
    return needs;
  }

  private List<ChannelId> awkwardChannels() {
    String longest = "l".repeat(128);
    List<String> types =
        List.of(
            "a",
            "a.b",
            "a-b",
            "a_b",
            "a.from",
            "from",
            "from.b",
            "a..b",
            "sub.s",
            longest,
            longest.substring(1) + "m");
    List<String> brokers =
        List.of("b", "from.b", "b.from.c", "from", "x.from.b", longest, longest.substring(1) + "m");
    List<ChannelId> all = new ArrayList<>();
    for (String type : types) {
      EventTypeName name = new EventTypeName(type);
      all.add(new ChannelId.Entry(name, bench().broker()));
      for (String broker : brokers) {
        all.add(new ChannelId.Arrival(name, new BrokerName(broker), bench().broker()));
      }
    }
    for (String subscription : List.of("s", "s.from.b", "dead.s", "sub.s", "a", longest)) {
      SubscriptionName name = new SubscriptionName(subscription);
      all.add(new ChannelId.Subscribed(name, bench().broker()));
      all.add(new ChannelId.DeadLetter(name, bench().broker()));
    }
    all.add(new ChannelId.DeadTransfers(bench().broker()));
    return all;
  }

  private static Need.Channel needOf(ChannelId channel, Duration retention) {
    ChannelShape day = Bench.shape(1);
    return new Need.Channel(
        channel, new ChannelShape(1, retention, day.retainedSize(), day.maxSize()), Bench.CAUSES);
  }

  private static Resource only(Rendering rendering) {
    assertThat(rendering.resources()).hasSize(1);
    return rendering.resources().getFirst();
  }

  private static EventPattern pattern(String source, String field, String value) {
    return new EventPattern(
        new JsonText(source),
        new PatternObject(
            Map.of(
                field,
                new PatternNode.Conditions(
                    List.of(new Condition.Equal(new Condition.Scalar.Text(value))))),
            List.of()));
  }
}
