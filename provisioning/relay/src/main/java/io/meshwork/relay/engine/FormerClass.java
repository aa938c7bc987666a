package io.meshwork.relay.engine;

import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.transport.spi.LinkPartition;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Reader;
import io.meshwork.transport.spi.SlotGroup;
import io.meshwork.transport.spi.SlotId;
import io.meshwork.transport.spi.SlotSink;
import io.meshwork.transport.spi.SlotWriter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where links stood while they were of another class: that class's group at the same target holds
 * their positions. Whoever takes a link over shuts the former owner out before it reads them, so
 * that one who has not heard of the change yet writes nothing behind them.
 */
record FormerClass(SlotId slot, BrokerPair.Opened pair, SourceLook look) {
  /**
   * Where a link stood at a partition.
   *
   * @param move the last position move that it had taken there, 0: none
   * @param filters with which it had read, {@code null}: not recorded
   */
  record Place(Position position, long move, @Nullable Position filters) {}

  /**
   * What of these is further than what this group holds. Positions compare only after the same
   * position move: who has taken more moves is further, wherever they led.
   */
  Map<LinkPartition, Place> takeOver(Set<LinkPartition> joining, Map<LinkPartition, Position> own) {
    if (joining.isEmpty()) {
      return Map.of();
    }
    Map<LinkPartition, Place> best = places(own, joining);
    Map<LinkPartition, Place> taken = new HashMap<>();
    try (Reader reader = pair.targetTransport().reader(pair.targetAccess())) {
      for (SlotGroup group : others(slot.group())) {
        if (!further(places(reader.positions(Set.of(group)), joining), best).isEmpty()) {
          taken.putAll(further(places(fenced(group), joining), best));
          best.putAll(taken);
        }
      }
    }
    return taken;
  }

  private static Map<LinkPartition, Place> places(
      Map<LinkPartition, Position> committed, Set<LinkPartition> joining) {
    List<LinkPartition> moves =
        committed.keySet().stream().filter(each -> each.link().isMove()).toList();
    Map<LinkPartition, Place> places = new HashMap<>();
    for (LinkPartition of : joining) {
      Position position = committed.get(of);
      if (position != null) {
        long move =
            moves.stream()
                .filter(each -> each.partition().equals(of.partition()))
                .mapToLong(each -> of.link().moveRecordedBy(each.link()))
                .max()
                .orElse(0);
        Position filters = committed.get(new LinkPartition(of.link().filters(), of.partition()));
        places.put(of, new Place(position, move, filters));
      }
    }
    return places;
  }

  private Map<LinkPartition, Place> further(
      Map<LinkPartition, Place> there, Map<LinkPartition, Place> own) {
    Map<LinkPartition, Place> further = new HashMap<>();
    there.forEach(
        (of, place) -> {
          Place ours = own.get(of);
          if (ours == null
              || place.move() > ours.move()
              || (place.move() == ours.move()
                  && look.isBefore(of.partition(), ours.position(), place.position()))) {
            further.put(of, place);
          }
        });
    return further;
  }

  private Map<LinkPartition, Position> fenced(SlotGroup group) {
    SlotId former = new SlotId(group, slot.number());
    try (SlotSink sink =
        pair.targetTransport().slotSink(pair.targetAccess(), SlotWriter.main(former))) {
      return sink.fence();
    }
  }

  /** The groups of the same brokers' links of other classes. */
  static Set<SlotGroup> others(SlotGroup own) {
    return Arrays.stream(DeliveryClass.values())
        .filter(each -> each != own.delivery())
        .map(each -> new SlotGroup(own.source(), own.target(), each, own.runsIn(), own.slots()))
        .collect(Collectors.toSet());
  }
}
