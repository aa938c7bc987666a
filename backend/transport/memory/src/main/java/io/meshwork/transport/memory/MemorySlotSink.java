package io.meshwork.transport.memory;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.MeshException;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.transport.spi.Bundle;
import io.meshwork.transport.spi.Capability;
import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.Digest;
import io.meshwork.transport.spi.LinkPartition;
import io.meshwork.transport.spi.Outgoing;
import io.meshwork.transport.spi.OutgoingBundle;
import io.meshwork.transport.spi.Passing;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Received;
import io.meshwork.transport.spi.ResourceId;
import io.meshwork.transport.spi.SinkLimits;
import io.meshwork.transport.spi.SlotId;
import io.meshwork.transport.spi.SlotSink;
import io.meshwork.transport.spi.SlotWriter;
import io.meshwork.transport.spi.SourcePartition;
import io.meshwork.transport.spi.TransportError;
import io.meshwork.transport.spi.WriteOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Writes for one slot, only while nobody else has fenced. Invariant of effectively-once: events,
 * crossings and positions of a transaction become visible in the one step that ends it, under the
 * broker's lock. The events of other classes are visible at once.
 */
final class MemorySlotSink implements SlotSink {
  private final MemoryConnection connection;
  private final SlotWriter writer;
  private final SlotId slot;
  private final MemoryWrites writes;
  private final SlotOwner owner;
  private final List<Pending> pending = new ArrayList<>();
  private long epoch;
  private boolean open;

  /** What was handed over, and gets one outcome. */
  private sealed interface Pending {
    record One(Outgoing event) implements Pending {}

    record Whole(OutgoingBundle bundle) implements Pending {}
  }

  MemorySlotSink(MemoryConnection connection, SlotWriter writer, Set<Capability> capabilities) {
    this.connection = connection;
    this.writer = writer;
    this.slot = writer.slot();
    this.writes = new MemoryWrites(connection, capabilities);
    this.owner = connection.broker().owner(slot);
  }

  @Override
  public SinkLimits limits() {
    return MemoryWrites.LIMITS;
  }

  @Override
  public Map<LinkPartition, Position> fence() {
    pending.clear();
    open = false;
    return connection.administer(
        MemoryCall.FENCE,
        state -> {
          ResourceId place = new ResourceId(MemoryRendering.SLOTS, slot.group().name());
          if (!state.resources.containsKey(place)) {
            throw BrokerState.notThere(place.toString());
          }
          epoch = owner.takeOver(writer);
          return Map.copyOf(state.slotPositions.getOrDefault(BrokerState.key(slot), Map.of()));
        });
  }

  @Override
  public void begin() {
    demand(epoch > 0 && !open, "begin comes after fence, commit or abort");
    connection.broker().change(state -> owner.demand(writer.lane(), epoch));
    open = true;
  }

  @Override
  public void write(Outgoing event) {
    demandWritable("write");
    pending.add(new Pending.One(event));
  }

  /** As others do: a single event is put together with more. */
  @Override
  public Passing passing(Bundle bundle, ChannelAddress channel) {
    return bundle.count() > 1 ? Passing.FORWARDED : Passing.MERGED;
  }

  @Override
  public void forward(OutgoingBundle bundle) {
    demandWritable("forward");
    pending.add(new Pending.Whole(bundle));
  }

  @Override
  public List<WriteOutcome> flush() {
    demandWritable("flush");
    List<WriteOutcome> outcomes =
        connection.call(
            MemoryCall.FLUSH,
            state -> {
              owner.demand(writer.lane(), epoch);
              return pending.stream()
                  .map(
                      each ->
                          switch (each) {
                            case Pending.One(Outgoing event) -> write(state, event);
                            case Pending.Whole(OutgoingBundle bundle) -> write(state, bundle);
                          })
                  .toList();
            });
    pending.clear();
    return outcomes;
  }

  private WriteOutcome write(BrokerState state, Outgoing event) {
    boolean atomic = slot.group().delivery() == DeliveryClass.EFFECTIVELY_ONCE;
    return writes.write(state, event, atomic ? owner.transaction(writer.lane()) : null);
  }

  /**
   * All or, where that can be taken back, as good as none. What is seen at once is told of as far
   * as it came.
   */
  private WriteOutcome write(BrokerState state, OutgoingBundle whole) {
    Position first = null;
    Position last = null;
    int stored = 0;
    SourcePartition target = new SourcePartition(whole.channel(), whole.partition());
    for (Received each : whole.bundle().events()) {
      WriteOutcome outcome =
          write(state, new Outgoing(whole.channel(), whole.partition(), each.event()));
      if (!(outcome instanceof WriteOutcome.Stored(_, Position at))) {
        return first == null || last == null
            ? outcome
            : new WriteOutcome.StoredInPart(target, stored, first, last, outcome);
      }
      first = first == null ? at : first;
      last = at;
      stored++;
    }
    return new WriteOutcome.StoredWhole(
        target,
        Objects.requireNonNull(first, "a bundle has an event"),
        Objects.requireNonNull(last, "a bundle has an event"),
        passing(whole.bundle(), whole.channel()) == Passing.MERGED
            ? whole.bundle().events().stream()
                .map(each -> Digest.of(each.event()))
                .reduce(Digest.NONE, Digest::plus)
            : null);
  }

  @Override
  public void commit(List<Crossing> crossings) {
    demand(
        open && pending.isEmpty(),
        "commit comes after begin and, where events were written, flush");
    connection.call(
        MemoryCall.COMMIT,
        state -> {
          owner.demand(writer.lane(), epoch);
          owner.end(writer.lane(), true);
          state.commit(slot, crossings, connection.broker().now());
          return true;
        });
    open = false;
  }

  @Override
  public void abort() {
    demand(open, "abort comes after begin");
    pending.clear();
    connection.call(
        MemoryCall.ABORT,
        state -> {
          owner.demand(writer.lane(), epoch);
          owner.end(writer.lane(), false);
          return true;
        });
    open = false;
  }

  /** A transaction that is still open ends as if it had never begun, here or at the next fence. */
  @Override
  public void close() {
    if (open) {
      try {
        abort();
      } catch (MeshException e) {
        boolean expected =
            e.code() == TransportError.FENCED || e.code() == TransportError.BROKER_UNREACHABLE;
        if (!expected) {
          throw e;
        }
        open = false;
      }
    }
  }

  private void demandWritable(String call) {
    if (slot.group().delivery() == DeliveryClass.AT_MOST_ONCE) {
      demand(epoch > 0 && !open, call + " comes after commit");
    } else {
      demand(open, call + " comes after begin");
    }
  }

  private static void demand(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalStateException("Wrong order of calls: " + rule + ".");
    }
  }
}
