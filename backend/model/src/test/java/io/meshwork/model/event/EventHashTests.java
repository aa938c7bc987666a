package io.meshwork.model.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class EventHashTests {
  @Test
  void isTheOneThatCrossingsHoldAlready() {
    Event event =
        new Event(bytes("key"), bytes("{}"), List.of(new Header("ce_id", bytes("a-1"))), 17);

    assertThat(EventHash.of(event)).isEqualTo(reference(event));
  }

  @RepeatedTest(50)
  void isTheSameOfAnEventAndOfItsParts(RepetitionInfo round) {
    Random random = new Random(round.getCurrentRepetition());
    Header[] headers = new Header[random.nextInt(4)];
    for (int i = 0; i < headers.length; i++) {
      headers[i] = new Header(List.of("a", "ümläut", "𝔘nicode", "").get(i), any(random));
    }
    Event event = new Event(any(random), any(random), List.of(headers), 0);
    EventHash hash = new EventHash();
    for (int twice = 0; twice < 2; twice++) {
      part(hash, event.key());
      part(hash, event.payload());
      for (Header header : headers) {
        byte[] name = bytes("xx" + header.name());
        hash.name(name, 2, name.length - 2);
        part(hash, header.value());
      }

      assertThat(hash.end()).isEqualTo(EventHash.of(event)).isEqualTo(reference(event));
    }
  }

  @Test
  void anAbsentPartDiffersFromAnEmptyOne() {
    assertThat(EventHash.of(new Event(null, new byte[0], List.of(), 0)))
        .isNotEqualTo(EventHash.of(new Event(new byte[0], null, List.of(), 0)))
        .isNotEqualTo(EventHash.of(new Event(new byte[0], new byte[0], List.of(), 0)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte @Nullable [] any(Random random) {
    if (random.nextInt(5) == 0) {
      return null;
    }
    byte[] bytes = new byte[random.nextInt(3000)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static void part(EventHash hash, byte @Nullable [] bytes) {
    if (bytes == null) {
      hash.absent();
    } else {
      hash.part(bytes, 0, bytes.length);
    }
  }

  /** As it was first written down: lengths and parts one after the other. */
  private static long reference(Event event) {
    CRC32C crc = new CRC32C();
    add(crc, event.key());
    add(crc, event.payload());
    for (Header header : event.headers()) {
      add(crc, bytes(header.name()));
      add(crc, header.value());
    }
    return EventHash.spread(crc.getValue() << 20 ^ event.size());
  }

  private static void add(CRC32C crc, byte @Nullable [] bytes) {
    int length = bytes == null ? -1 : bytes.length;
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      crc.update(length >>> shift);
    }
    if (bytes != null) {
      crc.update(bytes, 0, bytes.length);
    }
  }
}
