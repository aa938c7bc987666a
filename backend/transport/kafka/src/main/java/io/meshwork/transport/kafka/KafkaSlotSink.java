package io.meshwork.transport.kafka;

import io.meshwork.model.MeshException;
import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.LinkPartition;
import io.meshwork.transport.spi.Outgoing;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.SinkLimits;
import io.meshwork.transport.spi.SlotId;
import io.meshwork.transport.spi.SlotSink;
import io.meshwork.transport.spi.TransportError;
import io.meshwork.transport.spi.WriteOutcome;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The transactional writer of one slot. Invariant: partition n of the group's control topic is
 * written in transactions of slot n's id alone, so that once that id is fenced nothing is open
 * there, and its last committed positions are those of the last committed events.
 *
 * <p>The partition also records its transactional id and for how many slots it holds every
 * position. Where that number is not today's, the positions that hash to this slot now are gathered
 * from all partitions, once.
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
  private final SlotId slot;
  private final TopicBook book;
  private final Writes writes;
  private final Clock clock = Clock.systemUTC();
  private final List<Writes.Write> pending = new ArrayList<>();
  private @Nullable KafkaProducer<byte[], byte[]> producer;

  KafkaSlotSink(Connection connection, SlotId slot) {
    this.connection = connection;
    this.slot = slot;
    this.book = new TopicBook(connection, role());
    this.writes = new Writes(connection, book, clock);
  }

  /** The id by which the cluster tells an owner from the one before. */
  static String transactionalId(Connection connection, SlotId slot) {
    return "meshwork-%s-%s-%d"
        .formatted(connection.access().installation(), slot.group().name(), slot.number());
  }

  @Override
  public SinkLimits limits() {
    return LIMITS;
  }

  @Override
  public Map<LinkPartition, Position> fence() {
    closeProducer();
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
    String id = transactionalId(connection, slot);
    KafkaProducer<byte[], byte[]> open = open(id);
    run("fencing slot " + slot, open::initTransactions);
    var log = new PositionLog(connection, book.admin());
    var own = log.through(List.of(new TopicPartition(topic, slot.number())));
    if (own.slotsOf(id) != slot.group().slots()) {
      own.merge(
          log.through(partitions(topic, control.partitions())),
          of -> slot.group().slotOf(of.partition()).equals(slot));
      run("recording slot " + slot, () -> record(open, id, own.positions()));
    }
    return own.positions();
  }

  private void record(
      KafkaProducer<byte[], byte[]> open, String id, Map<LinkPartition, Position> positions) {
    open.beginTransaction();
    positions.forEach((of, position) -> hand(open, record(of, position)));
    hand(
        open,
        new ProducerRecord<>(
            Topics.slots(slot.group()),
            slot.number(),
            SlotRecords.ownerKey(id),
            SlotRecords.owner(slot.group().slots(), clock.instant())));
    open.commitTransaction();
  }

  /** What becomes of it is the commit's business, which fails if this does. */
  @SuppressWarnings("FutureReturnValueIgnored")
  private static void hand(
      KafkaProducer<byte[], byte[]> open, ProducerRecord<byte[], byte[]> record) {
    open.send(record);
  }

  private ProducerRecord<byte[], byte[]> record(LinkPartition of, Position position) {
    return new ProducerRecord<>(
        Topics.slots(slot.group()),
        slot.number(),
        SlotRecords.positionKey(of),
        SlotRecords.position(position));
  }

  @Override
  public void begin() {
    pending.clear();
    run("beginning a transaction", producer()::beginTransaction);
  }

  @Override
  public void write(Outgoing event) {
    pending.add(writes.write(producer(), event));
  }

  @Override
  public List<WriteOutcome> flush() {
    run("writing events", producer()::flush);
    List<Writes.Write> written = List.copyOf(pending);
    pending.clear();
    return written.stream().map(writes::settle).toList();
  }

  @Override
  public void commit(List<Crossing> crossings) {
    KafkaProducer<byte[], byte[]> open = producer();
    run(
        "committing slot " + slot,
        () -> {
          for (Crossing crossing : crossings) {
            var of = new LinkPartition(crossing.link(), crossing.source());
            hand(open, record(of, crossing.through()));
            hand(open, record(crossing));
          }
          open.commitTransaction();
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
    run("aborting a transaction", producer()::abortTransaction);
  }

  private KafkaProducer<byte[], byte[]> open(String id) {
    KafkaProducer<byte[], byte[]> open =
        connection.producer(
            role(),
            Map.of(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                id,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                BUFFER_BYTES,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                BUFFER_BYTES,
                ProducerConfig.LINGER_MS_CONFIG,
                LINGER_MS,
                ProducerConfig.BATCH_SIZE_CONFIG,
                BATCH_BYTES));
    producer = open;
    return open;
  }

  private KafkaProducer<byte[], byte[]> producer() {
    KafkaProducer<byte[], byte[]> open = producer;
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
    return "slot-%s-%d".formatted(slot.group().name(), slot.number());
  }

  private void closeProducer() {
    if (producer != null) {
      producer.close(CLOSE_LIMIT);
      producer = null;
    }
  }

  @Override
  public void close() {
    closeProducer();
    book.close();
  }
}
