package io.meshwork.transport.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.LinkId;
import io.meshwork.model.MeshException;
import io.meshwork.model.event.Event;
import io.meshwork.model.event.Header;
import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.Digest;
import io.meshwork.transport.spi.LinkPartition;
import io.meshwork.transport.spi.Outgoing;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.SourcePartition;
import io.meshwork.transport.spi.TransportError;
import io.meshwork.transport.spi.WriteOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Kafka's records hold of ours, there and back. */
class RecordsTests {
  private static final ChannelAddress CHANNEL = new ChannelAddress("orders");
  private static final SourcePartition PARTITION = new SourcePartition(CHANNEL, 3);
  private static final int HOUR = 3_600_000;

  @Test
  void readsBackAPosition() {
    var place = new KafkaPosition(Uuid.randomUuid(), 42, 7);

    assertThat(KafkaPosition.of(place.position())).isEqualTo(place);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "42", "a:b:c", "AAAAAAAAAAAAAAAAAAAAAA:x:1", "1:2:3:4"})
  void refusesAPositionOfAnotherTransport(String text) {
    assertThatExceptionOfType(MeshException.class)
        .isThrownBy(() -> KafkaPosition.of(new Position(text)))
        .satisfies(e -> assertThat(e.code()).isEqualTo(TransportError.NOT_SUPPORTED));
  }

  @Test
  void readsBackACrossing() {
    var crossing =
        new Crossing(
            new LinkId("a \"quoted\" link"),
            PARTITION,
            new Position("from"),
            new Position("through"),
            1,
            2,
            3,
            new Digest(4, -5),
            new Digest(6, 7),
            List.of(new Crossing.TargetRange(PARTITION, new Position("1"), new Position("2"))),
            Instant.parse("2026-11-01T00:00:00.123456789Z"));

    assertThat(SlotRecords.crossing(SlotRecords.crossing(crossing))).contains(crossing);
  }

  @Test
  void tellsPositionsFromOwners() {
    var of = new LinkPartition(new LinkId("link"), PARTITION);

    assertThat(SlotRecords.linkPartition(SlotRecords.positionKey(of))).contains(of);
    assertThat(SlotRecords.linkPartition(SlotRecords.ownerKey("id"))).isEmpty();
    assertThat(SlotRecords.slots(SlotRecords.owner(8, Instant.EPOCH))).isEqualTo(8);
    assertThat(SlotRecords.position(SlotRecords.position(new Position("p"))))
        .contains(new Position("p"));
  }

  @Test
  void passesOverWhatNoRelayWrote() {
    byte[] rubbish = "{".getBytes(StandardCharsets.UTF_8);

    assertThat(SlotRecords.linkPartition(rubbish)).isEmpty();
    assertThat(SlotRecords.crossing(rubbish)).isEmpty();
  }

  @Test
  void objectsToWhatATopicDoesNotTake() {
    var rules = new TopicRules(Uuid.randomUuid(), 2, 1000, true, false, HOUR, HOUR);
    long now = 10L * HOUR;

    assertThat(rules.objection(outgoing(0, "k", 10, now), now)).isNull();
    assertThat(rules.objection(outgoing(0, "k", 1000, now), now))
        .isInstanceOfSatisfying(
            WriteOutcome.Refused.class, one -> assertThat(one.reason()).contains("1000", "orders"));
    assertThat(rules.objection(outgoing(0, null, 10, now), now))
        .isInstanceOf(WriteOutcome.Refused.class);
    assertThat(rules.objection(outgoing(0, "k", 10, now - 2L * HOUR), now))
        .isInstanceOf(WriteOutcome.Refused.class);
    assertThat(rules.objection(outgoing(0, "k", 10, now + 2L * HOUR), now))
        .isInstanceOf(WriteOutcome.Refused.class);
    assertThat(rules.objection(outgoing(2, "k", 10, now), now))
        .isInstanceOf(WriteOutcome.Later.class);
    assertThat(TopicRules.unknown(Uuid.randomUuid(), 1).objection(outgoing(0, null, 9, 0), now))
        .isNull();
  }

  @Test
  void countsHeadersInAnEventsSize() {
    var event = new Event(null, null, List.of(new Header("näme", new byte[100])), 0);

    assertThat(KafkaEvents.frameSize(event)).isBetween(105L, 250L);
  }

  private static Outgoing outgoing(int partition, String key, int size, long time) {
    byte[] bytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
    return new Outgoing(CHANNEL, partition, new Event(bytes, new byte[size], List.of(), time));
  }
}
