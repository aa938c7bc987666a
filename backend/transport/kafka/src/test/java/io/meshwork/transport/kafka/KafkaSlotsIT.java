package io.meshwork.transport.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.meshwork.local.TestClusters;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.ChannelId;
import io.meshwork.model.LinkId;
import io.meshwork.model.MeshException;
import io.meshwork.model.event.Event;
import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.LinkPartition;
import io.meshwork.transport.spi.Need;
import io.meshwork.transport.spi.Outgoing;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Reader;
import io.meshwork.transport.spi.SlotGroup;
import io.meshwork.transport.spi.SlotId;
import io.meshwork.transport.spi.SlotLease;
import io.meshwork.transport.spi.SlotListener;
import io.meshwork.transport.spi.SlotSink;
import io.meshwork.transport.spi.SlotWriter;
import io.meshwork.transport.spi.SourcePartition;
import io.meshwork.transport.spi.TransportError;
import io.meshwork.transport.spi.WriteOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KafkaSlotsIT {
  private static final Uuid SOURCE = Uuid.randomUuid();

  private final Fixture fixture = new Fixture(TestClusters.shared("kafka"));
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
  }

  @Test
  void leavesNothingOfAnOwnerThatWentAwayBetweenWriteAndCommit() {
    SlotGroup group = deployed(2);
    ChannelAddress out = fixture.address("out");
    var slot = new SlotId(group, 0);
    SlotSink first = sink(slot);
    first.fence();
    commit(first, out, "kept", at("l", 0), 5);
    first.begin();
    first.write(Fixture.outgoing(out, 0, "lost"));
    assertThat(first.flush()).hasSize(1);

    SlotSink second = sink(slot);
    Map<LinkPartition, Position> positions = second.fence();

    assertThat(positions).containsExactly(Map.entry(at("l", 0), position(5)));
    assertThatExceptionOfType(MeshException.class)
        .isThrownBy(() -> first.commit(List.of(crossing(at("l", 0), 6))))
        .satisfies(e -> assertThat(e.code()).isEqualTo(TransportError.FENCED));
    commit(second, out, "lost", at("l", 0), 6);
    Reader reader = with(Fixture.TRANSPORT.reader(fixture.access()));
    assertThat(Fixture.payloads(reader.newest(out, 10))).containsExactly("lost", "kept");
  }

  @Test
  void fencesWhileAnotherSlotsTransactionIsOpen() {
    SlotGroup group = deployed(2);
    SlotSink other = sink(new SlotId(group, 1));
    other.fence();
    SlotSink first = sink(new SlotId(group, 0));
    first.fence();
    commit(first, fixture.address("out"), "one", at("l", 0), 1);
    other.begin();
    other.write(Fixture.outgoing(fixture.address("out"), 1, "open"));
    other.flush();

    assertThat(sink(new SlotId(group, 0)).fence())
        .containsExactly(Map.entry(at("l", 0), position(1)));

    other.abort();
  }

  @Test
  void carriesPositionsOverWhenTheNumberOfSlotsChanges() throws Exception {
    SlotGroup two = deployed(2);
    for (int partition = 0; partition < 12; partition++) {
      LinkPartition of = at("l", partition);
      SlotSink sink =
          Fixture.TRANSPORT.slotSink(fixture.access(), SlotWriter.main(two.slotOf(of.partition())));
      sink.fence();
      commit(sink, fixture.address("out"), "e", of, partition + 100);
      sink.close();
    }
    try (Admin admin = fixture.cluster.admin()) {
      admin.createPartitions(Map.of(Topics.slots(two), NewPartitions.increaseTo(5))).all().get();
    }
    SlotGroup five = fixture.group(5);

    for (int partition = 0; partition < 12; partition++) {
      LinkPartition of = at("l", partition);
      SlotSink sink =
          Fixture.TRANSPORT.slotSink(
              fixture.access(), SlotWriter.main(five.slotOf(of.partition())));
      assertThat(sink.fence()).containsEntry(of, position(partition + 100));
      sink.close();
    }
    Reader reader = with(Fixture.TRANSPORT.reader(fixture.access()));
    assertThat(reader.positions()).containsEntry(at("l", 11), position(111));
  }

  @Test
  void refusesOnlyTheEventsThatTheTopicDoesNotTake() throws Exception {
    SlotGroup group = deployed(1);
    ChannelAddress out = fixture.address("out");
    String keyed = fixture.address("keyed").value();
    try (Admin admin = fixture.cluster.admin()) {
      var topic = new NewTopic(keyed, 1, (short) 1).configs(Map.of("cleanup.policy", "compact"));
      admin.createTopics(List.of(topic)).all().get();
    }
    var keyless = new Event(null, new byte[1], List.of(), System.currentTimeMillis());
    SlotSink sink = sink(new SlotId(group, 0));
    sink.fence();
    sink.begin();
    sink.write(Fixture.outgoing(out, 0, "fine"));
    sink.write(new Outgoing(out, 0, Fixture.event("k", "x".repeat(2 << 20))));
    sink.write(new Outgoing(new ChannelAddress(keyed), 0, keyless));
    sink.write(Fixture.outgoing(fixture.address("nowhere"), 0, "absent"));
    sink.write(Fixture.outgoing(out, 9, "no such partition"));

    List<WriteOutcome> outcomes = sink.flush();
    sink.commit(List.of(crossing(at("l", 0), 2)));

    assertThat(outcomes.get(0)).isInstanceOf(WriteOutcome.Stored.class);
    assertThat(outcomes.get(1)).isInstanceOf(WriteOutcome.Refused.class);
    assertThat(outcomes.get(2)).isInstanceOf(WriteOutcome.Refused.class);
    assertThat(outcomes.get(3)).isInstanceOf(WriteOutcome.Later.class);
    assertThat(outcomes.get(4)).isInstanceOf(WriteOutcome.Later.class);
    Reader reader = with(Fixture.TRANSPORT.reader(fixture.access()));
    assertThat(Fixture.payloads(reader.newest(out, 5))).containsExactly("fine");
  }

  @Test
  void keepsTheTimeOfAnEventFromAClockFarAhead() {
    SlotGroup group = fixture.group(1);
    fixture.deploy(fixture.slots(group), arrival());
    ChannelAddress out =
        Fixture.TRANSPORT.blueprint(fixture.access().settings()).address(arrival().id());
    long ahead = System.currentTimeMillis() + Duration.ofDays(3).toMillis();
    SlotSink sink = sink(new SlotId(group, 0));
    sink.fence();
    sink.begin();
    sink.write(
        new Outgoing(
            out, 0, new Event(null, "early".getBytes(StandardCharsets.UTF_8), List.of(), ahead)));
    assertThat(sink.flush()).first().isInstanceOf(WriteOutcome.Stored.class);
    sink.commit(List.of());

    Reader reader = with(Fixture.TRANSPORT.reader(fixture.access()));
    assertThat(reader.newest(out, 1).getFirst().event().timestamp()).isEqualTo(ahead);
  }

  @Test
  void saysThatTheControlTopicIsNotThere() {
    SlotGroup nowhere = fixture.group(3);

    assertThatExceptionOfType(MeshException.class)
        .isThrownBy(() -> sink(new SlotId(nowhere, 0)).fence())
        .satisfies(e -> assertThat(e.code()).isEqualTo(TransportError.CHANNEL_NOT_FOUND));
    SlotLease lease = with(Fixture.TRANSPORT.slots(fixture.access(), nowhere, new Noting()));
    assertThatExceptionOfType(MeshException.class)
        .isThrownBy(() -> lease.poll(Duration.ofMillis(10)))
        .satisfies(e -> assertThat(e.code()).isEqualTo(TransportError.CHANNEL_NOT_FOUND));
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> sink(new SlotId(nowhere, 0)).begin());
  }

  private Need.Channel arrival() {
    return new Need.Channel(
        new ChannelId.Arrival(fixture.type("early"), Fixture.ORIGIN, Fixture.BROKER),
        Fixture.SHAPE,
        Set.of(fixture.type("early")));
  }

  private SlotGroup deployed(int slots) {
    SlotGroup group = fixture.group(slots);
    fixture.deploy(fixture.channel("out"), fixture.slots(group));
    return group;
  }

  private static void commit(
      SlotSink sink, ChannelAddress out, String payload, LinkPartition of, long offset) {
    sink.begin();
    sink.write(Fixture.outgoing(out, 0, payload));
    assertThat(sink.flush()).first().isInstanceOf(WriteOutcome.Stored.class);
    sink.commit(List.of(crossing(of, offset)));
  }

  private static Crossing crossing(LinkPartition of, long offset) {
    return Fixture.crossing(of.link().value(), of.partition(), position(0), position(offset));
  }

  private static Position position(long offset) {
    return new KafkaPosition(SOURCE, offset, 0).position();
  }

  private LinkPartition at(String link, int partition) {
    return new LinkPartition(
        new LinkId(link + fixture.tag), new SourcePartition(fixture.address("in"), partition));
  }

  private SlotSink sink(SlotId slot) {
    return with(Fixture.TRANSPORT.slotSink(fixture.access(), SlotWriter.main(slot)));
  }

  private <T extends AutoCloseable> T with(T opened) {
    open.add(opened);
    return opened;
  }

  private static final class Noting implements SlotListener {
    @Override
    public void acquired(Set<SlotId> slots) {
      throw new AssertionError("acquired " + slots);
    }

    @Override
    public void revoked(Set<SlotId> slots) {
      throw new AssertionError("revoked " + slots);
    }
  }
}
