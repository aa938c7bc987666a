package io.meshwork.transport.kafka;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.event.Event;
import io.meshwork.transport.kafka.batches.BatchWriter;
import io.meshwork.transport.kafka.batches.Merged;
import io.meshwork.transport.kafka.batches.StoredBatch;
import io.meshwork.transport.kafka.batches.Written;
import io.meshwork.transport.spi.Bundle;
import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.Digest;
import io.meshwork.transport.spi.LinkPartition;
import io.meshwork.transport.spi.Outgoing;
import io.meshwork.transport.spi.OutgoingBundle;
import io.meshwork.transport.spi.Passing;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.SinkLimits;
import io.meshwork.transport.spi.SlotSink;
import io.meshwork.transport.spi.SlotWriter;
import io.meshwork.transport.spi.SourcePartition;
import io.meshwork.transport.spi.WriteOutcome;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * The transactional writer of one slot that forwards whole batches. Slots, positions and crossings
 * are those of {@link SlotLog}, so that owners of both kinds take over from each other.
 */
final class BatchSlotSink implements SlotSink {
  /** Below this, a batch costs more than to put its events together with others. */
  static final int LEAST_FORWARDED = 8 << 10;

  private static final SinkLimits LIMITS =
      new SinkLimits(
          1_000_000,
          4L * KafkaSlotSink.BUFFER_BYTES,
          KafkaSlotSink.MAX_EVENT_BYTES,
          KafkaSlotSink.MAX_EVENT_BYTES);

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** Until what was refused together is tried in smaller batches. */
  private static final Duration SPLIT = Duration.ofMillis(50);

  /** What was handed over since the last flush. */
  private sealed interface Pending {
    /** Its outcome is known. */
    record Settled(WriteOutcome outcome) implements Pending {}

    /** An event. */
    record One(SourcePartition target, Written written) implements Pending {}

    /**
     * All batches of a bundle.
     *
     * @param digest over their events, {@code null}: they go as they are stored
     */
    record Whole(SourcePartition target, List<Written> written, @Nullable Digest digest)
        implements Pending {}
  }

  private final Connection connection;
  private final SlotWriter owner;
  private final TopicBook book;
  private final SlotLog log;
  private final Writes writes;
  private final Clock clock = Clock.systemUTC();
  private final List<Pending> pending = new ArrayList<>();

  /** Bytes that a batch of a topic is to stay below, where only refusals tell. */
  private final Map<String, Long> learned = new HashMap<>();

  private @Nullable Writers writers;
  private int keyless;

  BatchSlotSink(Connection connection, SlotWriter owner) {
    this.connection = connection;
    this.owner = owner;
    this.book = new TopicBook(connection, "slot");
    this.log = new SlotLog(connection, owner, book, clock);
    this.writes = new Writes(connection, book, clock);
  }

  /** What takes long where the cluster limits our rate: transactions are smaller there. */
  @Override
  public SinkLimits limits() {
    Writers open = writers;
    long inTime = open == null ? Long.MAX_VALUE : open.events.bytesInTime();
    return inTime >= LIMITS.maxBatchBytes()
        ? LIMITS
        : new SinkLimits(
            LIMITS.maxEvents(), inTime, LIMITS.maxEventBytes(), LIMITS.maxHeaderBytes());
  }

  @Override
  public Map<LinkPartition, Position> fence() {
    closeWriters();
    pending.clear();
    log.demandControl();
    Writers open = open();
    run("fencing slot " + owner, open::fence);
    return log.takeOver(open);
  }

  private Writers open() {
    String id = log.transactionalId();
    Writers open =
        switch (owner.slot().group().delivery()) {
          case EFFECTIVELY_ONCE -> {
            BatchWriter both = writer(id);
            yield new Writers(both, both);
          }
          case AT_LEAST_ONCE -> {
            BatchWriter both = writer(null);
            yield new Writers(both, both);
          }
          case AT_MOST_ONCE -> new Writers(writer(null), writer(id));
        };
    writers = open;
    return open;
  }

  private BatchWriter writer(@Nullable String transactionalId) {
    return new BatchWriter(
        connection.wire(log.role()), transactionalId, connection.timeout().multipliedBy(2));
  }

  @Override
  public void expect(Set<ChannelAddress> channels) {
    book.expect(channels);
  }

  @Override
  public void begin() {
    pending.clear();
    keyless = ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
    run("beginning a transaction", writers()::begin);
  }

  @Override
  public void write(Outgoing event) {
    BatchWriter open = writers().events;
    WriteOutcome objection = book.objection(event, clock.millis());
    TopicRules rules = book.find(event.channel().value());
    if (objection != null || rules == null) {
      pending.add(new Pending.Settled(objection == null ? absent(event.channel()) : objection));
      return;
    }
    int partition = partition(event, rules);
    run(
        "writing to '" + event.channel() + "'",
        () ->
            pending.add(
                new Pending.One(
                    new SourcePartition(event.channel(), partition),
                    open.write(
                        new TopicPartition(event.channel().value(), partition),
                        event.event(),
                        KafkaEvents.frameSize(event.event()),
                        mostBytes(event.channel(), rules)))));
  }

  /** As Kafka's own producer chooses: by the key's hash; without a key, one for a while. */
  private int partition(Outgoing event, TopicRules rules) {
    Integer given = event.partition();
    byte[] key = event.event().key();
    if (given != null) {
      return given;
    }
    int number = key == null ? keyless : Utils.toPositive(Utils.murmur2(key));
    return number % rules.partitions();
  }

  @Override
  public Passing passing(Bundle bundle, ChannelAddress channel) {
    TopicRules rules = book.find(channel.value());
    if (!(bundle instanceof StoredBundle stored) || rules == null || rules.stamped()) {
      return Passing.REENCODED;
    }
    List<StoredBatch> batches = stored.batches();
    long most = mostBytes(channel, rules);
    if (batches.stream().anyMatch(batch -> batch.sizeInBytes() > most)) {
      return Passing.REENCODED;
    }
    if (batches.stream().allMatch(BatchSlotSink::isToBeMerged)) {
      return Passing.MERGED;
    }
    return batches.size() == 1 && batches.getFirst().canBeForwarded()
        ? Passing.FORWARDED
        : Passing.REENCODED;
  }

  private long mostBytes(ChannelAddress channel, TopicRules rules) {
    return rules.isLimitKnown()
        ? rules.maxBytes()
        : learned.getOrDefault(channel.value(), rules.maxBytes());
  }

  private static boolean isToBeMerged(StoredBatch batch) {
    return batch.sizeInBytes() < LEAST_FORWARDED && batch.canBeMerged();
  }

  @Override
  public void forward(OutgoingBundle bundle) {
    if (!(bundle.bundle() instanceof StoredBundle stored)) {
      throw new IllegalArgumentException("Only bundles of stored batches can be forwarded.");
    }
    BatchWriter open = writers().events;
    ChannelAddress channel = bundle.channel();
    TopicRules rules = book.find(channel.value());
    WriteOutcome objection = rules == null ? absent(channel) : rules.objection(bundle);
    if (objection != null || rules == null) {
      pending.add(new Pending.Settled(objection == null ? absent(channel) : objection));
      return;
    }
    SourcePartition target = new SourcePartition(channel, bundle.partition());
    TopicPartition partition = new TopicPartition(channel.value(), bundle.partition());
    boolean merges = passing(stored, channel) == Passing.MERGED;
    run(
        "forwarding to '" + channel + "'",
        () ->
            pending.add(
                merges
                    ? merged(open, target, partition, stored, mostBytes(channel, rules))
                    : new Pending.Whole(
                        target,
                        List.of(open.forward(partition, stored.batches().getFirst())),
                        null)));
  }

  private static Pending merged(
      BatchWriter writer,
      SourcePartition target,
      TopicPartition partition,
      StoredBundle bundle,
      long mostBytes) {
    List<Written> written = new ArrayList<>(bundle.batches().size());
    long hashes = 0;
    for (StoredBatch batch : bundle.batches()) {
      Merged merged = writer.merge(partition, batch, mostBytes);
      written.add(merged.written());
      hashes += merged.hashes();
    }
    return new Pending.Whole(target, written, new Digest(bundle.count(), hashes));
  }

  private static WriteOutcome absent(ChannelAddress channel) {
    return new WriteOutcome.Later(
        PATIENCE, "Topic '%s' is not there; deploy it.".formatted(channel));
  }

  @Override
  public List<WriteOutcome> flush() {
    run("writing events", writers().events::flush);
    List<Pending> written = List.copyOf(pending);
    pending.clear();
    return written.stream().map(this::outcome).toList();
  }

  private WriteOutcome outcome(Pending each) {
    return switch (each) {
      case Pending.Settled(WriteOutcome known) -> known;
      case Pending.One(SourcePartition target, Written written) -> {
        KafkaException fault = written.fault();
        yield fault == null
            ? new WriteOutcome.Stored(target, position(written.topicId(), written.offset()))
            : failed(target.channel(), written, fault, false);
      }
      case Pending.Whole whole -> outcome(whole);
    };
  }

  private WriteOutcome outcome(Pending.Whole whole) {
    List<Written> written = whole.written();
    SourcePartition target = whole.target();
    WriteOutcome failed = failed(target.channel(), written);
    List<Written> stored = written.stream().takeWhile(each -> each.fault() == null).toList();
    if (failed != null && stored.isEmpty()) {
      return failed;
    }
    Written first = stored.getFirst();
    Written last = stored.getLast();
    Position from = position(first.topicId(), first.offset());
    Position until = position(last.topicId(), last.lastOffset());
    return failed == null
        ? new WriteOutcome.StoredWhole(target, from, until, whole.digest())
        : new WriteOutcome.StoredInPart(
            target, stored.stream().mapToInt(Written::count).sum(), from, until, failed);
  }

  /** Of several, the worst; {@code null}: all is well. */
  private @Nullable WriteOutcome failed(ChannelAddress channel, List<Written> written) {
    WriteOutcome worst = null;
    for (Written each : written) {
      KafkaException fault = each.fault();
      if (fault != null && !(worst instanceof WriteOutcome.Refused)) {
        worst = failed(channel, each, fault, true);
      }
    }
    return worst;
  }

  /**
   * Refused for good is only what is known to be at fault. Of a bundle that may be, the single
   * events may yet be taken.
   */
  private WriteOutcome failed(
      ChannelAddress channel, Written written, KafkaException fault, boolean ofBundle) {
    WriteOutcome outcome = writes.failed(channel, fault);
    if (!(outcome instanceof WriteOutcome.Refused(String reason)) || written.isCulprit()) {
      return outcome;
    }
    if (!written.isSuspect()) {
      return new WriteOutcome.Later(PATIENCE, reason);
    }
    learned.merge(channel.value(), Math.max(1, written.sentBytes() / 2L), Math::min);
    return ofBundle ? outcome : new WriteOutcome.Later(SPLIT, reason);
  }

  private static Position position(Uuid topicId, long offset) {
    return new KafkaPosition(topicId, offset, KafkaPosition.UNKNOWN_EPOCH).position();
  }

  @Override
  public void commit(List<Crossing> crossings) {
    Writers open = writers();
    run(
        "committing slot " + owner,
        () -> {
          log.records(crossings).forEach(open::note);
          open.positions.commit();
        });
  }

  @Override
  public void abort() {
    pending.clear();
    run("aborting a transaction", writers()::abort);
  }

  private Writers writers() {
    Writers open = writers;
    if (open == null) {
      throw new IllegalStateException("Slot " + owner + " is written to before it is fenced");
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

  private void closeWriters() {
    if (writers != null) {
      writers.close();
      writers = null;
    }
  }

  @Override
  public void close() {
    closeWriters();
    book.close();
  }

  /** What events and positions are written with: one and the same where both are one commit. */
  private final class Writers implements SlotLog.Notes {
    private final BatchWriter events;
    private final BatchWriter positions;

    private Writers(BatchWriter events, BatchWriter positions) {
      this.events = events;
      this.positions = positions;
    }

    private void fence() {
      positions.fence();
      if (events != positions) {
        events.fence();
      }
    }

    private void begin() {
      events.begin();
      if (events != positions) {
        positions.begin();
      }
    }

    @Override
    public boolean isTransactional() {
      return positions.isTransactional();
    }

    @Override
    public void write(List<ProducerRecord<byte[], byte[]>> records) {
      run(
          "recording slot " + owner,
          () -> {
            records.forEach(this::note);
            positions.commit();
          });
    }

    private void note(ProducerRecord<byte[], byte[]> record) {
      Long time = record.timestamp();
      var event = new Event(record.key(), record.value(), List.of(), time == null ? -1 : time);
      positions.write(
          new TopicPartition(record.topic(), record.partition()),
          event,
          KafkaEvents.frameSize(event),
          Long.MAX_VALUE);
    }

    private void abort() {
      positions.abort();
      if (events != positions) {
        events.abort();
      }
    }

    private void close() {
      positions.close();
      if (events != positions) {
        events.close();
      }
    }
  }
}
