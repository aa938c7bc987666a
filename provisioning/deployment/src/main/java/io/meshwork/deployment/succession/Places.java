package io.meshwork.deployment.succession;

import io.meshwork.api.ManifestBroker;
import io.meshwork.deployment.observation.Brokers;
import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelId;
import io.meshwork.model.MeshException;
import io.meshwork.planner.DesiredLink;
import io.meshwork.planner.LinkEnd;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Reader;
import io.meshwork.transport.spi.SlotSink;
import io.meshwork.transport.spi.SlotWriter;
import io.meshwork.transport.spi.SourcePartition;
import io.meshwork.transport.spi.TransportError;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where heirs go on: from where the former ended in the channel that it read, back along the way
 * that led there, to the first channel that also lies on the heir's way, and forth along that. One
 * thread.
 */
final class Places implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Places.class);

  private final Feeders before;
  private final Feeders after;
  private final Known known;
  private final Brokers brokers;
  private final Instant now;
  private final Map<BrokerName, Reader> readers = new HashMap<>();

  /**
   * The brokers that can be asked.
   *
   * @param all of them, the retired ones that links still name included
   * @param current those that are not retired
   */
  record Known(Map<BrokerName, ManifestBroker> all, Set<BrokerName> current) {}

  Places(Feeders before, Feeders after, Known known, Brokers brokers, Instant now) {
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
    ManifestBroker broker = known.all().get(name);
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
   * Where the heir begins, by partition of its source; none: as its own start says.
   *
   * @param stand where the former ended, by partition of its source
   */
  Map<Integer, Position> of(Succession succession, Supplier<Map<Integer, Position>> stand) {
    LinkEnd from = succession.former().link().from();
    try {
      return succession.readsTheSame()
          ? stand.get()
          : at(from, stand.get(), succession.heir().from());
    } catch (MeshException e) {
      if (e.code() != TransportError.BROKER_UNREACHABLE || !isGivenUp(from)) {
        throw e;
      }
      LOG.atWarn()
          .addKeyValue("link", succession.heir().id())
          .addKeyValue("problem", e.text())
          .log("a retired broker does not answer: the link begins as its start says");
      return Map.of();
    }
  }

  /** Whether somebody has retired a broker on the way to a channel, and so what it holds. */
  private boolean isGivenUp(LinkEnd end) {
    return before.channels(end).stream()
        .anyMatch(channel -> !known.current().contains(channel.broker()));
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
