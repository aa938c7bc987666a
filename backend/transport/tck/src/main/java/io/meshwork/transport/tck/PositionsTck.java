package io.meshwork.transport.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.event.Event;
import io.meshwork.transport.spi.Batch;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Received;
import io.meshwork.transport.spi.SourceGap;
import io.meshwork.transport.spi.SourceLimits;
import io.meshwork.transport.spi.SourcePartition;
import io.meshwork.transport.spi.StartPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Reading starts where it is told to, and what is gone is named and never skipped in silence. */
public abstract class PositionsTck extends TransportTck {
  @Test
  void startsWithTheOldest() {
    SourcePartition partition = published("e", 5);

    assertThat(Events.payloads(from(new StartPosition.Earliest(), partition).read(5)))
        .isEqualTo(Events.names("e", 0, 5));
  }

  @Test
  void startsWithTheNext() {
    SourcePartition partition = published("old", 5);
    Bench.Stream stream = from(new StartPosition.Latest(), partition);
    stream.source().poll(Duration.ofMillis(200));
    bench().eventually(() -> stream.source().poll(Duration.ofMillis(100)), batch -> settled(batch));

    publish(partition, "new", 2);

    assertThat(Events.payloads(stream.read(2))).isEqualTo(Events.names("new", 0, 2));
  }

  @Test
  void startsAtATime() {
    ChannelAddress channel = bench().channel(1);
    SourcePartition partition = new SourcePartition(channel, 0);
    long now = System.currentTimeMillis();
    List<Event> events =
        List.of(
            Events.at("first", now - 30_000),
            Events.at("second", now - 20_000),
            Events.at("third", now - 10_000));
    bench().foreigner().publish(channel, 0, events);
    long time = from(new StartPosition.Earliest(), partition).read(3).get(1).event().timestamp();

    List<Received> read = from(new StartPosition.At(Instant.ofEpochMilli(time)), partition).read(2);

    assertThat(Events.payloads(read)).containsExactly("second", "third");
  }

  @Test
  void startsWithTheNextWhereNothingIsAsNewAsTheTime() {
    SourcePartition partition = published("old", 3);
    Instant later = Instant.now().plus(Duration.ofHours(1));
    Bench.Stream stream = from(new StartPosition.At(later), partition);
    bench().eventually(() -> stream.source().poll(Duration.ofMillis(100)), batch -> settled(batch));

    publish(partition, "new", 1);

    assertThat(Events.payloads(stream.read(1))).containsExactly("new0");
  }

  @Test
  void goesOnWhereAnotherStopped() {
    SourcePartition partition = published("e", 10);
    List<Received> read = from(new StartPosition.Earliest(), partition).read(10);

    assertThat(Events.payloads(from(after(read.get(3)), partition).read(6)))
        .isEqualTo(Events.names("e", 4, 10));
    assertThat(
            Events.payloads(from(new StartPosition.From(read.get(3).before()), partition).read(7)))
        .isEqualTo(Events.names("e", 3, 10));
  }

  @Test
  void goesOnBehindEachBatch() {
    SourcePartition partition = published("e", 25);
    Bench.Stream first = bench().source(new SourceLimits(4, 1 << 20));
    first.assign(new StartPosition.Earliest(), partition);
    Position through = first.next().through().get(partition);
    assertThat(through).isNotNull();

    Bench.Stream second = from(new StartPosition.From(Objects.requireNonNull(through)), partition);

    assertThat(Events.payloads(second.read(21))).isEqualTo(Events.names("e", 4, 25));
  }

  @Test
  void startsAnewAtOnceWhenToldTo() {
    SourcePartition partition = published("e", 5);
    Bench.Stream stream = from(new StartPosition.Earliest(), partition);
    List<Received> read = stream.read(5);

    stream.assign(after(read.get(1)), partition);

    assertThat(Events.payloads(stream.read(3))).isEqualTo(Events.names("e", 2, 5));
  }

  @Test
  void namesTheRangeThatRetentionHasDeleted() {
    SourcePartition partition = published("e", 10);
    List<Received> read = from(new StartPosition.Earliest(), partition).read(10);
    bench().foreigner().expire(partition.channel(), 0, 6);
    List<Received> seen = new ArrayList<>();
    Bench.Stream stream = from(after(read.get(2)), partition);

    SourceGap gap = stream.gap(seen);

    assertThat(seen).isEmpty();
    assertThat(gap.partition()).isEqualTo(partition);
    assertThat(gap.reason()).isNotBlank();
    assertSame(partition, gap.from(), read.get(2).after());
    assertSame(partition, gap.until(), read.get(6).before());
  }

  @Test
  void standsStillBehindAGapUntilAssignedAnew() {
    SourcePartition gone = published("e", 10);
    SourcePartition other = published("other", 1);
    Position position = from(new StartPosition.Earliest(), gone).read(10).get(2).after();
    bench().foreigner().expire(gone.channel(), 0, 6);
    Bench.Stream stream = bench().source(Bench.WIDE);
    stream
        .source()
        .assign(
            Map.of(gone, new StartPosition.From(position), other, new StartPosition.Earliest()));
    List<Received> seen = new ArrayList<>();
    SourceGap gap = stream.gap(seen);
    publish(other, "more", 1);

    stream.until(() -> seen.size() >= 2, batch -> seen.addAll(batch.events()));
    assertThat(Events.payloads(seen)).containsExactly("other0", "more0");

    stream.assign(new StartPosition.From(gap.until()), gone);
    assertThat(Events.payloads(stream.read(4))).isEqualTo(Events.names("e", 6, 10));
  }

  @Test
  void namesAChannelThatWasMadeAnewUnderTheName() {
    SourcePartition partition = published("old", 5);
    List<Received> read = from(new StartPosition.Earliest(), partition).read(5);
    bench().foreigner().deleteChannel(partition.channel());
    bench().foreigner().createChannel(partition.channel(), 1);
    publish(partition, "new", 8);
    List<Received> seen = new ArrayList<>();
    Bench.Stream stream = from(after(read.get(2)), partition);

    SourceGap gap = stream.gap(seen);

    assertThat(seen).isEmpty();
    assertThat(gap.from()).isEqualTo(read.get(2).after());
    stream.assign(new StartPosition.From(gap.until()), partition);
    assertThat(Events.payloads(stream.read(8))).isEqualTo(Events.names("new", 0, 8));
  }

  @Test
  void noticesAChannelMadeAnewWhileReading() {
    SourcePartition partition = published("old", 3);
    Bench.Stream stream = from(new StartPosition.Earliest(), partition);
    stream.read(3);
    bench().foreigner().deleteChannel(partition.channel());
    bench().foreigner().createChannel(partition.channel(), 1);
    publish(partition, "new", 5);
    List<Received> seen = new ArrayList<>();

    SourceGap gap = stream.gap(seen);

    assertThat(seen).isEmpty();
    stream.assign(new StartPosition.From(gap.until()), partition);
    assertThat(Events.payloads(stream.read(5))).isEqualTo(Events.names("new", 0, 5));
  }

  @Test
  void tellsHowMuchIsLeftToRead() {
    SourcePartition partition = published("e", 10);
    Bench.Stream stream = bench().source(new SourceLimits(4, 1 << 20));
    stream.assign(new StartPosition.Earliest(), partition);
    assertThat(stream.source().lag()).doesNotContainKey(partition);
    int read = stream.next().events().size();

    assertThat(stream.source().lag()).containsEntry(partition, 10L - read);
    stream.read(10 - read);
    bench()
        .await()
        .until(
            () -> {
              stream.source().poll(Duration.ofMillis(50));
              return Long.valueOf(0).equals(stream.source().lag().get(partition));
            });
  }

  /** Nothing more comes: what was there has been read or skipped. */
  private static boolean settled(Batch batch) {
    assertThat(batch.events()).isEmpty();
    return true;
  }

  private void assertSame(SourcePartition partition, Position left, Position right) {
    assertThat(bench().reader().distance(partition, left, right)).isZero();
    assertThat(bench().reader().distance(partition, right, left)).isZero();
  }

  private SourcePartition published(String prefix, int count) {
    SourcePartition partition = new SourcePartition(bench().channel(1), 0);
    publish(partition, prefix, count);
    return partition;
  }

  private void publish(SourcePartition partition, String prefix, int count) {
    bench()
        .foreigner()
        .publish(partition.channel(), partition.number(), Events.numbered(prefix, count));
  }

  private Bench.Stream from(StartPosition start, SourcePartition partition) {
    Bench.Stream stream = bench().source(Bench.WIDE);
    stream.assign(start, partition);
    return stream;
  }

  private static StartPosition after(Received received) {
    return new StartPosition.From(received.after());
  }
}
