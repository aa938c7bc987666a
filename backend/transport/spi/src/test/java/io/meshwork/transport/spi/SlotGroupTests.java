package io.meshwork.transport.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.RegionName;
import io.meshwork.model.catalog.DeliveryClass;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlotGroupTests {
  /** Never change these: relays of two versions share slots. */
  @ParameterizedTest
  @CsvSource({
    "orders.order.placed, 0, 16, 7",
    "orders.order.placed, 1, 16, 8",
    "orders.order.placed, 5, 16, 14",
    "orders.order.placed.from.kafka-eu, 0, 16, 10",
    "github.push, 3, 8, 0",
    "github.push, 3, 12, 4"
  })
  void givesAPartitionTheSameSlotForEver(String channel, int number, int slots, int expected) {
    assertThat(group(slots).slotOf(partition(channel, number)).number()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 12, 16, 64})
  void spreadsPartitionsEvenly(int slots) {
    int[] counts = new int[slots];
    for (int channel = 0; channel < 200; channel++) {
      for (int number = 0; number < 12; number++) {
        counts[group(slots).slotOf(partition("team.type" + channel, number)).number()]++;
      }
    }

    double even = 2400.0 / slots;
    assertThat(IntStream.of(counts).boxed().toList())
        .allSatisfy(count -> assertThat(count.doubleValue()).isBetween(even * 0.5, even * 1.5));
  }

  @Test
  void spreadsThePartitionsOfOneChannel() {
    assertThat(
            IntStream.range(0, 16)
                .mapToObj(number -> group(16).slotOf(partition("a.type", number)).number())
                .distinct())
        .hasSizeGreaterThanOrEqualTo(8);
  }

  @Test
  void isNamedAfterItsSourceAndClass() {
    SlotGroup group = group(8);

    assertThat(group.name()).isEqualTo("kafka-eu_effectively-once_us");
    assertThat(group.slotOf(partition("github.push", 3)).toString())
        .startsWith("kafka-eu_effectively-once_us-to-kafka-us#");
  }

  @Test
  void isOrderedByTargetThenName() {
    SlotGroup us = group(8);
    SlotGroup ap =
        new SlotGroup(
            new BrokerName("kafka-eu"),
            new BrokerName("kafka-ap"),
            DeliveryClass.EFFECTIVELY_ONCE,
            new RegionName("us"),
            8);
    SlotGroup weaker =
        new SlotGroup(
            new BrokerName("kafka-eu"),
            new BrokerName("kafka-us"),
            DeliveryClass.AT_LEAST_ONCE,
            new RegionName("us"),
            8);

    assertThat(Stream.of(us, ap, weaker).sorted()).isEqualTo(List.of(ap, weaker, us));
  }

  @Test
  void ordersPartitionsAndResources() {
    assertThat(Stream.of(partition("b", 0), partition("a", 1), partition("a", 0)).sorted())
        .extracting(SourcePartition::toString)
        .containsExactly("a/0", "a/1", "b/0");
    assertThat(
            Stream.of(
                    new ResourceId("topic", "a"),
                    new ResourceId("acl", "b"),
                    new ResourceId("acl", "a"))
                .sorted())
        .extracting(ResourceId::toString)
        .containsExactly("acl a", "acl b", "topic a");
  }

  private static SlotGroup group(int slots) {
    return new SlotGroup(
        new BrokerName("kafka-eu"),
        new BrokerName("kafka-us"),
        DeliveryClass.EFFECTIVELY_ONCE,
        new RegionName("us"),
        slots);
  }

  private static SourcePartition partition(String channel, int number) {
    return new SourcePartition(new ChannelAddress(channel), number);
  }
}
