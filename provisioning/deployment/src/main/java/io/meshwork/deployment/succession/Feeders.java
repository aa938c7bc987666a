package io.meshwork.deployment.succession;

import io.meshwork.deployment.execution.Step;
import io.meshwork.deployment.store.StoredManifest;
import io.meshwork.model.ChannelId;
import io.meshwork.model.LinkId;
import io.meshwork.model.RegionName;
import io.meshwork.planner.DesiredLink;
import io.meshwork.planner.LinkEnd;
import io.meshwork.planner.LinkKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which link between brokers feeds which arrival channel, before a plan or after it. */
record Feeders(Map<ChannelId, DesiredLink> byChannel) {
  private record Of(RegionName region, LinkId id) {}

  /** As the plan saw them. */
  static Feeders before(Map<RegionName, StoredManifest> now, List<Step.Switch> switches) {
    return of(now, switches, true);
  }

  /** As the plan will have them. */
  static Feeders after(Map<RegionName, StoredManifest> now, List<Step.Switch> switches) {
    return of(now, switches, false);
  }

  private static Feeders of(
      Map<RegionName, StoredManifest> now, List<Step.Switch> switches, boolean before) {
    Set<Of> changed = new HashSet<>();
    List<DesiredLink> links = new ArrayList<>();
    for (Step.Switch step : switches) {
      for (Step.LinkChange change : step.links()) {
        changed.add(new Of(step.region(), change.id()));
        DesiredLink link = before ? change.before() : change.after();
        if (link != null) {
          links.add(link);
        }
      }
    }
    now.forEach(
        (region, manifest) ->
            manifest.links().values().stream()
                .map(stored -> stored.link())
                .filter(link -> !changed.contains(new Of(region, link.id())))
                .forEach(links::add));
    Map<ChannelId, DesiredLink> feeders = new HashMap<>();
    links.stream()
        .filter(link -> link.kind() == LinkKind.TRANSFER)
        .forEach(link -> feeders.put(link.to().channel(), link));
    return new Feeders(feeders);
  }

  /** What feeds a channel, {@code null}: publishers, or nobody. */
  @Nullable DesiredLink of(LinkEnd end) {
    return byChannel.get(end.channel());
  }

  /** The links on the way to a channel, the last first. */
  List<DesiredLink> way(LinkEnd end) {
    List<DesiredLink> way = new ArrayList<>();
    for (DesiredLink link = of(end); link != null && !way.contains(link); link = of(link.from())) {
      way.add(link);
    }
    return way;
  }

  /** The channels on the way to a channel, itself the first. */
  List<LinkEnd> channels(LinkEnd end) {
    List<LinkEnd> channels = new ArrayList<>(List.of(end));
    way(end).forEach(link -> channels.add(link.from()));
    return channels;
  }
}
