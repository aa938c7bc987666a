package io.meshwork.relay.engine;

import io.meshwork.api.ManifestRedrive;
import io.meshwork.transport.spi.Bundle;
import io.meshwork.transport.spi.LinkPartition;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Reader;
import io.meshwork.transport.spi.SlotId;
import io.meshwork.transport.spi.SlotSink;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The redrives that one lane runs, since it has their links. What a lane knows of them it learns
 * from the dead-letter channel after it has fenced, and forgets with its connection. One thread.
 */
final class Redriving implements AutoCloseable {
  private final SlotId slot;
  private final Tracks tracks;
  private final SlotSink sink;
  private final Clock clock;
  private final Lazy letters;
  private final Lazy sources;
  private final List<OrderRun> runs = new ArrayList<>();
  private int next;

  Redriving(Tracks tracks, BrokerPair.Opened pair, SlotSink sink, Clock clock) {
    this.slot = tracks.slot();
    this.tracks = tracks;
    this.sink = sink;
    this.clock = clock;
    this.letters = new Lazy(() -> pair.targetTransport().reader(pair.targetAccess()));
    this.sources = new Lazy(() -> pair.sourceTransport().reader(pair.sourceAccess()));
  }

  /** From now on those of these links; one that is the same goes on. */
  void arrange(LinkTable table) {
    for (Iterator<OrderRun> all = runs.iterator(); all.hasNext(); ) {
      OrderRun run = all.next();
      boolean stays =
          table.redrives().contains(run.order()) && table.route(run.order().link()) == run.route();
      if (!stays) {
        run.end();
        all.remove();
      }
    }
    for (ManifestRedrive order : table.redrives()) {
      Route route = table.route(order.link());
      if (route != null && runs.stream().noneMatch(run -> run.order().equals(order))) {
        runs.add(order.ranges().isEmpty() ? redrive(order, route) : repair(order, route));
      }
    }
  }

  private OrderRun redrive(ManifestRedrive order, Route route) {
    return new RedriveRun(
        new LetterShelf(order, route, slot, letters, sources),
        new LetterSink(route, sink, slot.group().delivery(), clock));
  }

  private OrderRun repair(ManifestRedrive order, Route route) {
    return new RepairRun(
        order,
        route,
        slot,
        sources,
        new RepairSink(route, sink, slot.group().delivery(), clock),
        new RepairRun.Progress() {
          @Override
          public @Nullable Position of(LinkPartition key) {
            Position own = tracks.committed().get(key);
            return own == null ? ofOtherClasses(key) : own;
          }

          @Override
          public void know(Map<LinkPartition, Position> committed) {
            tracks.know(new Places(committed, Map.of()));
          }
        });
  }

  /** A link that changed its class goes on with a repair where the former owner was. */
  private @Nullable Position ofOtherClasses(LinkPartition key) {
    return letters.get().positions(FormerClass.others(slot.group())).get(key);
  }

  /** Whether something is to be looked at or written now. */
  boolean isDue() {
    return runs.stream().anyMatch(OrderRun::isDue);
  }

  /**
   * Does a bounded part of what is due, in transactions of its own. {@link Postponed} where the
   * target does not take it now.
   */
  void step() {
    for (int tried = 0; tried < runs.size(); tried++) {
      next = (next + 1) % runs.size();
      OrderRun run = runs.get(next);
      if (run.isDue()) {
        run.step();
        return;
      }
    }
  }

  /** Whether letters are to go before one of these events is written. */
  boolean comesBefore(List<Bundle> bundles) {
    return runs.stream()
        .anyMatch(run -> bundles.stream().anyMatch(each -> !run.keysWaiting(each).isEmpty()));
  }

  /** Hands those letters on. {@link Postponed} where the target does not take them now. */
  void handOnBefore(List<Bundle> bundles) {
    for (OrderRun run : runs) {
      Set<ByteBuffer> keys = new HashSet<>();
      bundles.forEach(each -> keys.addAll(run.keysWaiting(each)));
      run.handOn(keys);
    }
  }

  @Override
  public void close() {
    runs.forEach(OrderRun::end);
    runs.clear();
    letters.close();
    sources.close();
  }

  /** A reader that is opened when it is first asked for. */
  static final class Lazy implements AutoCloseable {
    private final Supplier<Reader> readers;
    private @Nullable Reader reader;

    private Lazy(Supplier<Reader> readers) {
      this.readers = readers;
    }

    Reader get() {
      Reader open = reader;
      if (open == null) {
        open = readers.get();
        reader = open;
      }
      return open;
    }

    @Override
    public void close() {
      if (reader != null) {
        reader.close();
        reader = null;
      }
    }
  }
}
