package io.meshwork.transport.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.event.Event;
import io.meshwork.model.event.Header;
import io.meshwork.transport.spi.Bundle;
import io.meshwork.transport.spi.Capability;
import io.meshwork.transport.spi.Digest;
import io.meshwork.transport.spi.Outgoing;
import io.meshwork.transport.spi.OutgoingBundle;
import io.meshwork.transport.spi.Passing;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Reader;
import io.meshwork.transport.spi.Received;
import io.meshwork.transport.spi.SlotGroup;
import io.meshwork.transport.spi.SlotSink;
import io.meshwork.transport.spi.SourcePartition;
import io.meshwork.transport.spi.WriteOutcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a source hands out in one arrives as it was, whichever way the sink would best take it. */
public abstract class BundlesTck extends TransportTck {
  @Test
  void describesABundleAsItsEventsDo() {
    ChannelAddress from = bench().channel(1);
    bench().foreigner().publish(from, 0, Events.numbered("e", 20));

    for (Bundle bundle : read(from, 1, 20)) {
      List<Received> events = bundle.events();
      assertThat(bundle.count()).isEqualTo(events.size()).isPositive();
      assertThat(bundle.partition()).isEqualTo(new SourcePartition(from, 0));
      assertThat(bundle.before()).isEqualTo(events.getFirst().before());
      assertThat(bundle.after()).isEqualTo(events.getLast().after());
      assertThat(bundle.bytes()).isPositive();
      assertThat(bundle.digest().events()).isEqualTo(bundle.count());
      assertThat(bundle.newest())
          .isEqualTo(
              events.stream().mapToLong(each -> each.event().timestamp()).max().orElseThrow());
    }
  }

  @Test
  void bringsEveryEventOnceAndInOrder() {
    ChannelAddress from = bench().channel(2);
    ChannelAddress to = bench().channel(2);
    List<Event> written = shapes();
    bench().foreigner().publish(from, 1, written);
    SlotSink sink = fenced();

    sink.begin();
    List<WriteOutcome> outcomes = pass(sink, read(from, 2, written.size()), to);
    sink.commit(List.of());

    assertThat(outcomes).allMatch(BundlesTck::isStored);
    Events.assertSameBytes(arrived(to, 1, written.size()), written);
  }

  @Test
  void keepsTheOrderBetweenBundlesAndSingleEvents() {
    ChannelAddress from = bench().channel(1);
    ChannelAddress to = bench().channel(1);
    bench().foreigner().publish(from, 0, Events.numbered("whole", 10));
    SlotSink sink = fenced();

    sink.begin();
    Events.to(to, 0, Events.numbered("before", 3)).forEach(sink::write);
    pass(sink, read(from, 1, 10), to);
    Events.to(to, 0, Events.numbered("after", 3)).forEach(sink::write);
    assertThat(sink.flush()).allMatch(BundlesTck::isStored);
    sink.commit(List.of());

    List<String> expected = new ArrayList<>(Events.names("before", 0, 3));
    expected.addAll(Events.names("whole", 0, 10));
    expected.addAll(Events.names("after", 0, 3));
    assertThat(Events.payloads(arrived(to, 0, 16))).isEqualTo(expected);
  }

  @Test
  void leavesNothingOfABundleWhoseTransactionIsAborted() {
    ChannelAddress from = bench().channel(1);
    ChannelAddress to = bench().channel(1);
    bench().foreigner().publish(from, 0, Events.numbered("e", 10));
    List<Bundle> bundles = read(from, 1, 10);
    SlotSink sink = fenced();
    sink.begin();
    pass(sink, bundles, to);
    sink.abort();

    sink.begin();
    pass(sink, bundles, to);
    sink.commit(List.of());

    assertThat(Events.payloads(arrived(to, 0, 10))).isEqualTo(Events.names("e", 0, 10));
  }

  @Test
  void saysWhereABundleLies() {
    ChannelAddress from = bench().channel(1);
    ChannelAddress to = bench().channel(1);
    bench().foreigner().publish(from, 0, Events.numbered("e", 30));
    SlotSink sink = fenced();

    sink.begin();
    List<WriteOutcome> outcomes = pass(sink, read(from, 1, 30), to);
    sink.commit(List.of());

    List<Received> there = arrived(to, 0, 30);
    Reader reader = bench().reader();
    SourcePartition target = new SourcePartition(to, 0);
    int next = 0;
    for (WriteOutcome outcome : outcomes) {
      if (outcome instanceof WriteOutcome.StoredWhole(_, var first, var last, _)) {
        assertThat(isSame(reader, target, there.get(next).before(), first)).isTrue();
        while (!isSame(reader, target, there.get(next).before(), last)) {
          next++;
        }
      } else if (outcome instanceof WriteOutcome.Stored(_, var at)) {
        assertThat(isSame(reader, target, there.get(next).before(), at)).isTrue();
      }
      next++;
    }
    assertThat(next).isEqualTo(30);
  }

  /** Equal places may be told with more or less beside them. */
  private static boolean isSame(
      Reader reader, SourcePartition partition, Position one, Position other) {
    return reader.distance(partition, one, other) == 0
        && reader.distance(partition, other, one) == 0;
  }

  @Test
  void tellsTheEventsDigestOfWhatItPutsTogether() {
    ChannelAddress from = bench().channel(1);
    ChannelAddress to = bench().channel(1);
    List<Event> written = shapes();
    bench().foreigner().publish(from, 0, written);
    List<Bundle> bundles = read(from, 1, written.size());
    SlotSink sink = fenced();
    List<Bundle> merged =
        bundles.stream().filter(each -> sink.passing(each, to) == Passing.MERGED).toList();

    sink.begin();
    List<WriteOutcome> outcomes = pass(sink, merged, to);
    sink.commit(List.of());

    for (int i = 0; i < merged.size(); i++) {
      Digest events =
          merged.get(i).events().stream()
              .map(each -> Digest.of(each.event()))
              .reduce(Digest.NONE, Digest::plus);
      assertThat(outcomes.get(i))
          .isInstanceOfSatisfying(
              WriteOutcome.StoredWhole.class,
              whole -> assertThat(whole.digest()).isEqualTo(events));
    }
  }

  @Test
  void digestsWhatIsReadTwiceAlike() {
    ChannelAddress from = bench().channel(1);
    bench().foreigner().publish(from, 0, Events.numbered("e", 20));

    assertThat(digest(read(from, 1, 20))).isEqualTo(digest(read(from, 1, 20)));
  }

  private static Digest digest(List<Bundle> bundles) {
    return bundles.stream().map(Bundle::digest).reduce(Digest.NONE, Digest::plus);
  }

  /** Keys and payloads that are there, empty or, where that can be told, absent; and headers. */
  private List<Event> shapes() {
    boolean headers = bench().transport().capabilities().contains(Capability.HEADERS);
    List<Event> all = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Header[] some =
          headers && i % 3 == 0
              ? new Header[] {new Header("ce_id", Events.bytes("id-" + i))}
              : new Header[0];
      all.add(Events.event(Events.bytes("k" + i % 4), Events.binary(1 + i * 97), some));
    }
    if (bench().transport().capabilities().contains(Capability.TOMBSTONES)) {
      all.add(Events.event(Events.bytes("gone"), null));
      all.add(Events.event(null, Events.bytes("no key")));
      all.add(Events.event(new byte[0], new byte[0]));
    }
    return all;
  }

  /** As the engine does it: as it is where the sink would have it so, else event by event. */
  private static List<WriteOutcome> pass(SlotSink sink, List<Bundle> bundles, ChannelAddress to) {
    for (Bundle bundle : bundles) {
      int partition = bundle.partition().number();
      if (sink.passing(bundle, to) != Passing.REENCODED) {
        sink.forward(new OutgoingBundle(to, partition, bundle));
      } else {
        bundle.events().forEach(each -> sink.write(new Outgoing(to, partition, each.event())));
      }
    }
    return sink.flush();
  }

  private static boolean isStored(WriteOutcome outcome) {
    return outcome instanceof WriteOutcome.Stored || outcome instanceof WriteOutcome.StoredWhole;
  }

  private SlotSink fenced() {
    SlotGroup group = bench().slotGroup(8);
    SlotSink sink =
        bench().slotSink(group.slotOf(new SourcePartition(new ChannelAddress("tck.source"), 0)));
    sink.fence();
    return sink;
  }

  private List<Bundle> read(ChannelAddress from, int partitions, int count) {
    List<Bundle> bundles = new ArrayList<>();
    Bench.Stream stream = bench().reading(Bench.WIDE, Bench.partitions(from, partitions));
    stream.until(
        () -> bundles.stream().mapToInt(Bundle::count).sum() >= count,
        batch -> bundles.addAll(batch.bundles()));
    return bundles;
  }

  private List<Received> arrived(ChannelAddress to, int partition, int count) {
    return bench().reading(Bench.WIDE, new SourcePartition(to, partition)).read(count);
  }
}
