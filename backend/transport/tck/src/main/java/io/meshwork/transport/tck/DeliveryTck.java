package io.meshwork.transport.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.MeshException;
import io.meshwork.model.event.Event;
import io.meshwork.transport.spi.Batch;
import io.meshwork.transport.spi.Bundle;
import io.meshwork.transport.spi.EventSink;
import io.meshwork.transport.spi.EventSource;
import io.meshwork.transport.spi.Received;
import io.meshwork.transport.spi.Settlement;
import io.meshwork.transport.spi.SinkLimits;
import io.meshwork.transport.spi.SourceLimits;
import io.meshwork.transport.spi.SourcePartition;
import io.meshwork.transport.spi.StartPosition;
import io.meshwork.transport.spi.TransportError;
import io.meshwork.transport.spi.WriteOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What is written is read: all of it, unchanged, within bounds. */
public abstract class DeliveryTck extends TransportTck {
  private static final int LARGE = 900 << 10;
  private static final int TOO_LARGE = 3 << 20;

  @Test
  void carriesBytesUnchanged() {
    ChannelAddress channel = bench().channel(1);
    List<Event> written =
        List.of(
            Events.event(Events.binary(256), Events.binary(1000)),
            Events.event(Events.bytes("k"), new byte[0]),
            Events.event(new byte[0], Events.bytes("v")),
            Events.event(new byte[] {0, -1, 10, 13}, new byte[] {0}),
            Events.event(Events.bytes("κλειδί"), Events.bytes("{\"ключ\":\"値\"}")));
    Bench.Stream stream = bench().reading(Bench.WIDE, Bench.partitions(channel, 1));

    Events.write(bench().sink(), channel, 0, written);

    Events.assertSameBytes(stream.read(written.size()), written);
  }

  @Test
  void carriesWhatOthersPublishUnchanged() {
    ChannelAddress channel = bench().channel(1);
    List<Event> written =
        List.of(
            Events.event("k", "no CloudEvents headers here"),
            Events.event(Events.binary(20), Events.binary(5000)));
    Bench.Stream stream = bench().reading(Bench.WIDE, Bench.partitions(channel, 1));

    bench().foreigner().publish(channel, 0, written);

    Events.assertSameBytes(stream.read(written.size()), written);
  }

  @Test
  void carriesALargeEvent() {
    ChannelAddress channel = bench().channel(1);
    List<Event> written = List.of(Events.event(Events.bytes("k"), Events.binary(LARGE)));
    Bench.Stream stream = bench().reading(Bench.WIDE, Bench.partitions(channel, 1));

    Events.write(bench().sink(), channel, 0, written);

    Events.assertSameBytes(stream.read(1), written);
  }

  @Test
  void refusesAnEventThatIsTooLargeAndStoresTheOthers() {
    ChannelAddress channel = bench().channel(1);
    Event tooLarge = Events.event(Events.bytes("k"), Events.binary(TOO_LARGE));
    Bench.Stream stream = bench().reading(Bench.WIDE, Bench.partitions(channel, 1));

    List<WriteOutcome> outcomes =
        bench()
            .sink()
            .write(
                Events.to(
                    channel, 0, List.of(Events.event("k", "a"), tooLarge, Events.event("k", "b"))));

    assertThat(outcomes).hasSize(3);
    assertThat(outcomes.get(0)).isInstanceOf(WriteOutcome.Stored.class);
    assertThat(outcomes.get(1)).isInstanceOf(WriteOutcome.Refused.class);
    assertThat(outcomes.get(2)).isInstanceOf(WriteOutcome.Stored.class);
    assertThat(Events.payloads(stream.read(2))).containsExactly("a", "b");
  }

  @Test
  void namesTheSizesInARefusal() {
    ChannelAddress channel = bench().channel(1);
    Event tooLarge = Events.event(Events.bytes("k"), Events.binary(TOO_LARGE));

    List<WriteOutcome> outcomes = bench().sink().write(Events.to(channel, 0, List.of(tooLarge)));

    assertThat(outcomes.getFirst())
        .isInstanceOfSatisfying(
            WriteOutcome.Refused.class,
            refused -> assertThat(refused.reason()).matches(".*\\d{6,}.*"));
  }

  @Test
  void tellsWhereAnEventIsStored() {
    ChannelAddress channel = bench().channel(1);

    List<WriteOutcome> outcomes =
        bench().sink().write(Events.to(channel, null, Events.numbered("e", 1)));

    assertThat(outcomes.getFirst())
        .isInstanceOfSatisfying(
            WriteOutcome.Stored.class,
            stored -> assertThat(stored.partition()).isEqualTo(new SourcePartition(channel, 0)));
  }

  @Test
  void neverStoresNorRefusesForGoodWhereTheChannelIsNotThere() {
    ChannelAddress absent = bench().address(bench().entry());
    EventSink sink = bench().sink();

    try {
      assertThat(sink.write(Events.to(absent, null, Events.numbered("e", 1))))
          .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(WriteOutcome.Later.class));
    } catch (MeshException e) {
      assertThat(e.code()).isEqualTo(TransportError.CHANNEL_NOT_FOUND);
    }
  }

  @Test
  void declaresLimits() {
    SinkLimits limits = bench().sink().limits();

    assertThat(limits.maxEvents()).isPositive();
    assertThat(limits.maxEventBytes()).isPositive();
    assertThat(limits.maxBatchBytes()).isGreaterThanOrEqualTo(limits.maxEventBytes());
    assertThat(limits.maxHeaderBytes()).isPositive();
  }

  @Test
  void readsEachEventOnceInBatchesOfBoundedCount() {
    ChannelAddress channel = bench().channel(1);
    Bench.Stream stream =
        bench().reading(new SourceLimits(7, 1 << 20), Bench.partitions(channel, 1));
    Events.write(bench().sink(), channel, 0, Events.numbered("e", 100));
    List<Received> all = new ArrayList<>();

    stream.until(
        () -> all.size() >= 100,
        batch -> {
          assertThat(batch.events()).hasSizeLessThanOrEqualTo(7);
          all.addAll(batch.events());
        });

    assertThat(Events.payloads(all)).isEqualTo(Events.names("e", 0, 100));
  }

  @Test
  void boundsABatchInBytes() {
    ChannelAddress channel = bench().channel(1);
    Bench.Stream stream =
        bench().reading(new SourceLimits(500, 10_000), Bench.partitions(channel, 1));
    List<Event> written = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      written.add(Events.event(Events.bytes("k"), Events.binary(3000)));
    }
    Events.write(bench().sink(), channel, 0, written);
    List<Received> all = new ArrayList<>();

    stream.until(
        () -> all.size() >= 20,
        batch -> {
          assertThat(batch.bundles().stream().mapToLong(Bundle::bytes).sum())
              .isLessThanOrEqualTo(10_000);
          all.addAll(batch.events());
        });
  }

  @Test
  void letsAnEventLargerThanTheBoundPassAlone() {
    ChannelAddress channel = bench().channel(1);
    Bench.Stream stream =
        bench().reading(new SourceLimits(500, 1000), Bench.partitions(channel, 1));
    List<Event> written =
        List.of(
            Events.event("k", "small"),
            Events.event(Events.bytes("k"), Events.binary(50_000)),
            Events.event("k", "after"));
    Events.write(bench().sink(), channel, 0, written);
    List<Received> all = new ArrayList<>();

    stream.until(
        () -> all.size() >= 3,
        batch -> {
          boolean large = batch.events().stream().anyMatch(each -> each.event().size() > 1000);
          assertThat(batch.events()).hasSizeLessThanOrEqualTo(large ? 1 : 2);
          all.addAll(batch.events());
        });

    Events.assertSameBytes(all, written);
  }

  @Test
  void holdsWhatIsPausedUntilItIsResumed() {
    ChannelAddress held = bench().channel(1);
    ChannelAddress other = bench().channel(1);
    SourcePartition heldPartition = new SourcePartition(held, 0);
    Bench.Stream stream = bench().reading(Bench.WIDE, heldPartition, new SourcePartition(other, 0));
    stream.source().pause(Set.of(heldPartition));
    EventSink sink = bench().sink();

    Events.write(sink, held, 0, Events.numbered("held", 1));
    Events.write(sink, other, 0, Events.numbered("other", 1));

    assertThat(Events.payloads(stream.read(1))).containsExactly("other0");
    Events.write(sink, other, 0, Events.numbered("again", 1));
    assertThat(Events.payloads(stream.read(1))).containsExactly("again0");
    stream.source().resume(Set.of(heldPartition));
    assertThat(Events.payloads(stream.read(1))).containsExactly("held0");
  }

  @Test
  void wakesUpWhoWaits() {
    ChannelAddress channel = bench().channel(1);
    EventSource source = bench().reading(Bench.WIDE, Bench.partitions(channel, 1)).source();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture<Batch> waiting =
          CompletableFuture.supplyAsync(() -> source.poll(Duration.ofMinutes(5)), threads);

      bench()
          .await()
          .until(
              () -> {
                source.wakeUp();
                return waiting.isDone();
              });

      assertThat(waiting.join().events()).isEmpty();
    }
  }

  @Test
  void keepsItsPlaceInWhatStaysAssigned() {
    SourcePartition first = new SourcePartition(bench().channel(1), 0);
    SourcePartition second = new SourcePartition(bench().channel(1), 0);
    Bench.Stream stream = bench().reading(Bench.WIDE, first);
    EventSink sink = bench().sink();
    Events.write(sink, first.channel(), 0, Events.numbered("a", 2));
    stream.read(2);

    StartPosition start = bench().start();
    stream.source().assign(Map.of(first, start, second, start));
    stream.source().poll(Duration.ZERO);
    Events.write(sink, first.channel(), 0, Events.numbered("b", 1));

    assertThat(Events.payloads(stream.read(1))).containsExactly("b0");
  }

  @Test
  void stopsReadingWhatIsNotAssignedAnyMore() {
    SourcePartition first = new SourcePartition(bench().channel(1), 0);
    SourcePartition second = new SourcePartition(bench().channel(1), 0);
    Bench.Stream stream = bench().reading(Bench.WIDE, first, second);
    EventSink sink = bench().sink();
    Events.write(sink, first.channel(), 0, Events.numbered("a", 1));
    Events.write(sink, second.channel(), 0, Events.numbered("b", 1));
    stream.read(2);

    stream.source().assign(Map.of(second, bench().start()));
    Events.write(sink, first.channel(), 0, Events.numbered("gone", 1));
    Events.write(sink, second.channel(), 0, Events.numbered("b", 1));

    assertThat(Events.payloads(stream.read(1))).containsExactly("b0");
    assertThat(stream.source().lag()).doesNotContainKey(first);
  }

  @Test
  void takesTheFateOfEvents() {
    ChannelAddress channel = bench().channel(1);
    Bench.Stream stream = bench().reading(Bench.WIDE, Bench.partitions(channel, 1));
    EventSink sink = bench().sink();
    Events.write(sink, channel, 0, Events.numbered("a", 2));
    List<Received> read = stream.read(2);

    stream
        .source()
        .settle(
            List.of(
                new Settlement.Accepted(read.get(0)),
                new Settlement.Refused(read.get(1), "a test's wish")));
    Events.write(sink, channel, 0, Events.numbered("b", 1));

    assertThat(Events.payloads(stream.read(1))).containsExactly("b0");
  }

  @Test
  void failsWhereNobodyAnswers() {
    EventSource source =
        bench().closing(bench().transport().source(bench().fixture().unreachable(), Bench.WIDE));
    ChannelAddress channel = bench().address(bench().entry());

    Refusals.assertFails(
        TransportError.BROKER_UNREACHABLE,
        () -> {
          source.assign(Map.of(new SourcePartition(channel, 0), bench().start()));
          source.partitions(Set.of(channel));
        });
  }

  @Test
  void neverRefusesForGoodWhereNobodyAnswers() {
    EventSink sink = bench().closing(bench().transport().sink(bench().fixture().unreachable()));
    ChannelAddress channel = bench().address(bench().entry());

    try {
      assertThat(sink.write(Events.to(channel, null, Events.numbered("e", 2))))
          .hasSize(2)
          .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(WriteOutcome.Later.class));
    } catch (MeshException e) {
      assertThat(e.code()).isEqualTo(TransportError.BROKER_UNREACHABLE);
    }
  }
}
