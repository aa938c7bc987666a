package io.meshwork.transport.kafka;

import static org.apache.kafka.clients.producer.ProducerConfig.TRANSACTIONAL_ID_CONFIG;

import io.meshwork.model.MeshException;
import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.LinkPartition;
import io.meshwork.transport.spi.Outgoing;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.SinkLimits;
import io.meshwork.transport.spi.SlotId;
import io.meshwork.transport.spi.SlotSink;
import io.meshwork.transport.spi.SlotWriter;
import io.meshwork.transport.spi.TransportError;
import io.meshwork.transport.spi.WriteOutcome;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The writer of one slot. Invariant, but for at-least-once: partition n of the group's control
 * topic is written in transactions of slot n's id alone, so that once that id is fenced nothing is
 * open there, and its last committed positions are those of the last commit. At-least-once has no
 * fence and no transaction: whoever writes on for too long writes events twice, and positions that
 * lie too early.
 *
 * <p>The partition also records the transactional ids of its lanes, who holds each, and for how
 * many slots it has every position. Where that number is not today's, the positions that hash to
 * this slot now are gathered from all partitions, once.
 *
 * <p>Lanes beside the main one have ids of their own, which exclude nobody else's main lane. So a
 * main lane first records itself as the holder, then fences every other lane's id that was ever
 * recorded, and only then reads positions; another lane first records its id, and goes no further
 * unless the main lane is its own holder's. Whichever comes first, the later one sees the other.
 */
final class KafkaSlotSink implements SlotSink {
  /** What waits in a client for the cluster, at most; a record of this size is the largest. */
  static final int BUFFER_BYTES = 8 << 20;

  static final long MAX_EVENT_BYTES = BUFFER_BYTES - 2 * Topics.FRAME;
  static final SinkLimits LIMITS =
      new SinkLimits(10_000, 4L * BUFFER_BYTES, MAX_EVENT_BYTES, MAX_EVENT_BYTES);

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);
  private static final int LINGER_MS = 2;
  private static final int BATCH_BYTES = 64 << 10;

  private final Connection connection;
  private final SlotWriter writer;
  private final SlotId slot;
  private final TopicBook book;
  private final Writes writes;
  private final Clock clock = Clock.systemUTC();
  private final List<Writes.Write> pending = new ArrayList<>();
  private @Nullable Producers producers;

  KafkaSlotSink(Connection connection, SlotWriter writer) {
    this.connection = connection;
    this.writer = writer;
    this.slot = writer.slot();
    this.book = new TopicBook(connection, role());
    this.writes = new Writes(connection, book, clock);
  }

  /** The id by which the cluster tells an owner of a lane from the one before. */
  static String transactionalId(Connection connection, SlotWriter writer) {
    SlotId slot = writer.slot();
    String main =
        "meshwork-%s-%s-%d"
            .formatted(connection.access().installation(), slot.group().name(), slot.number());
    return writer.lane() == 0 ? main : main + "." + writer.lane();
  }

  private String idOf(int lane) {
    return transactionalId(connection, writer.beside(lane));
  }

  @Override
  public SinkLimits limits() {
    return LIMITS;
  }

  @Override
  public Map<LinkPartition, Position> fence() {
    closeProducers();
    pending.clear();
    String topic = Topics.slots(slot.group());
    TopicRules control = book.find(topic);
    if (control == null || control.partitions() <= slot.number()) {
      book.forget(topic);
      throw new MeshException(
          TransportError.CHANNEL_NOT_FOUND,
          "Broker '%s': control topic '%s' has no partition %d; deploy the link's slots first."
              .formatted(connection.access().broker(), topic, slot.number()));
    }
    String id = idOf(writer.lane());
    Producers open = open(id);
    if (open.transactional) {
      run("fencing slot " + slot, open.positions::initTransactions);
    }
    var log = new PositionLog(connection, book.admin());
    Set<TopicPartition> own = Set.of(new TopicPartition(topic, slot.number()));
    return writer.lane() == 0 ? takeOver(log, own, open) : joinMainLane(log, own, open);
  }

  private Map<LinkPartition, Position> takeOver(
      PositionLog log, Set<TopicPartition> own, Producers open) {
    claim(open);
    PositionLog.Contents now = log.through(own);
    Set<String> others = new HashSet<>();
    for (int lane = 1; lane < SlotWriter.LANES; lane++) {
      if (!now.holderOf(idOf(lane)).isEmpty()) {
        others.add(idOf(lane));
      }
    }
    if (!others.isEmpty() && open.transactional) {
      connection.await(
          "fencing the lanes of slot " + slot, book.admin().fenceProducers(others).all());
      now = log.through(own);
    }
    if (now.slotsOf(idOf(0)) != slot.group().slots()) {
      gather(log, now, open);
    }
    return now.positions();
  }

  private Map<LinkPartition, Position> joinMainLane(
      PositionLog log, Set<TopicPartition> own, Producers open) {
    claim(open);
    PositionLog.Contents now = log.through(own);
    if (!now.holderOf(idOf(0)).equals(writer.holder().toString())) {
      throw new MeshException(
          TransportError.FENCED,
          "Slot %s has another owner now; its lane %d must stop.".formatted(slot, writer.lane()));
    }
    return now.positions();
  }

  /** Says whose the lane is. */
  private void claim(Producers open) {
    run(
        "recording slot " + slot,
        () -> {
          open.begin();
          open.note(
              record(
                  SlotRecords.laneKey(idOf(writer.lane())),
                  SlotRecords.lane(writer.holder(), clock.instant())));
          open.commit();
        });
  }

  /** Takes in the positions that hash to this slot since the number of slots is another. */
  private void gather(PositionLog log, PositionLog.Contents now, Producers open) {
    String topic = Topics.slots(slot.group());
    TopicRules control = Objects.requireNonNull(book.find(topic), "found before");
    now.merge(
        log.through(partitions(topic, control.partitions())),
        of -> slot.group().slotOf(of.partition()).equals(slot));
    run(
        "recording slot " + slot,
        () -> {
          open.begin();
          now.positions().forEach((of, position) -> open.note(record(of, position)));
          open.note(
              record(
                  SlotRecords.ownerKey(idOf(0)),
                  SlotRecords.owner(slot.group().slots(), clock.instant())));
          open.commit();
        });
  }

  private ProducerRecord<byte[], byte[]> record(byte[] key, byte[] value) {
    return new ProducerRecord<>(Topics.slots(slot.group()), slot.number(), key, value);
  }

  private ProducerRecord<byte[], byte[]> record(LinkPartition of, Position position) {
    return record(SlotRecords.positionKey(of), SlotRecords.position(position));
  }

  @Override
  public void begin() {
    pending.clear();
    run("beginning a transaction", producers()::begin);
  }

  @Override
  public void write(Outgoing event) {
    pending.add(writes.write(producers().events, event));
  }

  @Override
  public List<WriteOutcome> flush() {
    run("writing events", producers().events::flush);
    List<Writes.Write> written = List.copyOf(pending);
    pending.clear();
    return written.stream().map(writes::settle).toList();
  }

  @Override
  public void commit(List<Crossing> crossings) {
    Producers open = producers();
    run(
        "committing slot " + slot,
        () -> {
          for (Crossing crossing : crossings) {
            var of = new LinkPartition(crossing.link(), crossing.source());
            open.note(record(of, crossing.through()));
            open.note(record(crossing));
          }
          open.commit();
        });
  }

  private static ProducerRecord<byte[], byte[]> record(Crossing crossing) {
    return new ProducerRecord<>(
        Topics.CROSSINGS,
        Math.floorMod(crossing.link().value().hashCode(), Topics.CROSSING_PARTITIONS),
        crossing.at().toEpochMilli(),
        SlotRecords.positionKey(new LinkPartition(crossing.link(), crossing.source())),
        SlotRecords.crossing(crossing));
  }

  @Override
  public void abort() {
    pending.clear();
    run("aborting a transaction", producers()::abort);
  }

  private Producers open(String id) {
    Producers open =
        switch (slot.group().delivery()) {
          case EFFECTIVELY_ONCE -> {
            KafkaProducer<byte[], byte[]> both = producer(Map.of(TRANSACTIONAL_ID_CONFIG, id));
            yield new Producers(both, both, true);
          }
          case AT_LEAST_ONCE -> {
            KafkaProducer<byte[], byte[]> both = producer(Map.of());
            yield new Producers(both, both, false);
          }
          case AT_MOST_ONCE ->
              new Producers(
                  producer(Map.of()), producer(Map.of(TRANSACTIONAL_ID_CONFIG, id)), true);
        };
    producers = open;
    return open;
  }

  private KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>(more);
    config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, BUFFER_BYTES);
    config.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MS);
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    return connection.producer(role(), config);
  }

  private Producers producers() {
    Producers open = producers;
    if (open == null) {
      throw new IllegalStateException("Slot " + slot + " is written to before it is fenced");
    }
    return open;
  }

  private void run(String doing, Runnable call) {
    try {
      call.run();
    } catch (KafkaException e) {
      throw connection.errors().of(doing, e);
    }
  }

  private static List<TopicPartition> partitions(String topic, int count) {
    return IntStream.range(0, count).mapToObj(n -> new TopicPartition(topic, n)).toList();
  }

  private String role() {
    return "slot-%s-%d.%d".formatted(slot.group().name(), slot.number(), writer.lane());
  }

  private void closeProducers() {
    if (producers != null) {
      producers.close();
      producers = null;
    }
  }

  @Override
  public void close() {
    closeProducers();
    book.close();
  }

  /** What events and positions are written with: one and the same where both are one commit. */
  private static final class Producers {
    private final KafkaProducer<byte[], byte[]> events;
    private final KafkaProducer<byte[], byte[]> positions;
    private final boolean transactional;
    private final List<Future<RecordMetadata>> noted = new ArrayList<>();

    private Producers(
        KafkaProducer<byte[], byte[]> events,
        KafkaProducer<byte[], byte[]> positions,
        boolean transactional) {
      this.events = events;
      this.positions = positions;
      this.transactional = transactional;
    }

    private void begin() {
      noted.clear();
      if (transactional) {
        positions.beginTransaction();
      }
    }

    private void note(ProducerRecord<byte[], byte[]> record) {
      noted.add(positions.send(record));
    }

    /** Fails if any note fails; a transaction by itself, else by looking. */
    private void commit() {
      if (transactional) {
        positions.commitTransaction();
      } else {
        positions.flush();
        noted.forEach(Producers::demand);
      }
      noted.clear();
    }

    private static void demand(Future<RecordMetadata> written) {
      switch (written.state()) {
        case SUCCESS -> {}
        case FAILED -> throw new KafkaException(KafkaErrors.root(written.exceptionNow()));
        case RUNNING, CANCELLED -> throw new KafkaException("A position was not written.");
      }
    }

    /** What was written without a transaction stays. */
    private void abort() {
      if (transactional) {
        positions.abortTransaction();
      } else {
        events.flush();
      }
      noted.clear();
    }

    private void close() {
      positions.close(CLOSE_LIMIT);
      events.close(CLOSE_LIMIT);
    }
  }
}
