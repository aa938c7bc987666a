package io.meshwork.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.LinkId;
import io.meshwork.model.event.Event;
import io.meshwork.model.event.Header;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class DeadRecordTests {
  private static final Instant THEN = Instant.parse("2026-01-01T12:00:00Z");
  private static final DeadRecord.Origin ORIGIN =
      new DeadRecord.Origin(new LinkId("a~b"), new ChannelAddress("orders"), 3, "topic:17:2");

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Event event() {
    return new Event(
        bytes("key"), bytes("payload"), List.of(new Header("ce_id", bytes("1"))), 1_000);
  }

  private static DeadRecord.Letter letter(DeadRecord.Kept kept, String reason) {
    return new DeadRecord.Letter(ORIGIN, reason, 2, THEN, THEN.plusSeconds(9), kept, event());
  }

  static Stream<DeadRecord> marks() {
    return Stream.of(
        new DeadRecord.Redriven(ORIGIN, new UUID(1, 2), THEN),
        new DeadRecord.RefusedAgain(ORIGIN, new UUID(1, 2), "too large", 3, THEN),
        new DeadRecord.Scan(new UUID(3, 4), THEN),
        letter(DeadRecord.Kept.WHOLE, "too large"));
  }

  @ParameterizedTest
  @MethodSource("marks")
  void isReadAsItWasWritten(DeadRecord record) {
    assertThat(DeadRecord.of(record.toEvent())).isEqualTo(record);
  }

  @ParameterizedTest
  @EnumSource(DeadRecord.Kept.class)
  void holdsAsMuchOfTheEventAsItSays(DeadRecord.Kept kept) {
    Event written = letter(kept, "too large").toEvent();

    DeadRecord.Letter read = (DeadRecord.Letter) DeadRecord.of(written);

    assertThat(read).isNotNull();
    assertThat(read.kept()).isEqualTo(kept);
    assertThat(read.event().key()).isEqualTo(bytes("key"));
    assertThat(read.event().timestamp()).isEqualTo(1_000);
    assertThat(read.event().headers()).hasSize(kept == DeadRecord.Kept.KEY ? 0 : 1);
    assertThat(read.event().payload())
        .isEqualTo(kept == DeadRecord.Kept.WHOLE ? bytes("payload") : null);
  }

  @Test
  void isDatedByTheRelayAndNotByTheEvent() {
    assertThat(letter(DeadRecord.Kept.WHOLE, "too large").toEvent().timestamp())
        .isEqualTo(THEN.plusSeconds(9).toEpochMilli());
  }

  @Test
  void shortensReasonsWithoutEnd() {
    String endless = "x".repeat(5_000);

    assertThat(letter(DeadRecord.Kept.WHOLE, endless).reason()).hasSize(DeadRecord.MAX_REASON);
    assertThat(new DeadRecord.RefusedAgain(ORIGIN, new UUID(1, 2), endless, 3, THEN).reason())
        .hasSize(DeadRecord.MAX_REASON);
  }

  @Test
  void isNoneWhereSomethingElseLies() {
    assertThat(DeadRecord.of(event())).isNull();
    assertThat(DeadRecord.of(with(new Header(DeadRecord.KIND, bytes("letter"))))).isNull();
    assertThat(DeadRecord.of(with(new Header(DeadRecord.KIND, bytes("new"))))).isNull();
  }

  private static Event with(Header header) {
    return new Event(null, null, List.of(header), 1);
  }

  @Test
  void namesLettersByPlace() {
    assertThat(ORIGIN.letter()).isEqualTo("3.topic:17:2");
  }
}
