package io.meshwork.transport.kafka.batches;

import io.meshwork.model.event.Event;
import io.meshwork.model.event.Header;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.Record;
import org.jspecify.annotations.Nullable;

/** Records as events and back: the same bytes, the same order, nothing added. */
final class Records {
  private static final org.apache.kafka.common.header.Header[] NO_HEADERS = {};

  private Records() {}

  static Event event(Record record, long timestamp) {
    org.apache.kafka.common.header.Header[] stored = record.headers();
    List<Header> headers = List.of();
    if (stored.length > 0) {
      headers = new ArrayList<>(stored.length);
      for (org.apache.kafka.common.header.Header header : stored) {
        headers.add(new Header(header.key(), header.value()));
      }
    }
    return new Event(
        record.hasKey() ? bytes(record.key(), record.keySize()) : null,
        record.hasValue() ? bytes(record.value(), record.valueSize()) : null,
        headers,
        timestamp);
  }

  static org.apache.kafka.common.header.Header[] headers(Event event) {
    if (event.headers().isEmpty()) {
      return NO_HEADERS;
    }
    var headers = new org.apache.kafka.common.header.Header[event.headers().size()];
    for (int i = 0; i < headers.length; i++) {
      Header header = event.headers().get(i);
      headers[i] = new RecordHeader(header.name(), header.value());
    }
    return headers;
  }

  static @Nullable ByteBuffer wrapped(byte @Nullable [] bytes) {
    return bytes == null ? null : ByteBuffer.wrap(bytes);
  }

  private static byte[] bytes(ByteBuffer buffer, int size) {
    byte[] copy = new byte[size];
    buffer.get(buffer.position(), copy);
    return copy;
  }
}
