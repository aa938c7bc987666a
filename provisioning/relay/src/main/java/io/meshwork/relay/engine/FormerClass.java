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
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where links stood while they were of another class: that class's group at the same target holds
 * their positions. Whoever takes a link over shuts the former owner out before it reads them, so
 * that one who has not heard of the change yet writes nothing behind them.
 */
record FormerClass(SlotId slot, BrokerPair.Opened pair, SourceLook look) {
  /** What is further than what this group holds, of these. */
  Map<LinkPartition, Position> takeOver(
      Set<LinkPartition> joining, Map<LinkPartition, Position> own) {
    if (joining.isEmpty()) {
      return Map.of();
    }
    Map<LinkPartition, Position> best = new HashMap<>(own);
    Map<LinkPartition, Position> taken = new HashMap<>();
    try (Reader reader = pair.targetTransport().reader(pair.targetAccess())) {
      for (SlotGroup group : others()) {
        if (!further(reader.positions(Set.of(group)), joining, best).isEmpty()) {
          taken.putAll(further(fenced(group), joining, best));
          best.putAll(taken);
        }
      }
    }
    return taken;
  }

  private Map<LinkPartition, Position> further(
      Map<LinkPartition, Position> there,
      Set<LinkPartition> joining,
      Map<LinkPartition, Position> own) {
    Map<LinkPartition, Position> further = new HashMap<>();
    there.forEach(
        (of, position) -> {
          Position ours = own.get(of);
          if (joining.contains(of)
              && (ours == null || look.isBefore(of.partition(), ours, position))) {
            further.put(of, position);
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

  private Set<SlotGroup> others() {
    SlotGroup own = slot.group();
    return Arrays.stream(DeliveryClass.values())
        .filter(each -> each != own.delivery())
        .map(each -> new SlotGroup(own.source(), own.target(), each, own.runsIn(), own.slots()))
        .collect(Collectors.toSet());
  }
}
