package io.meshwork.transport.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.event.Event;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Reader;
import io.meshwork.transport.spi.Received;
import io.meshwork.transport.spi.SourcePartition;
import io.meshwork.transport.spi.TransportError;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Looks at channels, and leaves no trace. */
public abstract class ReaderTck extends TransportTck {
  @Test
  void findsTheNewestFirst() {
    SourcePartition partition = channel();
    List<Event> written = Events.numbered("e", 6);
    bench().foreigner().publish(partition.channel(), 0, written);

    List<Received> newest = bench().reader().newest(partition.channel(), 3);

    assertThat(Events.payloads(newest)).containsExactly("e5", "e4", "e3");
    Events.assertSameBytes(newest, written.reversed().subList(0, 3));
  }

  @Test
  void findsAllThereAreWhereMoreIsAskedFor() {
    SourcePartition partition = channel();
    assertThat(bench().reader().newest(partition.channel(), 5)).isEmpty();
    bench().foreigner().publish(partition.channel(), 0, Events.numbered("e", 2));

    assertThat(bench().reader().newest(partition.channel(), 5)).hasSize(2);
  }

  @Test
  void readsARangeInOrder() {
    SourcePartition partition = channel();
    List<Received> read = publishAndRead(partition, Events.numbered("e", 10));

    List<Received> range = bench().reader().range(partition, read.get(3).before(), 4);

    assertThat(Events.payloads(range)).isEqualTo(Events.names("e", 3, 7));
    assertThat(bench().reader().range(partition, read.get(8).before(), 100)).hasSize(2);
    assertThat(bench().reader().range(partition, read.get(9).after(), 100)).isEmpty();
  }

  @Test
  void findsWhereEachPartitionEnds() {
    SourcePartition partition = channel();
    List<Received> read = publishAndRead(partition, Events.numbered("e", 4));
    Reader reader = bench().reader();

    Position end = Objects.requireNonNull(reader.ends(partition.channel()).get(partition));

    assertThat(reader.distance(partition, read.getLast().after(), end)).isZero();
    assertThat(reader.distance(partition, read.getFirst().before(), end)).isEqualTo(4);
    bench().foreigner().publish(partition.channel(), 0, Events.numbered("later", 1));
    assertThat(Events.payloads(reader.range(partition, end, 10))).containsExactly("later0");
  }

  @Test
  void countsEventsBetweenPositions() {
    SourcePartition partition = channel();
    List<Received> read = publishAndRead(partition, Events.numbered("e", 10));
    Reader reader = bench().reader();
    Position second = read.get(1).before();
    Position eighth = read.get(7).before();

    assertThat(reader.distance(partition, second, eighth)).isEqualTo(6);
    assertThat(reader.distance(partition, eighth, second)).isZero();
    assertThat(reader.distance(partition, second, second)).isZero();
    assertThat(reader.distance(partition, read.get(1).before(), read.get(1).after())).isOne();
  }

  @Test
  void findsPositionsAtATime() {
    SourcePartition partition = channel();
    long now = System.currentTimeMillis();
    List<Received> read =
        publishAndRead(
            partition,
            List.of(
                Events.at("first", now - 30_000),
                Events.at("second", now - 20_000),
                Events.at("third", now - 10_000)));
    Reader reader = bench().reader();
    Instant time = Instant.ofEpochMilli(read.get(1).event().timestamp());
    Instant never = Instant.now().plus(Duration.ofHours(1));

    Position at =
        Objects.requireNonNull(reader.positionsAt(partition.channel(), time).get(partition));
    Position end =
        Objects.requireNonNull(reader.positionsAt(partition.channel(), never).get(partition));

    assertThat(Events.payloads(reader.range(partition, at, 1))).containsExactly("second");
    assertThat(reader.range(partition, end, 1)).isEmpty();
    assertThat(reader.distance(partition, read.getLast().after(), end)).isZero();
  }

  @Test
  void tellsPlacesOfManyChannelsAtOnceAndLeavesOutThoseThatAreNotThere() {
    SourcePartition one = channel();
    SourcePartition other = channel();
    Set<ChannelAddress> channels =
        Set.of(one.channel(), other.channel(), bench().address(bench().entry()));
    bench().foreigner().publish(one.channel(), 0, Events.numbered("e", 3));
    Reader reader = bench().reader();

    Map<SourcePartition, Position> ends = new HashMap<>(reader.ends(one.channel()));
    ends.putAll(reader.ends(other.channel()));
    assertThat(reader.ends(channels)).isEqualTo(ends);
    Map<SourcePartition, Position> starts =
        new HashMap<>(reader.positionsAt(one.channel(), Instant.EPOCH));
    starts.putAll(reader.positionsAt(other.channel(), Instant.EPOCH));
    assertThat(reader.positionsAt(channels, Instant.EPOCH)).isEqualTo(starts);
    assertThat(reader.ends(Set.of())).isEmpty();
  }

  @Test
  void consumesNothing() {
    SourcePartition partition = channel();
    Bench.Stream stream = bench().reading(Bench.WIDE, partition);
    bench().foreigner().publish(partition.channel(), 0, Events.numbered("e", 3));

    assertThat(bench().reader().newest(partition.channel(), 3)).hasSize(3);

    assertThat(stream.read(3)).hasSize(3);
  }

  @Test
  void namesAChannelThatIsNotThere() {
    ChannelAddress absent = bench().address(bench().entry());
    Reader reader = bench().reader();

    Refusals.assertFails(TransportError.CHANNEL_NOT_FOUND, () -> reader.newest(absent, 1));
    Refusals.assertFails(TransportError.CHANNEL_NOT_FOUND, () -> reader.ends(absent));
  }

  @Test
  void failsWhereNobodyAnswers() {
    Reader reader = bench().closing(bench().transport().reader(bench().fixture().unreachable()));
    ChannelAddress channel = bench().address(bench().entry());

    Refusals.assertFails(TransportError.BROKER_UNREACHABLE, () -> reader.ends(channel));
  }

  private SourcePartition channel() {
    return new SourcePartition(bench().channel(1), 0);
  }

  private List<Received> publishAndRead(SourcePartition partition, List<Event> events) {
    Bench.Stream stream = bench().reading(Bench.WIDE, partition);
    bench().foreigner().publish(partition.channel(), partition.number(), events);
    return stream.read(events.size());
  }
}
