package io.meshwork.relay.engine;

import io.meshwork.api.ManifestLink;
import io.meshwork.api.ManifestRedrive;
import io.meshwork.api.ManifestRedrive.Range;
import io.meshwork.api.RedriveReport;
import io.meshwork.model.LinkId;
import io.meshwork.model.MeshException;
import io.meshwork.model.event.Event;
import io.meshwork.pattern.EventView;
import io.meshwork.pattern.MatchResult;
import io.meshwork.pattern.MatcherIndex;
import io.meshwork.projection.Projected;
import io.meshwork.projection.Projection;
import io.meshwork.transport.spi.Bundle;
import io.meshwork.transport.spi.LinkPartition;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Reader;
import io.meshwork.transport.spi.Received;
import io.meshwork.transport.spi.SlotId;
import io.meshwork.transport.spi.SourcePartition;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Pulls ranges of the source again that are missing at the target, as far as they belong to one
 * slot. Invariant: how far a source partition is repaired lies at the target, under an id of the
 * order, and got there with the events; a range is read on from there, whoever dies. One thread.
 */
final class RepairRun implements OrderRun {
  /** Between a link's id, which holds no such sign, and the order's. */
  static final String CROSSING = "#repair-";

  private static final int MOST_AT_ONCE = 500;
  private static final long MOST_BYTES = 4L << 20;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** How far repairs are, here and in the groups of the link's other classes. */
  interface Progress {
    @Nullable Position of(LinkPartition key);

    void know(Map<LinkPartition, Position> committed);
  }

  private final ManifestRedrive order;
  private final Route route;
  private final SlotId slot;
  private final Redriving.Lazy sources;
  private final RepairSink sink;
  private final Progress progress;
  private final @Nullable MatcherIndex<Integer> filter;
  private final Map<SourcePartition, Deque<Range>> ranges = new TreeMap<>();
  private final Map<SourcePartition, Position> reached = new HashMap<>();
  private final Map<SourcePartition, RepairSink.Count> counts = new HashMap<>();
  private final Set<Position> refused = new HashSet<>();
  private final Pauses pauses = new Pauses(FIRST_PAUSE, LONGEST_PAUSE);
  private final double perNano;
  private double allowance = 1;
  private long allowedAt = System.nanoTime();
  private long lookAt = System.nanoTime();
  private int read = MOST_AT_ONCE;
  private boolean begun;
  private @Nullable String problem;

  RepairRun(
      ManifestRedrive order,
      Route route,
      SlotId slot,
      Redriving.Lazy sources,
      RepairSink sink,
      Progress progress) {
    this.order = order;
    this.route = route;
    this.slot = slot;
    this.sources = sources;
    this.sink = sink;
    this.progress = progress;
    this.filter = filterOf(route);
    for (Range each : order.ranges()) {
      SourcePartition partition =
          new SourcePartition(route.link().from().channel(), each.partition());
      if (slot.group().slotOf(partition).equals(slot)) {
        ranges.computeIfAbsent(partition, _ -> new ArrayDeque<>()).add(each);
      }
    }
    this.perNano = order.perSecond() / 1e9 / slot.group().slots();
    tell();
  }

  private static @Nullable MatcherIndex<Integer> filterOf(Route route) {
    if (route.filter().isAll()) {
      return null;
    }
    MatcherIndex.Builder<Integer> index = MatcherIndex.builder();
    index.addExact(0, List.of(route.link().eventType()), route.filter());
    return index.build();
  }

  @Override
  public ManifestRedrive order() {
    return order;
  }

  @Override
  public Route route() {
    return route;
  }

  @Override
  public void end() {
    route.figures().redriveEnded(slot);
  }

  @Override
  public boolean isDue() {
    return (!begun || !ranges.isEmpty()) && System.nanoTime() - lookAt >= 0 && allowance() >= 1;
  }

  @Override
  public void step() {
    try {
      if (!begun) {
        begin();
      } else if (!ranges.isEmpty()) {
        work(ranges.keySet().iterator().next());
      }
      problem = null;
      pauses.reset();
    } catch (MeshException e) {
      if (sink.isBroken(e)) {
        throw e;
      }
      problem = e.text();
      lookAt = System.nanoTime() + pauses.next().toNanos();
    }
    tell();
  }

  /** Newer events of a key were written long ago: what is repaired comes late as it is. */
  @Override
  public Set<ByteBuffer> keysWaiting(Bundle bundle) {
    return Set.of();
  }

  @Override
  public void handOn(Set<ByteBuffer> keys) {}

  static LinkId crossing(LinkId link, ManifestRedrive order) {
    return new LinkId(link + CROSSING + order.id());
  }

  /** Whether it is how far a repair of that link is. */
  static boolean isOf(LinkId link, LinkId progress) {
    return progress.value().startsWith(link + CROSSING);
  }

  private LinkPartition key(SourcePartition partition) {
    return new LinkPartition(crossing(route.id(), order), partition);
  }

  private void begin() {
    for (SourcePartition partition : List.copyOf(ranges.keySet())) {
      Position known = progress.of(key(partition));
      Position counted =
          progress.of(new LinkPartition(RepairSink.counts(key(partition).link()), partition));
      counts.put(partition, RepairSink.Count.parse(counted));
      if (known != null) {
        reached.put(partition, known);
        Deque<Range> left = ranges.get(partition);
        while (left != null
            && !left.isEmpty()
            && !isBefore(partition, known, new Position(left.peekFirst().to()))) {
          left.removeFirst();
        }
        drop(partition);
      }
    }
    begun = true;
  }

  private void drop(SourcePartition partition) {
    Deque<Range> left = ranges.get(partition);
    if (left != null && left.isEmpty()) {
      ranges.remove(partition);
    }
  }

  private boolean isBefore(SourcePartition partition, Position position, Position later) {
    return sources.get().distance(partition, position, later) > 0;
  }

  private void work(SourcePartition partition) {
    Deque<Range> left = ranges.getOrDefault(partition, new ArrayDeque<>());
    Range range = left.getFirst();
    Position until = new Position(range.to());
    Position from = new Position(range.from());
    Position known = reached.get(partition);
    Position at = known != null && isBefore(partition, from, known) ? known : from;
    Reader source = sources.get();
    int most = Math.clamp((long) allowance(), 1, read);
    List<Received> found = source.range(partition, at, most);
    List<Received> passing = new ArrayList<>();
    Position through = until;
    long held = 0;
    long bytes = 0;
    long leftOut = 0;
    for (Received each : found) {
      if (!isBefore(partition, each.before(), until)) {
        through = until;
        break;
      }
      if (bytes > MOST_BYTES) {
        break;
      }
      through = isBefore(partition, each.after(), until) ? each.after() : until;
      bytes += each.event().size();
      Received projected = projected(each);
      if (!matches(each.event())) {
        held++;
      } else if (refused.contains(each.before()) || projected == null) {
        leftOut++;
      } else {
        passing.add(projected);
      }
    }
    if (!found.isEmpty()) {
      read = Math.clamp(MOST_BYTES * found.size() / Math.max(1, bytes), 1, MOST_AT_ONCE);
    }
    RepairSink.Piece piece =
        new RepairSink.Piece(key(partition), at, through, passing, held, leftOut);
    RepairSink.Count count = counts.getOrDefault(partition, RepairSink.Count.NONE);
    RepairSink.Done done = sink.write(piece, count);
    allowance -= Math.max(1, passing.size());
    refused.addAll(done.refused());
    RepairSink.Count after = done.count();
    if (after != null) {
      counts.put(partition, after);
      reached.put(partition, through);
      progress.know(sink.places(piece, after));
      if (!isBefore(partition, through, until)) {
        left.removeFirst();
        drop(partition);
      }
    }
  }

  private boolean matches(Event event) {
    if (filter == null) {
      return true;
    }
    MatchResult<Integer> result = filter.match(EventView.of(route.link().eventType(), event));
    return !result.isEmpty()
        || (!result.undecided().isEmpty()
            && route.link().undecided() == ManifestLink.Undecided.PASS);
  }

  /** As the link hands it on, {@code null}: its transform cannot read it. */
  private @Nullable Received projected(Received read) {
    Projection projection = route.projection();
    if (projection == null) {
      return read;
    }
    return switch (projection.project(read.event())) {
      case Projected.Written(Event event) ->
          new Received(read.partition(), read.before(), read.after(), event);
      case Projected.Unreadable _ -> null;
    };
  }

  private double allowance() {
    long now = System.nanoTime();
    double most = Math.max(1, perNano * 1e9);
    allowance = Math.min(most, allowance + (now - allowedAt) * perNano);
    allowedAt = now;
    return allowance;
  }

  private long left() {
    long left = 0;
    for (Map.Entry<SourcePartition, Deque<Range>> each : ranges.entrySet()) {
      for (Range range : each.getValue()) {
        Position from = new Position(range.from());
        Position known = reached.get(each.getKey());
        Position at = known != null && isBefore(each.getKey(), from, known) ? known : from;
        left += Math.max(1, sources.get().distance(each.getKey(), at, new Position(range.to())));
      }
    }
    return left;
  }

  private void tell() {
    List<RedriveReport.Slot> slots = List.of();
    if (begun) {
      slots =
          List.of(
              new RedriveReport.Slot(
                  slot.number(),
                  counts.values().stream().mapToLong(RepairSink.Count::written).sum(),
                  counts.values().stream().mapToLong(RepairSink.Count::refused).sum(),
                  left()));
    }
    route.figures().redrive(slot, new RedriveReport(order.id(), order.link(), slots, problem));
  }
}
