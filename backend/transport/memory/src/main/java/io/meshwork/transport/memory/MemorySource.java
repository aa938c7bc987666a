package io.meshwork.transport.memory;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.event.Event;
import io.meshwork.transport.spi.Batch;
import io.meshwork.transport.spi.Capability;
import io.meshwork.transport.spi.EventSource;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Received;
import io.meshwork.transport.spi.Settlement;
import io.meshwork.transport.spi.SourceGap;
import io.meshwork.transport.spi.SourceLimits;
import io.meshwork.transport.spi.SourcePartition;
import io.meshwork.transport.spi.StartPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Reads committed events. Partitions take turns at being read first, so that none starves. */
final class MemorySource implements EventSource {
  private final MemoryConnection connection;
  private final SourceLimits limits;
  private final Set<Capability> capabilities;
  private final Map<SourcePartition, Cursor> cursors = new TreeMap<>();
  private final Map<SourcePartition, Long> lag = new TreeMap<>();
  private final AtomicBoolean woken = new AtomicBoolean();
  private int turn;
  private long seen;

  MemorySource(MemoryConnection connection, SourceLimits limits, Set<Capability> capabilities) {
    this.connection = connection;
    this.limits = limits;
    this.capabilities = capabilities;
  }

  @Override
  public void assign(Map<SourcePartition, StartPosition> starts) {
    boolean replays = starts.values().stream().anyMatch(s -> !(s instanceof StartPosition.Latest));
    if (replays) {
      MemoryTransport.demand(capabilities, Capability.REPLAY);
    }
    cursors.keySet().retainAll(starts.keySet());
    lag.keySet().retainAll(starts.keySet());
    starts.forEach(
        (partition, start) -> {
          Cursor present = cursors.get(partition);
          if (present == null || !present.start().equals(start)) {
            cursors.put(partition, new Cursor(partition, start));
            lag.remove(partition);
          }
        });
    Instant now = connection.broker().now();
    connection.broker().change(state -> cursors.values().forEach(each -> each.settle(state, now)));
  }

  @Override
  public void pause(Set<SourcePartition> partitions) {
    setPaused(partitions, true);
  }

  @Override
  public void resume(Set<SourcePartition> partitions) {
    setPaused(partitions, false);
  }

  @Override
  public Batch poll(Duration wait) {
    long deadline = System.nanoTime() + wait.toNanos();
    Batch batch = connection.call(MemoryCall.POLL, this::collect);
    while (batch.isEmpty() && !woken.get() && connection.broker().awaitChange(seen, deadline)) {
      batch = connection.goOn(this::collect);
    }
    woken.set(false);
    return batch;
  }

  /** A log: progress is what a sink commits. */
  @Override
  public void settle(List<Settlement> settlements) {}

  @Override
  public Map<ChannelAddress, Integer> partitions(Set<ChannelAddress> channels) {
    return connection.call(
        MemoryCall.DESCRIBE,
        state -> {
          Map<ChannelAddress, Integer> counts = new HashMap<>();
          for (ChannelAddress channel : channels) {
            Topic topic = state.topic(channel);
            if (topic != null) {
              counts.put(channel, topic.size());
            }
          }
          return counts;
        });
  }

  @Override
  public Map<SourcePartition, Long> lag() {
    return Map.copyOf(lag);
  }

  @Override
  public void wakeUp() {
    woken.set(true);
    connection.broker().touch();
  }

  @Override
  public void close() {
    cursors.clear();
  }

  private void setPaused(Set<SourcePartition> partitions, boolean paused) {
    for (SourcePartition partition : partitions) {
      Cursor cursor = cursors.get(partition);
      if (cursor != null) {
        cursor.pause(paused);
      }
    }
  }

  private Batch collect(BrokerState state) {
    seen = connection.broker().version();
    List<Cursor> order = new ArrayList<>(cursors.values());
    if (!order.isEmpty()) {
      Collections.rotate(order, -(turn++ % order.size()));
    }
    Catch caught = new Catch();
    for (Cursor cursor : order) {
      if (cursor.isPaused()) {
        continue;
      }
      String channel = cursor.partition().channel().value();
      state.demand(connection.principal(), Acl.Operation.READ, Acl.Target.TOPIC, channel);
      Topic topic = state.topic(cursor.partition().channel());
      if (topic != null) {
        cursor.settle(state, connection.broker().now());
        cursor.gap(topic).ifPresent(caught.gaps::add);
        read(cursor, topic, caught);
      }
    }
    return Batch.of(caught.events, caught.through, caught.gaps);
  }

  private void read(Cursor cursor, Topic topic, Catch caught) {
    PartitionLog log = topic.log(cursor.partition().number());
    if (log == null || !cursor.isReading()) {
      return;
    }
    long offset = cursor.offset();
    long end = log.stableEnd();
    while (offset < end) {
      Event event = log.at(offset).visible();
      if (event != null) {
        if (!caught.hasRoom(event)) {
          break;
        }
        caught.add(
            new Received(
                cursor.partition(), topic.position(offset), topic.position(offset + 1), event));
      }
      offset++;
    }
    if (offset > cursor.offset()) {
      cursor.moveTo(offset);
      caught.through.put(cursor.partition(), topic.position(offset));
    }
    lag.put(cursor.partition(), log.visible(offset, end));
  }

  /** A batch while it grows. */
  private final class Catch {
    private final List<Received> events = new ArrayList<>();
    private final Map<SourcePartition, Position> through = new HashMap<>();
    private final List<SourceGap> gaps = new ArrayList<>();
    private long bytes;

    private boolean hasRoom(Event event) {
      return events.isEmpty()
          || (events.size() < limits.maxEvents() && bytes + event.size() <= limits.maxBytes());
    }

    private void add(Received received) {
      events.add(received);
      bytes += received.event().size();
    }
  }
}
