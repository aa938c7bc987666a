package io.meshwork.transport.kafka;

import static org.apache.kafka.clients.producer.ProducerConfig.TRANSACTIONAL_ID_CONFIG;

import io.meshwork.model.ChannelAddress;
import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.LinkPartition;
import io.meshwork.transport.spi.Outgoing;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.SinkLimits;
import io.meshwork.transport.spi.SlotId;
import io.meshwork.transport.spi.SlotSink;
import io.meshwork.transport.spi.SlotWriter;
import io.meshwork.transport.spi.WriteOutcome;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** The writer of one slot, by way of Kafka's own producers. See {@link SlotLog}. */
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
  private final SlotLog log;
  private final Writes writes;
  private final List<Writes.Write> pending = new ArrayList<>();
  private @Nullable Producers producers;

  KafkaSlotSink(Connection connection, SlotWriter writer) {
    this.connection = connection;
    this.slot = writer.slot();
    Clock clock = Clock.systemUTC();
    this.book = new TopicBook(connection, "slot");
    this.log = new SlotLog(connection, writer, book, clock);
    this.writes = new Writes(connection, book, clock);
  }

  @Override
  public SinkLimits limits() {
    return LIMITS;
  }

  @Override
  public Map<LinkPartition, Position> fence() {
    closeProducers();
    pending.clear();
    log.demandControl();
    Producers open = open(log.transactionalId());
    if (open.transactional) {
      run("fencing slot " + slot, open.positions::initTransactions);
    }
    return log.takeOver(open);
  }

  @Override
  public void expect(Set<ChannelAddress> channels) {
    book.expect(channels);
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
          log.records(crossings).forEach(open::note);
          open.commit();
        });
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
    return connection.producer(log.role(), config);
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
  private final class Producers implements SlotLog.Notes {
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

    @Override
    public boolean isTransactional() {
      return transactional;
    }

    @Override
    public void write(List<ProducerRecord<byte[], byte[]>> records) {
      run(
          "recording slot " + slot,
          () -> {
            begin();
            records.forEach(this::note);
            commit();
          });
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
