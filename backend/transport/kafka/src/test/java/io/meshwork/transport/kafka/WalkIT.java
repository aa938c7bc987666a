package io.meshwork.transport.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.LinkId;
import io.meshwork.transport.spi.EventSource;
import io.meshwork.transport.spi.LinkPartition;
import io.meshwork.transport.spi.Outgoing;
import io.meshwork.transport.spi.Reader;
import io.meshwork.transport.spi.Received;
import io.meshwork.transport.spi.SlotGroup;
import io.meshwork.transport.spi.SlotId;
import io.meshwork.transport.spi.SlotSink;
import io.meshwork.transport.spi.SlotWriter;
import io.meshwork.transport.spi.SourceLimits;
import io.meshwork.transport.spi.SourcePartition;
import io.meshwork.transport.spi.StartPosition;
import io.meshwork.transport.spi.WriteOutcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The whole way once: deploy, publish, read, write in a slot, commit, look. */
class WalkIT {
  @Test
  void carriesEventsFromOneTopicToAnotherWithTheirPositions() {
    var fixture = new Fixture();
    SlotGroup group = fixture.group(2);
    fixture.deploy(fixture.channel("in"), fixture.channel("out"), fixture.slots(group));
    ChannelAddress in = fixture.address("in");
    ChannelAddress out = fixture.address("out");
    fixture.write(in, 0, "one", "two", "three");
    var partition = new SourcePartition(in, 0);
    SlotId slot = group.slotOf(partition);
    var link = new LinkPartition(new LinkId("in@out"), partition);

    List<Received> received;
    try (EventSource source =
            Fixture.TRANSPORT.source(fixture.access(), new SourceLimits(100, 1 << 20));
        SlotSink sink = Fixture.TRANSPORT.slotSink(fixture.access(), SlotWriter.main(slot))) {
      assertThat(sink.fence()).isEmpty();
      source.assign(Map.of(partition, new StartPosition.Earliest()));
      received = Fixture.receive(source, 3);
      sink.begin();
      received.forEach(one -> sink.write(new Outgoing(out, 0, one.event())));
      assertThat(sink.flush())
          .hasSize(3)
          .allSatisfy(one -> assertThat(one).isInstanceOf(WriteOutcome.Stored.class));
      sink.commit(
          List.of(
              Fixture.crossing(
                  "in@out", partition, received.getFirst().before(), received.getLast().after())));
    }

    assertThat(Fixture.payloads(received)).containsExactly("one", "two", "three");
    try (Reader reader = Fixture.TRANSPORT.reader(fixture.access());
        SlotSink next = Fixture.TRANSPORT.slotSink(fixture.access(), SlotWriter.main(slot))) {
      assertThat(Fixture.payloads(reader.newest(out, 2))).containsExactly("three", "two");
      assertThat(reader.positions()).containsEntry(link, received.getLast().after());
      assertThat(reader.crossings(Instant.now().minusSeconds(60), 1000))
          .anySatisfy(one -> assertThat(one.source()).isEqualTo(partition));
      assertThat(next.fence()).containsEntry(link, received.getLast().after());
    }
  }
}
