package io.meshwork.transport.kafka;

import io.meshwork.model.event.Event;
import io.meshwork.transport.spi.Bundle;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Received;
import io.meshwork.transport.spi.SourcePartition;
import io.meshwork.transport.spi.StartPosition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A partition of which records are held. */
final class RecordTrack extends Track {
  private final Deque<ConsumerRecord<byte[], byte[]>> held = new ArrayDeque<>();

  RecordTrack(SourcePartition partition, StartPosition start) {
    super(partition, start);
  }

  void hold(List<ConsumerRecord<byte[], byte[]>> records) {
    held.addAll(records);
  }

  @Override
  boolean isHolding() {
    return !held.isEmpty();
  }

  @Override
  void drop() {
    held.clear();
  }

  @Override
  @Nullable Bundle take(int mostEvents, long mostBytes, boolean first) {
    List<Received> taken = new ArrayList<>();
    long bytes = 0;
    while (!held.isEmpty()) {
      ConsumerRecord<byte[], byte[]> record = held.element();
      long size =
          Math.max(0L, record.serializedKeySize()) + Math.max(0L, record.serializedValueSize());
      boolean fits = taken.size() < mostEvents && bytes + size <= mostBytes;
      if (!fits && !(first && taken.isEmpty())) {
        break;
      }
      held.remove();
      Position before = position();
      Event event = KafkaEvents.of(record);
      advance(record.offset() + 1, record.leaderEpoch().orElse(KafkaPosition.UNKNOWN_EPOCH));
      taken.add(new Received(partition(), before, position(), event));
      bytes += event.size();
    }
    return taken.isEmpty() ? null : Bundle.of(taken);
  }
}
