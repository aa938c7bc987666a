package io.meshwork.deployment.verify;

import io.meshwork.api.ManifestLink;
import io.meshwork.deployment.store.StoredStanding;
import io.meshwork.deployment.store.StoredStanding.Place;
import io.meshwork.model.ChannelAddress;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.SourcePartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where continuous verification of a link stands in the channels that it joins.
 *
 * @param anchors at the source, for the next look
 * @param reached at the source, the furthest that was verified
 * @param lost partitions of the source of which crossings are gone
 * @param written at the target, for the next look
 */
record Places(
    Map<SourcePartition, Position> anchors,
    Map<SourcePartition, Position> reached,
    Set<SourcePartition> lost,
    Map<SourcePartition, Position> written) {
  /**
   * As they were kept; those of other channels are of no use, and those of the target are none
   * where crossings are gone that told of what lies behind them.
   */
  Places(StoredStanding standing, ManifestLink link, boolean overtaken) {
    this(new HashMap<>(), new HashMap<>(), new HashSet<>(), new HashMap<>());
    for (Place each : standing.places()) {
      ChannelAddress channel = each.target() ? link.to().channel() : link.from().channel();
      if (each.channel().equals(channel.value())) {
        SourcePartition partition = new SourcePartition(channel, each.partition());
        String anchor = each.anchor();
        String place = each.reached();
        if (anchor != null && !each.target()) {
          anchors.put(partition, new Position(anchor));
        } else if (anchor != null && !overtaken) {
          written.put(partition, new Position(anchor));
        }
        if (place != null) {
          reached.put(partition, new Position(place));
        }
        if (each.lost() || (overtaken && !each.target())) {
          lost.add(partition);
        }
      }
    }
  }

  Reached known() {
    return new Reached(anchors, lost, written);
  }

  /** To be kept after a look. What was lost is, until an anchor lies behind it. */
  List<Place> next(Reached after, Map<SourcePartition, Position> nextReached) {
    Set<SourcePartition> all = new TreeSet<>(after.anchors().keySet());
    all.addAll(nextReached.keySet());
    List<Place> next = new ArrayList<>();
    for (SourcePartition each : all) {
      Position anchor = after.anchors().get(each);
      Position place = nextReached.get(each);
      next.add(
          new Place(
              each.channel().value(),
              each.number(),
              false,
              anchor == null ? null : anchor.value(),
              place == null ? null : place.value(),
              lost.contains(each) && anchor != null && anchor.equals(anchors.get(each))));
    }
    new TreeMap<>(after.written())
        .forEach(
            (each, last) ->
                next.add(
                    new Place(
                        each.channel().value(), each.number(), true, last.value(), null, false)));
    return next;
  }
}
