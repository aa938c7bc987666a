package io.meshwork.transport.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.event.Event;
import io.meshwork.transport.spi.EventSink;
import io.meshwork.transport.spi.Received;
import io.meshwork.transport.spi.SourceLimits;
import io.meshwork.transport.spi.SourcePartition;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Channels have the partitions asked for, and events lie in the one that they are written to. */
public abstract class PartitionsTck extends TransportTck {
  private static final int COUNT = 4;

  @Test
  void makesAsManyAsAskedFor() {
    ChannelAddress channel = bench().channel(COUNT);
    ChannelAddress absent = bench().address(bench().entry());

    assertThat(bench().source(Bench.WIDE).source().partitions(Set.of(channel, absent)))
        .isEqualTo(Map.of(channel, COUNT));
  }

  @Test
  void keepsThePartitionThatIsWrittenTo() {
    ChannelAddress channel = bench().channel(COUNT);
    Bench.Stream stream = bench().reading(Bench.WIDE, Bench.partitions(channel, COUNT));
    EventSink sink = bench().sink();

    for (int number = 0; number < COUNT; number++) {
      Events.write(sink, channel, number, Events.numbered("p" + number + "-", 10));
    }

    Map<SourcePartition, List<Received>> byPartition =
        stream.read(COUNT * 10).stream().collect(Collectors.groupingBy(Received::partition));
    for (int number = 0; number < COUNT; number++) {
      assertThat(
              Events.payloads(
                  byPartition.getOrDefault(new SourcePartition(channel, number), List.of())))
          .isEqualTo(Events.names("p" + number + "-", 0, 10));
    }
  }

  @Test
  void putsEventsOfOneKeyIntoOnePartitionInOrder() {
    ChannelAddress channel = bench().channel(COUNT);
    Bench.Stream stream =
        bench().reading(new SourceLimits(13, 1 << 20), Bench.partitions(channel, COUNT));
    EventSink sink = bench().sink();

    List<List<Event>> batches = OrderTck.interleaved();
    batches.forEach(batch -> Events.write(sink, channel, null, batch));

    List<Received> read = stream.read(Events.flat(batches).size());
    OrderTck.assertOrdered(read);
    Map<String, Integer> partitionOf = new HashMap<>();
    for (Received each : read) {
      String key = Arrays.toString(each.event().key());
      Integer before = partitionOf.put(key, each.partition().number());
      assertThat(before == null || before == each.partition().number()).isTrue();
    }
  }

  @Test
  void readsOnlyThePartitionsAssigned() {
    ChannelAddress channel = bench().channel(2);
    Bench.Stream stream = bench().reading(Bench.WIDE, new SourcePartition(channel, 1));
    EventSink sink = bench().sink();

    Events.write(sink, channel, 0, Events.numbered("zero", 5));
    Events.write(sink, channel, 1, Events.numbered("one", 1));

    assertThat(Events.payloads(stream.read(1))).containsExactly("one0");
  }
}
