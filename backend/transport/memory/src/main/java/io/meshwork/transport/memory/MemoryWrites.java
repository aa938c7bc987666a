package io.meshwork.transport.memory;

import io.meshwork.model.event.Event;
import io.meshwork.model.event.Header;
import io.meshwork.transport.spi.Capability;
import io.meshwork.transport.spi.Outgoing;
import io.meshwork.transport.spi.SinkLimits;
import io.meshwork.transport.spi.SourcePartition;
import io.meshwork.transport.spi.WriteOutcome;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes one event under the broker's lock, and says what became of it. */
final class MemoryWrites {
  static final SinkLimits LIMITS = new SinkLimits(1000, 64L << 20, 16L << 20, 64L << 10);
  private static final Duration SOON = Duration.ofMillis(100);

  private final MemoryConnection connection;
  private final Set<Capability> capabilities;

  MemoryWrites(MemoryConnection connection, Set<Capability> capabilities) {
    this.connection = connection;
    this.capabilities = capabilities;
  }

  WriteOutcome write(BrokerState state, Outgoing outgoing, @Nullable Transaction transaction) {
    String closed = connection.broker().faults().closed(outgoing.channel());
    if (closed != null) {
      return new WriteOutcome.Later(SOON, closed);
    }
    state.demand(
        connection.principal(), Acl.Operation.WRITE, Acl.Target.TOPIC, outgoing.channel().value());
    Topic topic = state.topic(outgoing.channel());
    if (topic == null) {
      return new WriteOutcome.Later(
          SOON, "Channel '%s' is not there.".formatted(outgoing.channel()));
    }
    String fault = fault(outgoing.event(), topic.maxSize());
    if (fault != null) {
      return new WriteOutcome.Refused(fault);
    }
    Integer asked = outgoing.partition();
    int number = asked == null ? topic.partitionFor(outgoing.event().key()) : asked;
    PartitionLog log = topic.log(number);
    if (log == null) {
      return new WriteOutcome.Later(
          SOON,
          "Channel '%s' has %d partitions, so none of number %d."
              .formatted(outgoing.channel(), topic.size(), number));
    }
    long offset =
        log.append(outgoing.event(), transaction, connection.broker().now().toEpochMilli());
    topic.expire(connection.broker().now());
    return new WriteOutcome.Stored(
        new SourcePartition(outgoing.channel(), number), topic.position(offset));
  }

  private @Nullable String fault(Event event, long maxSize) {
    long most = Math.min(maxSize, LIMITS.maxEventBytes());
    if (event.size() > most) {
      return "The event has %d bytes; the channel takes %d. Raise the event type's maxSize or split the event."
          .formatted(event.size(), most);
    }
    long headers = headerBytes(event);
    if (headers > LIMITS.maxHeaderBytes()) {
      return "The event's headers have %d bytes; the broker takes %d. Move what is large into the payload."
          .formatted(headers, LIMITS.maxHeaderBytes());
    }
    if (!event.headers().isEmpty() && !capabilities.contains(Capability.HEADERS)) {
      return "NOT_SUPPORTED: this transport carries no headers.";
    }
    boolean absent = event.payload() == null || event.key() == null;
    if (absent && !capabilities.contains(Capability.TOMBSTONES)) {
      return "NOT_SUPPORTED: this transport does not tell an absent key or payload from an empty one.";
    }
    return null;
  }

  private static long headerBytes(Event event) {
    long size = 0;
    for (Header header : event.headers()) {
      byte[] value = header.value();
      size += header.name().length() + (value == null ? 0 : value.length);
    }
    return size;
  }
}
