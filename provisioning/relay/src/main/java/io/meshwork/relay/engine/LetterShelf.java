package io.meshwork.relay.engine;

import io.meshwork.api.DeadRecord;
import io.meshwork.api.DeadRecord.Kept;
import io.meshwork.api.DeadRecord.Letter;
import io.meshwork.api.DeadRecord.Origin;
import io.meshwork.api.ManifestRedrive;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.JsonText;
import io.meshwork.model.event.Event;
import io.meshwork.pattern.EventPatterns;
import io.meshwork.pattern.EventView;
import io.meshwork.pattern.FilterUnion;
import io.meshwork.pattern.MatcherIndex;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Reader;
import io.meshwork.transport.spi.Received;
import io.meshwork.transport.spi.SlotId;
import io.meshwork.transport.spi.SourcePartition;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The letters of one redrive that one slot has to hand on, as its dead-letter channel shows them.
 *
 * <p>Invariant: a letter is here only if no mark of it was committed before the scan's own mark was
 * written. The scan's mark is written after fencing and read back as a committed event, so all
 * marks of former owners lie before it and have been read; marks of other slots' letters do not
 * count here. Bounded: what does not fit is looked for again when the rest is done. One thread.
 */
final class LetterShelf {
  private static final int MOST_LETTERS = 5_000;
  private static final long MOST_BYTES = 8L << 20;
  private static final int FIRST_READ = 32;
  private static final int MOST_READ = 1_000;
  private static final long READ_BYTES = 4L << 20;

  /** A letter and the partition of the dead-letter channel that its mark goes to. */
  record Shelved(Letter letter, int partition) {}

  private final ManifestRedrive order;
  private final Route route;
  private final SlotId slot;
  private final Redriving.Lazy letters;
  private final Redriving.Lazy sources;
  private final Set<String> wanted;
  private final @Nullable MatcherIndex<Route> filter;
  private final Map<String, Shelved> waiting = new LinkedHashMap<>();
  private final Map<ByteBuffer, Integer> keys = new HashMap<>();
  private final Map<SourcePartition, Position> places = new TreeMap<>();
  private @Nullable UUID scan;
  private int read = FIRST_READ;
  private long bytes;
  private long beyond;
  private long redriven;
  private long refused;

  LetterShelf(
      ManifestRedrive order,
      Route route,
      SlotId slot,
      Redriving.Lazy letters,
      Redriving.Lazy sources) {
    this.order = order;
    this.route = route;
    this.slot = slot;
    this.letters = letters;
    this.sources = sources;
    this.wanted = new HashSet<>(order.letters());
    this.filter = filterOf(order, route);
  }

  private static @Nullable MatcherIndex<Route> filterOf(ManifestRedrive order, Route route) {
    JsonText filter = order.filter();
    if (filter == null) {
      return null;
    }
    MatcherIndex.Builder<Route> index = MatcherIndex.builder();
    index.addExact(
        route,
        List.of(route.link().eventType()),
        FilterUnion.none().with(EventPatterns.parse(filter.value())));
    return index.build();
  }

  ManifestRedrive order() {
    return order;
  }

  Route route() {
    return route;
  }

  SlotId slot() {
    return slot;
  }

  /** Whether source partitions of the link belong to this slot at all. */
  boolean isConcerned() {
    return concerned().contains(slot.number());
  }

  /** The slots that share the redrive. */
  Set<Integer> concerned() {
    Set<Integer> slots = new HashSet<>();
    ChannelAddress channel = route.link().from().channel();
    IntStream.range(0, route.link().from().partitions())
        .forEach(
            number ->
                slots.add(slot.group().slotOf(new SourcePartition(channel, number)).number()));
    return slots;
  }

  /** Begins anew. Returns the partitions to put the scan's mark into. */
  Collection<SourcePartition> beginScan(UUID id) {
    waiting.clear();
    keys.clear();
    places.clear();
    bytes = 0;
    beyond = 0;
    redriven = 0;
    refused = 0;
    scan = id;
    places.putAll(letters.get().positionsAt(DeadLetters.channel(route), Instant.EPOCH));
    return List.copyOf(places.keySet());
  }

  boolean isScanned() {
    return places.isEmpty();
  }

  /** Reads on, a bounded stretch. Returns whether anything was there. */
  boolean readOn() {
    Map.Entry<SourcePartition, Position> first = places.entrySet().iterator().next();
    SourcePartition partition = first.getKey();
    List<Received> found = letters.get().range(partition, first.getValue(), read);
    long size = 0;
    for (Received each : found) {
      size += each.event().size();
      DeadRecord record = DeadRecord.of(each.event());
      if (record instanceof DeadRecord.Scan(UUID id, Instant _) && id.equals(scan)) {
        places.remove(partition);
        return true;
      }
      if (record != null) {
        take(record, partition.number());
      }
      places.put(partition, each.after());
    }
    if (!found.isEmpty()) {
      long average = Math.max(1, size / found.size());
      read = Math.clamp(READ_BYTES / average, 1, MOST_READ);
    }
    return !found.isEmpty();
  }

  private void take(DeadRecord record, int partition) {
    switch (record) {
      case Letter letter -> {
        if (isOurs(letter.origin()) && isWanted(letter)) {
          shelve(letter, partition);
        }
      }
      case DeadRecord.Redriven(Origin origin, UUID by, Instant _) -> {
        if (isOurs(origin)) {
          drop(origin.letter());
          redriven += by.equals(order.id()) ? 1 : 0;
        }
      }
      case DeadRecord.RefusedAgain again -> {
        if (isOurs(again.origin())) {
          refuse(again);
        }
      }
      case DeadRecord.Scan _ -> {}
    }
  }

  private boolean isOurs(Origin origin) {
    return origin.link().equals(order.link())
        && slot.group()
            .slotOf(new SourcePartition(origin.channel(), origin.partition()))
            .equals(slot);
  }

  private boolean isWanted(Letter letter) {
    return !letter.last().isAfter(order.through())
        && (wanted.isEmpty() || wanted.contains(letter.origin().letter()))
        && matches(letter);
  }

  private boolean matches(Letter letter) {
    MatcherIndex<Route> matching = filter;
    if (matching == null) {
      return true;
    }
    Event event = restore(letter);
    EventView view = EventView.of(route.link().eventType(), event == null ? letter.event() : event);
    return !matching.match(view).subscribers().isEmpty();
  }

  private void shelve(Letter letter, int partition) {
    String id = letter.origin().letter();
    if (waiting.containsKey(id)) {
      return;
    }
    long size = letter.event().size();
    if (waiting.size() >= MOST_LETTERS || bytes + size > MOST_BYTES) {
      beyond++;
    } else {
      bytes += size;
      waiting.put(id, new Shelved(letter, partition));
      ByteBuffer key = keyOf(letter);
      if (key != null) {
        keys.merge(key, 1, Integer::sum);
      }
    }
  }

  private void drop(String id) {
    Shelved dropped = waiting.remove(id);
    if (dropped != null) {
      bytes -= dropped.letter().event().size();
      ByteBuffer key = keyOf(dropped.letter());
      if (key != null) {
        keys.computeIfPresent(key, (ignored, count) -> count == 1 ? null : count - 1);
      }
    }
  }

  private static @Nullable ByteBuffer keyOf(Letter letter) {
    byte[] key = letter.event().key();
    return key == null ? null : ByteBuffer.wrap(key);
  }

  private void refuse(DeadRecord.RefusedAgain again) {
    String id = again.origin().letter();
    Shelved known = waiting.get(id);
    if (again.redrive().equals(order.id())) {
      drop(id);
      refused++;
    } else if (known != null) {
      Letter letter = known.letter();
      waiting.put(
          id,
          new Shelved(
              new Letter(
                  letter.origin(),
                  again.reason(),
                  again.attempts(),
                  letter.first(),
                  again.at(),
                  letter.kept(),
                  letter.event()),
              known.partition()));
    }
  }

  /** Those to go, oldest first. */
  List<Shelved> waiting() {
    return new ArrayList<>(waiting.values());
  }

  /** Of those to go, the ones with such a key, oldest first. */
  List<Shelved> waitingOf(Set<ByteBuffer> wantedKeys) {
    return waiting.values().stream()
        .filter(
            each -> {
              ByteBuffer key = keyOf(each.letter());
              return key != null && wantedKeys.contains(key);
            })
        .toList();
  }

  /** Whether one with such a key is to go. */
  boolean holds(byte[] key) {
    return !keys.isEmpty() && keys.containsKey(ByteBuffer.wrap(key));
  }

  /** Letters that are to go, as far as is known. */
  long left() {
    return waiting.size() + beyond;
  }

  /** Whether there are more than were shelved. */
  boolean isOverfull() {
    return beyond > 0;
  }

  long redriven() {
    return redriven;
  }

  long refused() {
    return refused;
  }

  /** These were handed on. */
  void markRedriven(Collection<Shelved> done) {
    done.forEach(each -> drop(each.letter().origin().letter()));
    redriven += done.size();
  }

  /** These were refused again. */
  void markRefused(Collection<Shelved> done) {
    done.forEach(each -> drop(each.letter().origin().letter()));
    refused += done.size();
  }

  /**
   * The refused event, whole: what its letter does not hold is read where it came from. {@code
   * null}: it is no longer there.
   */
  @Nullable Event restore(Letter letter) {
    if (letter.kept() == Kept.WHOLE) {
      return letter.event();
    }
    SourcePartition partition =
        new SourcePartition(letter.origin().channel(), letter.origin().partition());
    Position at = new Position(letter.origin().position());
    Reader reader = sources.get();
    List<Received> found = reader.range(partition, at, 1);
    if (found.isEmpty()) {
      return null;
    }
    Position there = found.getFirst().before();
    boolean same =
        reader.distance(partition, at, there) == 0 && reader.distance(partition, there, at) == 0;
    return same ? found.getFirst().event() : null;
  }
}
