package io.meshwork.transport.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.LinkId;
import io.meshwork.model.event.Event;
import io.meshwork.transport.spi.Capability;
import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.Digest;
import io.meshwork.transport.spi.LinkPartition;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Received;
import io.meshwork.transport.spi.SlotGroup;
import io.meshwork.transport.spi.SlotId;
import io.meshwork.transport.spi.SlotSink;
import io.meshwork.transport.spi.SourcePartition;
import io.meshwork.transport.spi.StartPosition;
import io.meshwork.transport.spi.TransportError;
import io.meshwork.transport.spi.WriteOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Events, positions and crossings are there together or not at all, and written by one owner. */
public abstract class TransactionsTck extends TransportTck {
  @Test
  void showsEventsPositionsAndCrossingsTogetherOnceCommitted() {
    Work work = work();
    SlotSink sink = bench().slotSink(work.slot);
    sink.fence();

    transfer(sink, work, "e", 3, 10);

    assertThat(Events.payloads(read(work, 3))).isEqualTo(Events.names("e", 0, 3));
    assertThat(bench().reader().positions()).containsEntry(work.key(), position(10));
    assertThat(crossings(work)).hasSize(1);
  }

  @Test
  void showsNothingBeforeTheCommit() {
    Work work = work();
    SlotSink sink = bench().slotSink(work.slot);
    sink.fence();
    sink.begin();
    write(sink, work, Events.numbered("open", 2));

    assertThat(bench().reader().newest(work.channel, 10)).isEmpty();
    assertThat(bench().reader().positions()).doesNotContainKey(work.key());
    assertThat(crossings(work)).isEmpty();

    sink.commit(List.of(crossing(work, 0, 2)));
    assertThat(Events.payloads(read(work, 2))).isEqualTo(Events.names("open", 0, 2));
  }

  @Test
  void leavesNothingOfWhatWasAborted() {
    Work work = work();
    SlotSink sink = bench().slotSink(work.slot);
    sink.fence();
    sink.begin();
    write(sink, work, Events.numbered("aborted", 3));
    sink.abort();

    transfer(sink, work, "kept", 1, 4);

    assertThat(Events.payloads(read(work, 1))).containsExactly("kept0");
    assertThat(crossings(work)).hasSize(1);
    assertThat(bench().reader().positions()).containsEntry(work.key(), position(4));
  }

  @Test
  void leavesNothingOfWhatWasOpenWhenClosed() {
    Work work = work();
    SlotSink first = bench().slotSink(work.slot);
    first.fence();
    first.begin();
    write(first, work, Events.numbered("open", 3));
    first.close();
    SlotSink second = bench().slotSink(work.slot);

    assertThat(second.fence()).isEmpty();
    transfer(second, work, "kept", 1, 1);

    assertThat(Events.payloads(read(work, 1))).containsExactly("kept0");
  }

  @Test
  void givesPositionsToTheNextOwner() {
    Work work = work();
    SlotSink first = bench().slotSink(work.slot);
    assertThat(first.fence()).isEmpty();
    transfer(first, work, "a", 2, 2);
    transfer(first, work, "b", 2, 5);
    first.close();

    assertThat(bench().slotSink(work.slot).fence()).isEqualTo(Map.of(work.key(), position(5)));
  }

  @Test
  void keepsThePositionsOfSlotsApart() {
    Work work = work();
    Work other = work.inAnotherSlot(bench());
    SlotSink sink = bench().slotSink(work.slot);
    SlotSink otherSink = bench().slotSink(other.slot);
    sink.fence();
    otherSink.fence();

    transfer(sink, work, "a", 1, 3);
    transfer(otherSink, other, "b", 1, 8);

    assertThat(bench().slotSink(work.slot).fence()).isEqualTo(Map.of(work.key(), position(3)));
    assertThat(bench().slotSink(other.slot).fence()).isEqualTo(Map.of(other.key(), position(8)));
    assertThat(bench().reader().positions())
        .containsEntry(work.key(), position(3))
        .containsEntry(other.key(), position(8));
  }

  @Test
  void keepsThePositionsOfLinksApart() {
    Work work = work();
    LinkId second = Bench.link();
    SlotSink sink = bench().slotSink(work.slot);
    sink.fence();
    sink.begin();
    write(sink, work, Events.numbered("e", 1));
    sink.commit(List.of(crossing(work, 0, 1), crossing(work.of(second), 0, 7)));

    assertThat(bench().slotSink(work.slot).fence())
        .isEqualTo(Map.of(work.key(), position(1), work.of(second).key(), position(7)));
  }

  @Test
  void shutsTheFormerOwnerOut() {
    Work work = work();
    SlotSink former = bench().slotSink(work.slot);
    former.fence();
    former.begin();
    write(former, work, Events.numbered("zombie", 3));
    SlotSink next = bench().slotSink(work.slot);

    assertThat(next.fence()).isEmpty();

    Refusals.assertFails(TransportError.FENCED, () -> former.commit(List.of(crossing(work, 0, 3))));
    transfer(next, work, "next", 1, 1);
    assertThat(Events.payloads(read(work, 1))).containsExactly("next0");
    assertThat(bench().slotSink(work.slot).fence()).isEqualTo(Map.of(work.key(), position(1)));
  }

  @Test
  void shutsAnIdleFormerOwnerOut() {
    Work work = work();
    SlotSink former = bench().slotSink(work.slot);
    former.fence();
    transfer(former, work, "former", 1, 1);
    SlotSink next = bench().slotSink(work.slot);
    next.fence();

    Refusals.assertFails(
        TransportError.FENCED,
        () -> {
          former.begin();
          former.write(Events.to(work.channel, 0, Events.numbered("zombie", 1)).getFirst());
          former.flush();
          former.commit(List.of(crossing(work, 1, 2)));
        });
    transfer(next, work, "next", 1, 2);
    assertThat(Events.payloads(read(work, 2))).containsExactly("former0", "next0");
  }

  @Test
  void endsWhatTheFormerOwnerLeftOpenSoThatReadersGoOn() {
    Work work = work();
    SlotSink former = bench().slotSink(work.slot);
    former.fence();
    former.begin();
    write(former, work, Events.numbered("open", 2));

    bench().slotSink(work.slot).fence();
    bench().foreigner().publish(work.channel, 0, Events.numbered("after", 1));

    assertThat(Events.payloads(read(work, 1))).containsExactly("after0");
  }

  @Test
  void fencesAgainForTheSameOwner() {
    Work work = work();
    SlotSink sink = bench().slotSink(work.slot);
    sink.fence();
    transfer(sink, work, "a", 1, 1);

    assertThat(sink.fence()).isEqualTo(Map.of(work.key(), position(1)));

    transfer(sink, work, "b", 1, 2);
    assertThat(Events.payloads(read(work, 2))).containsExactly("a0", "b0");
  }

  @Test
  void goesOnWithATransactionInWhichAnEventWasRefused() {
    Work work = work();
    SlotSink sink = bench().slotSink(work.slot);
    sink.fence();
    sink.begin();
    List<Event> events =
        List.of(
            Events.event("k", "a"),
            Events.event(Events.bytes("k"), Events.binary(3 << 20)),
            Events.event("k", "b"));
    Events.to(work.channel, 0, events).forEach(sink::write);

    List<WriteOutcome> outcomes = sink.flush();
    assertThat(outcomes).hasSize(3);
    assertThat(outcomes.get(0)).isInstanceOf(WriteOutcome.Stored.class);
    assertThat(outcomes.get(1)).isInstanceOf(WriteOutcome.Refused.class);
    assertThat(outcomes.get(2)).isInstanceOf(WriteOutcome.Stored.class);

    sink.commit(List.of(crossing(work, 0, 3)));
    assertThat(Events.payloads(read(work, 2))).containsExactly("a", "b");
  }

  @Test
  void answersEachFlushForTheWritesSinceTheLast() {
    Work work = work();
    SlotSink sink = bench().slotSink(work.slot);
    sink.fence();
    sink.begin();

    assertThat(write(sink, work, Events.numbered("a", 3))).hasSize(3);
    assertThat(write(sink, work, Events.numbered("b", 2))).hasSize(2);
    assertThat(sink.flush()).isEmpty();

    sink.commit(List.of(crossing(work, 0, 5)));
    assertThat(read(work, 5)).hasSize(5);
  }

  @Test
  void commitsCrossingsWithoutEvents() {
    Work work = work();
    SlotSink sink = bench().slotSink(work.slot);
    sink.fence();
    sink.begin();
    sink.commit(List.of(crossing(work, 0, 9)));

    assertThat(bench().slotSink(work.slot).fence()).isEqualTo(Map.of(work.key(), position(9)));
    assertThat(crossings(work)).hasSize(1);
  }

  @Test
  void givesCrossingsBackAsTheyWereWritten() {
    Work work = work();
    SlotSink sink = bench().slotSink(work.slot);
    sink.fence();
    List<Crossing> written = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      written.add(transfer(sink, work, "e" + i, 2, i + 1));
    }

    assertThat(crossings(work)).isEqualTo(written);
    assertThat(bench().reader().crossings(Instant.now().plus(Duration.ofHours(1)), 100)).isEmpty();
  }

  @Test
  void readsNothingOfTransactionsThatOthersAborted() {
    Work work = work();
    bench().foreigner().publish(work.channel, 0, Events.numbered("a", 2));
    bench().foreigner().publishAborted(work.channel, 0, Events.numbered("aborted", 5));
    bench().foreigner().publish(work.channel, 0, Events.numbered("b", 2));

    assertThat(Events.payloads(read(work, 4))).containsExactly("a0", "a1", "b0", "b1");
    assertThat(Events.payloads(bench().reader().newest(work.channel, 10)))
        .containsExactly("b1", "b0", "a1", "a0");
  }

  @Test
  void readsThroughWhatOthersAborted() {
    Work work = work();
    SourcePartition partition = new SourcePartition(work.channel, 0);
    bench().foreigner().publish(work.channel, 0, Events.numbered("a", 1));
    bench().foreigner().publishAborted(work.channel, 0, Events.numbered("aborted", 5));
    Bench.Stream stream = bench().reading(Bench.WIDE, partition);
    List<Received> seen = new ArrayList<>();
    List<Position> through = new ArrayList<>();

    stream.until(
        () -> reachesEnd(partition, through),
        batch -> {
          seen.addAll(batch.events());
          Position moved = batch.through().get(partition);
          if (moved != null) {
            through.add(moved);
          }
        });

    assertThat(Events.payloads(seen)).containsExactly("a0");
    if (bench().transport().capabilities().contains(Capability.REPLAY)) {
      bench().foreigner().publish(work.channel, 0, Events.numbered("b", 1));
      Bench.Stream next = bench().source(Bench.WIDE);
      next.assign(new StartPosition.From(through.getLast()), partition);
      assertThat(Events.payloads(next.read(1))).containsExactly("b0");
    }
  }

  private boolean reachesEnd(SourcePartition partition, List<Position> through) {
    if (through.isEmpty()) {
      return false;
    }
    Position end = bench().reader().ends(partition.channel()).get(partition);
    return end != null && bench().reader().distance(partition, through.getLast(), end) == 0;
  }

  private List<Received> read(Work work, int count) {
    return bench().reading(Bench.WIDE, new SourcePartition(work.channel, 0)).read(count);
  }

  private List<Crossing> crossings(Work work) {
    Instant since = Instant.now().minus(Duration.ofMinutes(10));
    return bench().reader().crossings(since, 10_000).stream()
        .filter(each -> each.link().equals(work.link))
        .toList();
  }

  private static List<WriteOutcome> write(SlotSink sink, Work work, List<Event> events) {
    Events.to(work.channel, 0, events).forEach(sink::write);
    List<WriteOutcome> outcomes = sink.flush();
    assertThat(outcomes)
        .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(WriteOutcome.Stored.class));
    return outcomes;
  }

  /** One whole transaction. */
  private static Crossing transfer(
      SlotSink sink, Work work, String prefix, int count, int through) {
    sink.begin();
    List<Event> events = Events.numbered(prefix, count);
    List<WriteOutcome> outcomes = write(sink, work, events);
    Digest digest = Digest.NONE;
    for (Event event : events) {
      digest = digest.plus(Digest.of(event));
    }
    Crossing crossing =
        new Crossing(
            work.link,
            work.source,
            position(0),
            position(through),
            count,
            1,
            0,
            digest,
            Digest.NONE,
            List.of(range(outcomes)),
            now());
    sink.commit(List.of(crossing));
    return crossing;
  }

  private static Crossing.TargetRange range(List<WriteOutcome> outcomes) {
    if (outcomes.getFirst() instanceof WriteOutcome.Stored(var partition, var first)
        && outcomes.getLast() instanceof WriteOutcome.Stored(var same, var last)) {
      assertThat(partition).isEqualTo(same);
      return new Crossing.TargetRange(partition, first, last);
    }
    throw new AssertionError("Not stored: " + outcomes);
  }

  private static Crossing crossing(Work work, int from, int through) {
    return new Crossing(
        work.link,
        work.source,
        position(from),
        position(through),
        through - from,
        0,
        0,
        Digest.NONE,
        Digest.NONE,
        List.of(),
        now());
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  /** A position of another broker: to the target it is only text. */
  private static Position position(int offset) {
    return new Position("elsewhere:" + offset + ":0");
  }

  private Work work() {
    SlotGroup group = bench().slotGroup(8);
    return Work.in(group, bench().channel(1), Bench.link());
  }

  /** A link from somewhere into a channel of this broker, and the slot that it runs in. */
  private record Work(
      SlotGroup group, SlotId slot, ChannelAddress channel, LinkId link, SourcePartition source) {
    static Work in(SlotGroup group, ChannelAddress channel, LinkId link) {
      SourcePartition source =
          new SourcePartition(new ChannelAddress("tck.source." + Bench.unique()), 0);
      return new Work(group, group.slotOf(source), channel, link, source);
    }

    LinkPartition key() {
      return new LinkPartition(link, source);
    }

    Work of(LinkId other) {
      return new Work(group, slot, channel, other, source);
    }

    Work inAnotherSlot(Bench bench) {
      Work other = in(group, bench.channel(1), Bench.link());
      while (other.slot.equals(slot)) {
        other = in(group, other.channel, other.link);
      }
      return other;
    }
  }
}
