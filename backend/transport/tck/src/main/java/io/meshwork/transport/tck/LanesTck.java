package io.meshwork.transport.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.LinkId;
import io.meshwork.model.MeshException;
import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.Digest;
import io.meshwork.transport.spi.LinkPartition;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.SlotGroup;
import io.meshwork.transport.spi.SlotSink;
import io.meshwork.transport.spi.SlotWriter;
import io.meshwork.transport.spi.SourcePartition;
import io.meshwork.transport.spi.TransportError;
import io.meshwork.transport.spi.WriteOutcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Several lanes of one slot write side by side, and end together when another owner begins. */
public abstract class LanesTck extends TransportTck {
  @Test
  void writesInTwoLanesAtOnce() {
    Work main = work();
    Work beside = main.beside(1);
    SlotSink first = fenced(main);
    SlotSink second = fenced(beside);
    first.begin();
    write(first, main, "main");
    second.begin();
    write(second, beside, "beside");

    second.commit(List.of(beside.crossing(7)));
    first.abort();

    assertThat(arrived(beside, 1)).containsExactly("beside0");
    assertThat(bench().reader().positions()).containsEntry(beside.key(), position(7));
    assertThat(bench().reader().positions()).doesNotContainKey(main.key());
  }

  @Test
  void givesTheMainLaneWhatAnotherCommitted() {
    Work main = work();
    Work beside = main.beside(1);
    fenced(main);
    SlotSink lane = fenced(beside);
    lane.begin();
    lane.commit(List.of(beside.crossing(7)));

    assertThat(bench().slotSink(main.writer).fence()).isEqualTo(Map.of(beside.key(), position(7)));
  }

  @Test
  void shutsOutEveryLaneOfAFormerOwner() {
    Work main = work();
    Work beside = main.beside(2);
    fenced(main);
    SlotSink lane = fenced(beside);
    lane.begin();
    write(lane, beside, "open");

    SlotSink next = bench().slotSink(SlotWriter.main(main.writer.slot()));
    assertThat(next.fence()).isEmpty();

    assertFenced(() -> lane.commit(List.of(beside.crossing(7))));
    assertThat(bench().reader().positions()).doesNotContainKey(beside.key());
    assertThat(bench().reader().newest(beside.channel, 10)).isEmpty();
  }

  @Test
  void refusesALaneWhoseMainLaneIsGone() {
    Work main = work();
    fenced(main);
    fenced(main.with(SlotWriter.main(main.writer.slot())));

    assertFenced(() -> fenced(main.beside(1)));
    assertFenced(() -> fenced(main.beside(1)));
  }

  @Test
  void takesALaneUpAgain() {
    Work main = work();
    Work beside = main.beside(1);
    fenced(main);
    SlotSink before = fenced(beside);
    before.begin();
    write(before, beside, "open");
    SlotSink after = fenced(beside);

    after.begin();
    write(after, beside, "again");
    after.commit(List.of(beside.crossing(1)));

    assertThat(arrived(beside, 1)).containsExactly("again0");
  }

  private static void assertFenced(Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            MeshException.class, e -> assertThat(e.code()).isEqualTo(TransportError.FENCED));
  }

  private SlotSink fenced(Work work) {
    SlotSink sink = bench().slotSink(work.writer);
    sink.fence();
    return sink;
  }

  private List<String> arrived(Work work, int count) {
    return Events.payloads(
        bench().reading(Bench.WIDE, new SourcePartition(work.channel, 0)).read(count));
  }

  private static void write(SlotSink sink, Work work, String prefix) {
    Events.to(work.channel, 0, Events.numbered(prefix, 1)).forEach(sink::write);
    assertThat(sink.flush()).hasSize(1).allMatch(WriteOutcome.Stored.class::isInstance);
  }

  private static Position position(int offset) {
    return new Position("elsewhere:" + offset + ":0");
  }

  private Work work() {
    SlotGroup group = bench().slotGroup(8);
    SourcePartition source =
        new SourcePartition(new ChannelAddress("tck.source." + Bench.unique()), 0);
    return new Work(
        SlotWriter.main(group.slotOf(source)), bench().channel(1), Bench.link(), source);
  }

  /** A link from somewhere into a channel of this broker, and who writes it. */
  private record Work(
      SlotWriter writer, ChannelAddress channel, LinkId link, SourcePartition source) {
    /** Another link, in another lane. */
    Work beside(int lane) {
      return new Work(writer.beside(lane), channel, new LinkId(link + "-" + lane), source);
    }

    Work with(SlotWriter other) {
      return new Work(other, channel, link, source);
    }

    LinkPartition key() {
      return new LinkPartition(link, source);
    }

    Crossing crossing(int through) {
      return new Crossing(
          link,
          source,
          position(0),
          position(through),
          through,
          0,
          0,
          Digest.NONE,
          Digest.NONE,
          List.of(),
          Instant.now());
    }
  }
}
