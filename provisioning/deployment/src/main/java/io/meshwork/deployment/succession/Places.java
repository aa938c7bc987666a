package io.meshwork.deployment.succession;

import io.meshwork.api.ManifestBroker;
import io.meshwork.deployment.observation.Brokers;
import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelId;
import io.meshwork.planner.DesiredLink;
import io.meshwork.planner.LinkEnd;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Reader;
import io.meshwork.transport.spi.SlotSink;
import io.meshwork.transport.spi.SlotWriter;
import io.meshwork.transport.spi.SourcePartition;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Where heirs go on: from where the former ended in the channel that it read, back along the way
 * that led there, to the first channel that also lies on the heir's way, and forth along that. One
 * thread.
 */
final class Places implements AutoCloseable {
  private final Feeders before;
  private final Feeders after;
  private final Map<BrokerName, ManifestBroker> known;
  private final Brokers brokers;
  private final Instant now;
  private final Map<BrokerName, Reader> readers = new HashMap<>();

  Places(
      Feeders before,
      Feeders after,
      Map<BrokerName, ManifestBroker> known,
      Brokers brokers,
      Instant now) {
    this.before = before;
    this.after = after;
    this.known = known;
    this.brokers = brokers;
    this.now = now;
  }

  /** Looks at a broker; closed with this. */
  Reader reader(BrokerName name) {
    return readers.computeIfAbsent(name, any -> brokers.reader(broker(name)));
  }

  /** What writes for a slot; closed by the caller. */
  SlotSink slotSink(BrokerName name, SlotWriter writer) {
    return brokers.slotSink(broker(name), writer);
  }

  private ManifestBroker broker(BrokerName name) {
    ManifestBroker broker = known.get(name);
    if (broker == null) {
      throw NotTold.ever(
          "Broker '%s' is not in the catalog any more, so what it holds cannot be looked at."
              .formatted(name));
    }
    return broker;
  }

  /** What a link has committed, by source partition. */
  Map<SourcePartition, Position> committed(DesiredLink link) {
    return Hop.committed(link, reader(link.from().broker()), reader(link.to().broker()));
  }

  /**
   * Where the heir begins.
   *
   * @param stand where the former ended, by partition of its source
   */
  Map<Integer, Position> of(Succession succession, Map<Integer, Position> stand) {
    if (succession.readsTheSame()) {
      return stand;
    }
    return at(succession.former().link().from(), stand, succession.heir().from());
  }

  /** The same moment in another channel of the tree. */
  private Map<Integer, Position> at(LinkEnd from, Map<Integer, Position> stand, LinkEnd to) {
    Set<ChannelId> goal =
        after.channels(to).stream().map(LinkEnd::channel).collect(Collectors.toSet());
    LinkEnd here = from;
    Map<Integer, Position> place = stand;
    while (!goal.contains(here.channel())) {
      DesiredLink feeder = before.of(here);
      if (feeder == null) {
        throw NotTold.ever(
            "Nothing leads from %s to %s, so where a link goes on there is unknown."
                .formatted(from.address(), to.address()));
      }
      place = hop(feeder).back(place);
      here = feeder.from();
    }
    for (DesiredLink next : onwards(here, to)) {
      place = hop(next).forth(place);
    }
    return place;
  }

  private List<DesiredLink> onwards(LinkEnd from, LinkEnd to) {
    List<DesiredLink> way = after.way(to).reversed();
    List<DesiredLink> onwards = way;
    for (int i = 0; i < way.size(); i++) {
      if (way.get(i).to().channel().equals(from.channel())) {
        onwards = way.subList(i + 1, way.size());
      }
    }
    return onwards;
  }

  private Hop hop(DesiredLink link) {
    return new Hop(link, reader(link.from().broker()), reader(link.to().broker()), now);
  }

  /**
   * Where a link that nothing goes before begins, so that an heir behind it misses nothing; empty:
   * nothing of that heir was ever read, or it is not behind this link.
   */
  Optional<Map<Integer, Position>> opening(
      DesiredLink link, Succession succession, Map<Integer, Position> stand) {
    boolean behind =
        !succession.readsTheSame() && after.way(succession.heir().from()).contains(link);
    if (!behind || stand.isEmpty()) {
      return Optional.empty();
    }
    DesiredLink former = succession.former().link();
    try {
      return Optional.of(at(former.from(), stand, link.from()));
    } catch (NotTold e) {
      if (after.of(link.from()) == null || !e.isToWait()) {
        throw e;
      }
      // What feeds it begins with the same plan, and not before what is needed.
      return Optional.of(earliest(link));
    }
  }

  private Map<Integer, Position> earliest(DesiredLink link) {
    Map<Integer, Position> places = new TreeMap<>();
    reader(link.from().broker())
        .positionsAt(link.from().address(), Instant.EPOCH)
        .forEach((partition, position) -> places.put(partition.number(), position));
    return places;
  }

  @Override
  public void close() {
    readers.values().forEach(Reader::close);
  }
}
