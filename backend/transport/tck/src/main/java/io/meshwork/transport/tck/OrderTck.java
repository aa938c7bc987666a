package io.meshwork.transport.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.event.Event;
import io.meshwork.transport.spi.EventSink;
import io.meshwork.transport.spi.Received;
import io.meshwork.transport.spi.SourceLimits;
import io.meshwork.transport.spi.WriteOutcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Events with one key are read in the order in which they were written. */
public abstract class OrderTck extends TransportTck {
  private static final int KEYS = 7;
  private static final int EACH = 60;

  @Test
  void keepsTheOrderOfEachKeyOverManyBatches() {
    ChannelAddress channel = bench().channel(1);
    Bench.Stream stream =
        bench().reading(new SourceLimits(11, 1 << 20), Bench.partitions(channel, 1));
    EventSink sink = bench().sink();

    for (List<Event> batch : interleaved()) {
      Events.write(sink, channel, null, batch);
    }

    assertOrdered(stream.read(KEYS * EACH));
  }

  @Test
  void keepsTheOrderWhenOneOfABatchIsRefused() {
    ChannelAddress channel = bench().channel(1);
    Bench.Stream stream = bench().reading(Bench.WIDE, Bench.partitions(channel, 1));
    List<Event> events = new ArrayList<>(Events.numbered("e", 20));
    events.set(9, Events.event(Events.bytes("k"), Events.binary(3 << 20)));

    List<WriteOutcome> outcomes = bench().sink().write(Events.to(channel, null, events));

    assertThat(outcomes.get(9)).isInstanceOf(WriteOutcome.Refused.class);
    List<String> expected = Events.names("e", 0, 20);
    expected = new ArrayList<>(expected);
    expected.remove(9);
    assertThat(Events.payloads(stream.read(19))).isEqualTo(expected);
  }

  @Test
  void keepsTheOrderOfOneKeyAcrossWriters() {
    ChannelAddress channel = bench().channel(1);
    Bench.Stream stream = bench().reading(Bench.WIDE, Bench.partitions(channel, 1));

    Events.write(bench().sink(), channel, null, Events.numbered("a", 10));
    bench().foreigner().publish(channel, 0, Events.numbered("b", 10));
    Events.write(bench().sink(), channel, null, Events.numbered("c", 10));

    List<String> expected = new ArrayList<>(Events.names("a", 0, 10));
    expected.addAll(Events.names("b", 0, 10));
    expected.addAll(Events.names("c", 0, 10));
    assertThat(Events.payloads(stream.read(30))).isEqualTo(expected);
  }

  /** Batches that hold several keys, each more than once. */
  static List<List<Event>> interleaved() {
    List<List<Event>> batches = new ArrayList<>();
    for (int i = 0; i < EACH; i += 2) {
      List<Event> batch = new ArrayList<>();
      for (int number = i; number < i + 2; number++) {
        for (int key = 0; key < KEYS; key++) {
          batch.add(Events.event("key" + key, Integer.toString(number)));
        }
      }
      batches.add(batch);
    }
    return batches;
  }

  static void assertOrdered(List<Received> read) {
    Map<String, List<String>> byKey = new LinkedHashMap<>();
    for (Received each : read) {
      byte[] key = each.event().key();
      assertThat(key).isNotNull();
      byKey
          .computeIfAbsent(
              new String(Objects.requireNonNull(key), StandardCharsets.UTF_8),
              any -> new ArrayList<>())
          .add(Events.payload(each));
    }
    assertThat(byKey).hasSize(KEYS);
    byKey.forEach(
        (key, payloads) ->
            assertThat(payloads).as("order of %s", key).isEqualTo(Events.names("", 0, EACH)));
  }
}
