package io.meshwork.transport.memory;

import io.meshwork.transport.spi.Capability;
import io.meshwork.transport.spi.EventSink;
import io.meshwork.transport.spi.Outgoing;
import io.meshwork.transport.spi.SinkLimits;
import io.meshwork.transport.spi.WriteOutcome;
import java.util.List;
import java.util.Set;

/** Writes without transactions. Any thread. */
final class MemorySink implements EventSink {
  private final MemoryConnection connection;
  private final MemoryWrites writes;

  MemorySink(MemoryConnection connection, Set<Capability> capabilities) {
    this.connection = connection;
    this.writes = new MemoryWrites(connection, capabilities);
  }

  @Override
  public SinkLimits limits() {
    return MemoryWrites.LIMITS;
  }

  @Override
  public List<WriteOutcome> write(List<Outgoing> events) {
    return connection.call(
        MemoryCall.WRITE,
        state -> events.stream().map(event -> writes.write(state, event, null)).toList());
  }

  @Override
  public void close() {}
}
