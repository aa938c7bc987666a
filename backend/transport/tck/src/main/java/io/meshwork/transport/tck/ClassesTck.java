package io.meshwork.transport.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.LinkId;
import io.meshwork.model.MeshException;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.Digest;
import io.meshwork.transport.spi.LinkPartition;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.SlotGroup;
import io.meshwork.transport.spi.SlotId;
import io.meshwork.transport.spi.SlotSink;
import io.meshwork.transport.spi.SourcePartition;
import io.meshwork.transport.spi.TransportError;
import io.meshwork.transport.spi.WriteOutcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the two classes below effectively-once promise of events and positions. */
public abstract class ClassesTck extends TransportTck {
  @Test
  void showsAtLeastOnceEventsBeforeTheirPosition() {
    Work work = work(DeliveryClass.AT_LEAST_ONCE);
    SlotSink sink = bench().slotSink(work.slot);
    sink.fence();
    sink.begin();
    write(sink, work, "e", 3);

    assertThat(arrived(work, 3)).isEqualTo(Events.names("e", 0, 3));
    assertThat(bench().reader().positions()).doesNotContainKey(work.key());

    sink.commit(List.of(work.crossing(3)));
    assertThat(bench().reader().positions()).containsEntry(work.key(), position(3));
  }

  @Test
  void repeatsAtLeastOnceRatherThanLoses() {
    Work work = work(DeliveryClass.AT_LEAST_ONCE);
    SlotSink first = bench().slotSink(work.slot);
    first.fence();
    first.begin();
    write(first, work, "a", 1);
    first.commit(List.of(work.crossing(1)));
    first.begin();
    write(first, work, "b", 1);
    first.close();
    SlotSink second = bench().slotSink(work.slot);

    assertThat(second.fence()).isEqualTo(Map.of(work.key(), position(1)));
    second.begin();
    write(second, work, "b", 1);
    second.commit(List.of(work.crossing(2)));

    assertThat(arrived(work, 3)).containsExactly("a0", "b0", "b0");
  }

  @Test
  void goesOnAfterAnAbortThatTookNothingBack() {
    Work work = work(DeliveryClass.AT_LEAST_ONCE);
    SlotSink sink = bench().slotSink(work.slot);
    sink.fence();
    sink.begin();
    write(sink, work, "a", 1);
    sink.abort();

    sink.begin();
    write(sink, work, "b", 1);
    sink.commit(List.of(work.crossing(2)));

    assertThat(arrived(work, 2)).containsExactly("a0", "b0");
    assertThat(bench().slotSink(work.slot).fence()).isEqualTo(Map.of(work.key(), position(2)));
  }

  @Test
  void commitsThePositionOfAtMostOnceBeforeItsEvents() {
    Work work = work(DeliveryClass.AT_MOST_ONCE);
    SlotSink first = bench().slotSink(work.slot);
    first.fence();
    first.begin();
    first.commit(List.of(work.crossing(5)));
    assertThat(bench().reader().positions()).containsEntry(work.key(), position(5));
    write(first, work, "e", 2);
    assertThat(arrived(work, 2)).isEqualTo(Events.names("e", 0, 2));

    first.close();
    assertThat(bench().slotSink(work.slot).fence()).isEqualTo(Map.of(work.key(), position(5)));
  }

  @Test
  void letsNoFormerOwnerOfAtMostOnceCommitAPosition() {
    Work work = work(DeliveryClass.AT_MOST_ONCE);
    SlotSink first = bench().slotSink(work.slot);
    first.fence();
    SlotSink second = bench().slotSink(work.slot);
    second.fence();

    assertThatThrownBy(
            () -> {
              first.begin();
              first.commit(List.of(work.crossing(5)));
            })
        .isInstanceOfSatisfying(
            MeshException.class, e -> assertThat(e.code()).isEqualTo(TransportError.FENCED));
    assertThat(bench().reader().positions()).doesNotContainKey(work.key());
  }

  private List<String> arrived(Work work, int count) {
    return Events.payloads(
        bench().reading(Bench.WIDE, new SourcePartition(work.channel, 0)).read(count));
  }

  private static void write(SlotSink sink, Work work, String prefix, int count) {
    Events.to(work.channel, 0, Events.numbered(prefix, count)).forEach(sink::write);
    assertThat(sink.flush()).hasSize(count).allMatch(WriteOutcome.Stored.class::isInstance);
  }

  private static Position position(int offset) {
    return new Position("elsewhere:" + offset + ":0");
  }

  private Work work(DeliveryClass delivery) {
    SlotGroup group = bench().slotGroup(8, delivery);
    SourcePartition source =
        new SourcePartition(new ChannelAddress("tck.source." + Bench.unique()), 0);
    return new Work(group.slotOf(source), bench().channel(1), Bench.link(), source);
  }

  /** A link from somewhere into a channel of this broker, and the slot that it runs in. */
  private record Work(SlotId slot, ChannelAddress channel, LinkId link, SourcePartition source) {
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
