package io.meshwork.transport.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.event.Event;
import io.meshwork.model.event.Header;
import io.meshwork.transport.spi.EventSink;
import io.meshwork.transport.spi.Outgoing;
import io.meshwork.transport.spi.Received;
import io.meshwork.transport.spi.WriteOutcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Events to write, and what is compared of those read. */
final class Events {
  private Events() {}

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] binary(int size) {
    byte[] all = new byte[size];
    new Random(size).nextBytes(all);
    return all;
  }

  /** An event of now. NullAway does not see that a record's constructor takes null arrays. */
  @SuppressWarnings("NullAway")
  static Event event(byte @Nullable [] key, byte @Nullable [] payload, Header... headers) {
    return new Event(key, payload, List.of(headers), System.currentTimeMillis());
  }

  static Event event(String key, String payload) {
    return event(bytes(key), bytes(payload));
  }

  static Event at(String payload, long timestamp) {
    return new Event(bytes("k"), bytes(payload), List.of(), timestamp);
  }

  /** So many under one key, whose payloads are the prefix and their number. */
  static List<Event> numbered(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> event("k", prefix + i)).toList();
  }

  static List<Outgoing> to(
      ChannelAddress channel, @Nullable Integer partition, List<Event> events) {
    return events.stream().map(event -> new Outgoing(channel, partition, event)).toList();
  }

  /** Writes all; each must be stored. */
  static void write(
      EventSink sink, ChannelAddress channel, @Nullable Integer partition, List<Event> events) {
    for (WriteOutcome outcome : sink.write(to(channel, partition, events))) {
      assertThat(outcome).isInstanceOf(WriteOutcome.Stored.class);
    }
  }

  static String payload(Received received) {
    byte[] payload = received.event().payload();
    return payload == null ? "(null)" : new String(payload, StandardCharsets.UTF_8);
  }

  static List<String> payloads(List<Received> received) {
    return received.stream().map(Events::payload).toList();
  }

  static List<String> names(String prefix, int from, int until) {
    return IntStream.range(from, until).mapToObj(i -> prefix + i).toList();
  }

  /** Key, payload and headers are the same bytes; a broker may replace the timestamp. */
  static void assertSameBytes(List<Received> read, List<Event> written) {
    assertThat(read).hasSameSizeAs(written);
    for (int i = 0; i < written.size(); i++) {
      assertSameBytes(read.get(i).event(), written.get(i));
    }
  }

  static void assertSameBytes(Event read, Event written) {
    assertThat(Arrays.equals(read.key(), written.key())).as("key of %s", written).isTrue();
    assertThat(Arrays.equals(read.payload(), written.payload()))
        .as("payload of %s", written)
        .isTrue();
    assertThat(read.headers()).as("headers of %s", written).isEqualTo(written.headers());
  }

  static List<Event> flat(List<List<Event>> parts) {
    List<Event> all = new ArrayList<>();
    parts.forEach(all::addAll);
    return all;
  }
}
