package io.meshwork.relay.engine;

import io.meshwork.api.Manifest;
import io.meshwork.api.ManifestLink;
import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.LinkId;
import io.meshwork.model.RegionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.Rate;
import io.meshwork.transport.spi.SlotGroup;
import io.meshwork.transport.spi.SlotId;
import io.meshwork.transport.spi.SourcePartition;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * The rates that this relay keeps. Invariant: of each limit it has the share that its slots have of
 * the source partitions concerned, and a slot has one owner, so that the shares of all relays are
 * at most the limit, and none has to ask another. Any thread.
 */
final class Rates {
  private record Source(BrokerName broker, ChannelAddress channel) {}

  private record Part(int owned, int all) {
    static final Part NONE = new Part(0, 0);

    Part plus(Part other) {
      return new Part(owned + other.owned, all + other.all);
    }

    double share() {
      return all == 0 ? 0 : (double) owned / all;
    }
  }

  private final LongSupplier nanoTime;
  private final Map<LinkId, Bucket> links = new ConcurrentHashMap<>();
  private final Map<TeamName, Bucket> teams = new ConcurrentHashMap<>();
  private final Map<Source, Integer> counts = new HashMap<>();
  private final Set<SlotId> owned = new HashSet<>();
  private List<ManifestLink> limited = List.of();
  private Map<TeamName, Rate> limits = Map.of();
  private RegionName region = new RegionName("none");

  Rates(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** The time that rates go by. */
  long now() {
    return nanoTime.getAsLong();
  }

  /** From now on the rates of this manifest. */
  synchronized void apply(Manifest manifest) {
    region = manifest.region();
    limits =
        manifest.teamRates().stream()
            .collect(
                Collectors.toMap(
                    Manifest.TeamRate::team, Manifest.TeamRate::rate, (one, other) -> other));
    limited =
        manifest.links().stream()
            .filter(link -> link.rate() != null || limits.containsKey(link.team()))
            .toList();
    Set<LinkId> there = new HashSet<>();
    Set<TeamName> theirs = new HashSet<>();
    for (ManifestLink link : manifest.links()) {
      there.add(link.id());
      theirs.add(link.team());
    }
    links.keySet().retainAll(there);
    teams.keySet().retainAll(theirs);
    Set<LinkId> some = limited.stream().map(ManifestLink::id).collect(Collectors.toSet());
    links.forEach(
        (id, bucket) -> {
          if (!some.contains(id)) {
            bucket.rate(null, 1);
          }
        });
    teams.forEach(
        (team, bucket) -> {
          if (!limits.containsKey(team)) {
            bucket.rate(null, 1);
          }
        });
    divide();
  }

  /** The slot's partitions are ours. */
  synchronized void acquired(SlotId slot) {
    if (owned.add(slot)) {
      divide();
    }
  }

  /** They no longer are. */
  synchronized void lost(SlotId slot) {
    if (owned.remove(slot)) {
      divide();
    }
  }

  /** So many partitions these channels have now, which may be more than the manifest knows of. */
  synchronized void counted(BrokerName broker, Map<ChannelAddress, Integer> found) {
    boolean changed = false;
    for (Map.Entry<ChannelAddress, Integer> each : found.entrySet()) {
      Integer before = counts.put(new Source(broker, each.getKey()), each.getValue());
      changed |= !each.getValue().equals(before);
    }
    if (changed) {
      divide();
    }
  }

  /** What the link may move. */
  Allowance of(ManifestLink link) {
    return new Allowance(bucket(link), bucket(link.team()));
  }

  private Bucket bucket(ManifestLink link) {
    return links.computeIfAbsent(link.id(), _ -> new Bucket(nanoTime));
  }

  private Bucket bucket(TeamName team) {
    return teams.computeIfAbsent(team, _ -> new Bucket(nanoTime));
  }

  private void divide() {
    Map<TeamName, Part> ofTeams = new HashMap<>();
    for (ManifestLink link : limited) {
      Part part = part(link);
      bucket(link).rate(link.rate(), part.share());
      ofTeams.merge(link.team(), part, Part::plus);
    }
    limits.forEach(
        (team, rate) -> bucket(team).rate(rate, ofTeams.getOrDefault(team, Part.NONE).share()));
  }

  private Part part(ManifestLink link) {
    SlotGroup group = BrokerPair.group(region, link);
    Source source = new Source(link.from().broker(), link.from().channel());
    int all = Math.max(link.from().partitions(), counts.getOrDefault(source, 0));
    int ours = 0;
    for (int number = 0; number < all; number++) {
      if (owned.contains(group.slotOf(new SourcePartition(link.from().channel(), number)))) {
        ours++;
      }
    }
    return new Part(ours, all);
  }
}
