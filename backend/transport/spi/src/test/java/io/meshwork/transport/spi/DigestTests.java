package io.meshwork.transport.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.event.Event;
import io.meshwork.model.event.Header;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class DigestTests {
  @Property
  void addsUpInAnyOrder(@ForAll("events") List<Event> events, @ForAll long seed) {
    List<Event> shuffled = new ArrayList<>(events);
    Collections.shuffle(shuffled, new Random(seed));

    assertThat(digest(shuffled)).isEqualTo(digest(events));
  }

  @Property
  void addsUpInAnyParts(
      @ForAll("events") List<Event> one,
      @ForAll("events") List<Event> two,
      @ForAll("events") List<Event> three) {
    Digest left = digest(one).plus(digest(two)).plus(digest(three));
    Digest right = digest(one).plus(digest(two).plus(digest(three)));
    List<Event> all = new ArrayList<>(one);
    all.addAll(two);
    all.addAll(three);

    assertThat(left).isEqualTo(right).isEqualTo(digest(all));
    assertThat(left.plus(Digest.NONE)).isEqualTo(left);
    assertThat(left.events()).isEqualTo(all.size());
  }

  @Property
  void seesEveryByte(@ForAll("event") Event event, @ForAll long seed) {
    Random random = new Random(seed);
    byte flip = (byte) (1 + random.nextInt(255));

    if (event.key() != null && event.key().length > 0) {
      assertDiffers(event, with(event, flipped(event.key(), random, flip), event.payload()));
    }
    if (event.payload() != null && event.payload().length > 0) {
      assertDiffers(event, with(event, event.key(), flipped(event.payload(), random, flip)));
    }
    for (int i = 0; i < event.headers().size(); i++) {
      byte[] value = event.headers().get(i).value();
      if (value != null && value.length > 0) {
        List<Header> headers = new ArrayList<>(event.headers());
        headers.set(i, new Header(headers.get(i).name(), flipped(value, random, flip)));
        assertDiffers(event, new Event(event.key(), event.payload(), headers, 0));
      }
    }
  }

  @Property
  void doesNotSeeTheTimestamp(@ForAll("event") Event event, @ForAll long timestamp) {
    Event later = new Event(event.key(), event.payload(), event.headers(), timestamp);

    assertThat(Digest.of(later)).isEqualTo(Digest.of(event));
  }

  @Test
  void tellsAbsentFromEmpty() {
    assertDiffers(event(null, "v"), event("", "v"));
    assertDiffers(event("k", null), event("k", ""));
    assertDiffers(
        new Event(null, null, List.of(new Header("h", null)), 0),
        new Event(null, null, List.of(new Header("h", new byte[0])), 0));
  }

  @Test
  void tellsWhereTheKeyEnds() {
    assertDiffers(event("ab", "c"), event("a", "bc"));
    assertDiffers(event("a", ""), event("", "a"));
  }

  @Test
  void seesTheOrderOfHeaders() {
    Header one = new Header("a", bytes("1"));
    Header other = new Header("b", bytes("2"));

    assertDiffers(
        new Event(null, null, List.of(one, other), 0),
        new Event(null, null, List.of(other, one), 0));
  }

  @Test
  void tellsAnEventTwiceFromOnce() {
    Digest once = Digest.of(event("k", "v"));

    assertThat(once.plus(once)).isNotEqualTo(once).isNotEqualTo(Digest.NONE);
  }

  /** Never change these: crossings keep them. */
  @Test
  void isTheSameForEver() {
    assertThat(Digest.of(event("k", "v"))).isEqualTo(new Digest(1, 4576296102360894783L));
    assertThat(
            Digest.of(
                new Event(null, bytes("{}"), List.of(new Header("ce_id", bytes("1"))), 1_700_000L)))
        .isEqualTo(new Digest(1, -3957713945270040898L));
  }

  @Provide
  Arbitrary<Event> event() {
    Arbitrary<byte[]> bytes = Arbitraries.bytes().array(byte[].class).ofMaxSize(40).injectNull(0.2);
    Arbitrary<Header> header =
        Combinators.combine(Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(8), bytes)
            .as(Header::new);
    return Combinators.combine(bytes, bytes, header.list().ofMaxSize(4))
        .as((key, payload, headers) -> new Event(key, payload, headers, 0));
  }

  @Provide
  Arbitrary<List<Event>> events() {
    return event().list().ofMaxSize(6);
  }

  private static Digest digest(List<Event> events) {
    Digest sum = Digest.NONE;
    for (Event event : events) {
      sum = sum.plus(Digest.of(event));
    }
    return sum;
  }

  private static byte[] flipped(byte[] bytes, Random random, byte flip) {
    byte[] copy = bytes.clone();
    copy[random.nextInt(copy.length)] ^= flip;
    return copy;
  }

  private static Event with(Event event, byte[] key, byte[] payload) {
    return new Event(key, payload, event.headers(), 0);
  }

  private static Event event(String key, String payload) {
    return new Event(
        key == null ? null : bytes(key), payload == null ? null : bytes(payload), List.of(), 0);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void assertDiffers(Event one, Event other) {
    assertThat(Digest.of(one)).isNotEqualTo(Digest.of(other));
  }
}
