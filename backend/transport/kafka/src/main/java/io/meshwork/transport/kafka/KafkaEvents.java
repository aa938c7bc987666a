package io.meshwork.transport.kafka;

import io.meshwork.model.event.Event;
import io.meshwork.model.event.Header;
import io.meshwork.transport.spi.Outgoing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** Events as Kafka's records and back: the same bytes, the same order, nothing added. */
final class KafkaEvents {
  private static final int BATCH_FRAME = 61;
  private static final int RECORD_FRAME = 26;
  private static final int HEADER_FRAME = 10;

  private KafkaEvents() {}

  static Event of(ConsumerRecord<byte[], byte[]> record) {
    List<Header> headers = new ArrayList<>();
    for (org.apache.kafka.common.header.Header header : record.headers()) {
      headers.add(new Header(header.key(), header.value()));
    }
    return new Event(record.key(), record.value(), headers, record.timestamp());
  }

  static ProducerRecord<byte[], byte[]> record(Outgoing outgoing) {
    Event event = outgoing.event();
    List<org.apache.kafka.common.header.Header> headers = new ArrayList<>();
    for (Header header : event.headers()) {
      headers.add(new RecordHeader(header.name(), header.value()));
    }
    return new ProducerRecord<>(
        outgoing.channel().value(),
        outgoing.partition(),
        event.timestamp() < 0 ? null : event.timestamp(),
        event.key(),
        event.payload(),
        headers);
  }

  /** The most bytes that the event takes as a batch of its own, before compression. */
  static long frameSize(Event event) {
    long size = BATCH_FRAME + RECORD_FRAME + length(event.key()) + length(event.payload());
    for (Header header : event.headers()) {
      size +=
          HEADER_FRAME
              + header.name().getBytes(StandardCharsets.UTF_8).length
              + length(header.value());
    }
    return size;
  }

  private static long length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}
