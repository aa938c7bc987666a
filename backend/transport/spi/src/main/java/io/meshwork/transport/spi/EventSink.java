package io.meshwork.transport.spi;

import java.util.List;

/** Writes events, each durable by itself. Any thread. */
public interface EventSink extends AutoCloseable {
  /** What the broker takes. */
  SinkLimits limits();

  /** Writes in order per channel and key; one outcome each, in their order. */
  List<WriteOutcome> write(List<Outgoing> events);

  @Override
  void close();
}
