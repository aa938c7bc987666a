package io.meshwork.transport.kafka;

import io.meshwork.model.MeshException;
import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.LinkPartition;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.SlotId;
import io.meshwork.transport.spi.SlotWriter;
import io.meshwork.transport.spi.TransportError;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a slot's positions and crossings lie, and who may write them. Invariant, but for
 * at-least-once: partition n of the group's control topic is written in transactions of slot n's id
 * alone, so that once that id is fenced nothing is open there, and its last committed positions are
 * those of the last commit. At-least-once has no fence and no transaction: whoever writes on for
 * too long writes events twice, and positions that lie too early.
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
record SlotLog(Connection connection, SlotWriter writer, TopicBook book, Clock clock) {
  /** What writes to the control topic. */
  interface Notes {
    /** Whether it writes in transactions, and so fences. */
    boolean isTransactional();

    /** Writes these records in a commit of their own. */
    void write(List<ProducerRecord<byte[], byte[]>> records);
  }

  /** The id by which the cluster tells an owner of the lane from the one before. */
  String transactionalId() {
    return idOf(writer.lane());
  }

  private String idOf(int lane) {
    String main =
        "meshwork-%s-%s-%d"
            .formatted(connection.access().installation(), slot().group().name(), slot().number());
    return lane == 0 ? main : main + "." + lane;
  }

  /** What clients of this lane are called. */
  String role() {
    return "slot-%s-%d.%d".formatted(slot().group().name(), slot().number(), writer.lane());
  }

  /** Refuses to go on where the control topic is not there. */
  void demandControl() {
    TopicRules control = book.find(topic());
    if (control == null || control.partitions() <= slot().number()) {
      book.forget(topic());
      throw new MeshException(
          TransportError.CHANNEL_NOT_FOUND,
          "Broker '%s': control topic '%s' has no partition %d; deploy the link's slots first."
              .formatted(connection.access().broker(), topic(), slot().number()));
    }
  }

  /** The positions of this slot; its id has been fenced already, where there is one. */
  Map<LinkPartition, Position> takeOver(Notes notes) {
    var log = new PositionLog(connection, book.admin());
    return writer.lane() == 0 ? asMainLane(log, notes) : besideMainLane(log, notes);
  }

  private Map<LinkPartition, Position> asMainLane(PositionLog log, Notes notes) {
    claim(notes);
    PositionLog.Contents now = log.through(own());
    Set<String> others = new HashSet<>();
    for (int lane = 1; lane < SlotWriter.LANES; lane++) {
      if (!now.holderOf(idOf(lane)).isEmpty()) {
        others.add(idOf(lane));
      }
    }
    if (!others.isEmpty() && notes.isTransactional()) {
      connection.await(
          "fencing the lanes of slot " + slot(), book.admin().fenceProducers(others).all());
      now = log.through(own());
    }
    if (now.slotsOf(idOf(0)) != slot().group().slots()) {
      gather(log, now, notes);
    }
    return now.positions();
  }

  private Map<LinkPartition, Position> besideMainLane(PositionLog log, Notes notes) {
    claim(notes);
    PositionLog.Contents now = log.through(own());
    if (!now.holderOf(idOf(0)).equals(writer.holder().toString())) {
      throw new MeshException(
          TransportError.FENCED,
          "Slot %s has another owner now; its lane %d must stop.".formatted(slot(), writer.lane()));
    }
    return now.positions();
  }

  /** Says whose the lane is. */
  private void claim(Notes notes) {
    notes.write(
        List.of(
            record(
                SlotRecords.laneKey(transactionalId()),
                SlotRecords.lane(writer.holder(), clock.instant()))));
  }

  /** Takes in the positions that hash to this slot since the number of slots is another. */
  private void gather(PositionLog log, PositionLog.Contents now, Notes notes) {
    TopicRules control = Objects.requireNonNull(book.find(topic()), "found before");
    now.merge(
        log.through(partitions(control.partitions())),
        of -> slot().group().slotOf(of.partition()).equals(slot()));
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    now.positions().forEach((of, position) -> records.add(record(of, position)));
    records.add(
        record(
            SlotRecords.ownerKey(idOf(0)),
            SlotRecords.owner(slot().group().slots(), clock.instant())));
    notes.write(records);
  }

  /** What is written with a commit. */
  List<ProducerRecord<byte[], byte[]>> records(List<Crossing> crossings) {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (Crossing crossing : crossings) {
      var of = new LinkPartition(crossing.link(), crossing.source());
      records.add(record(of, crossing.through()));
      records.add(record(crossing));
    }
    return records;
  }

  private static ProducerRecord<byte[], byte[]> record(Crossing crossing) {
    return new ProducerRecord<>(
        Topics.CROSSINGS,
        Math.floorMod(crossing.link().value().hashCode(), Topics.CROSSING_PARTITIONS),
        crossing.at().toEpochMilli(),
        SlotRecords.positionKey(new LinkPartition(crossing.link(), crossing.source())),
        SlotRecords.crossing(crossing));
  }

  private ProducerRecord<byte[], byte[]> record(LinkPartition of, Position position) {
    return record(SlotRecords.positionKey(of), SlotRecords.position(position));
  }

  private ProducerRecord<byte[], byte[]> record(byte[] key, byte[] value) {
    return new ProducerRecord<>(topic(), slot().number(), key, value);
  }

  private SlotId slot() {
    return writer.slot();
  }

  private String topic() {
    return Topics.slots(slot().group());
  }

  private Set<TopicPartition> own() {
    return Set.of(new TopicPartition(topic(), slot().number()));
  }

  private List<TopicPartition> partitions(int count) {
    return IntStream.range(0, count).mapToObj(n -> new TopicPartition(topic(), n)).toList();
  }
}
