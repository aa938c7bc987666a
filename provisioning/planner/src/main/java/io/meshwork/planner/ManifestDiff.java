package io.meshwork.planner;

import io.meshwork.model.LinkId;
import io.meshwork.model.Name;
import io.meshwork.model.RegionName;
import io.meshwork.model.SubscriptionName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How one region's manifest changes. */
final class ManifestDiff {
  private final RegionName region;
  private final SortedMap<LinkId, DesiredLink> before;
  private final TreeMap<LinkId, DesiredLink> after;

  private ManifestDiff(
      RegionName region,
      SortedMap<LinkId, DesiredLink> before,
      SortedMap<LinkId, DesiredLink> after) {
    this.region = region;
    this.before = before;
    this.after = new TreeMap<>(after);
  }

  /** One for every region that has links now or afterwards. */
  static List<ManifestDiff> of(
      Map<RegionName, AppliedManifest> applied, SortedMap<LinkId, DesiredLink> resulting) {
    TreeMap<RegionName, TreeMap<LinkId, DesiredLink>> byRegion = new TreeMap<>();
    applied.keySet().forEach(region -> byRegion.put(region, new TreeMap<>()));
    for (DesiredLink link : resulting.values()) {
      byRegion.computeIfAbsent(link.runsIn(), ignored -> new TreeMap<>()).put(link.id(), link);
    }
    List<ManifestDiff> diffs = new ArrayList<>();
    byRegion.forEach(
        (region, after) ->
            diffs.add(
                new ManifestDiff(
                    region, applied.getOrDefault(region, AppliedManifest.NONE).links(), after)));
    return diffs;
  }

  RegionName region() {
    return region;
  }

  /** The links that would be new or different. */
  List<DesiredLink> news() {
    return after.values().stream().filter(link -> !link.equals(before.get(link.id()))).toList();
  }

  /** All links of the region afterwards. */
  Collection<DesiredLink> resulting() {
    return after.values();
  }

  /** Leaves a link as it is now. */
  void leave(DesiredLink link) {
    DesiredLink present = before.get(link.id());
    if (present == null) {
      after.remove(link.id());
    } else {
      after.put(link.id(), present);
    }
  }

  /** The step, or nothing to do. */
  Action.@Nullable SwitchManifest action(SortedSet<Integer> dependsOn) {
    List<DesiredLink> added = new ArrayList<>();
    List<Action.LinkChange> changed = new ArrayList<>();
    Set<Name> causes = new HashSet<>();
    for (DesiredLink link : news()) {
      DesiredLink present = before.get(link.id());
      if (present == null) {
        added.add(link);
        causes.addAll(link.causes());
      } else {
        changed.add(new Action.LinkChange(present, link));
        causes.addAll(differing(present, link));
      }
    }
    List<DesiredLink> removed =
        before.values().stream().filter(link -> !after.containsKey(link.id())).toList();
    removed.forEach(link -> causes.addAll(link.causes()));
    if (added.isEmpty() && changed.isEmpty() && removed.isEmpty()) {
      return null;
    }
    return new Action.SwitchManifest(
        region,
        added,
        changed,
        removed,
        after,
        new Action.Terms(
            Phase.SWITCH,
            Reversibility.REVERSIBLE,
            "The manifest of region '%s' is still the one that this plan was computed from."
                .formatted(region),
            Causes.of(causes),
            removed.isEmpty()
                ? null
                : "Relays of region '%s' stop %d of their links.".formatted(region, removed.size()),
            dependsOn));
  }

  private static Set<Name> differing(DesiredLink one, DesiredLink other) {
    Set<SubscriptionName> names = new TreeSet<>(one.demands().keySet());
    names.addAll(other.demands().keySet());
    Set<Name> causes = new HashSet<>();
    for (SubscriptionName name : names) {
      if (!Objects.equals(one.demands().get(name), other.demands().get(name))) {
        causes.add(name);
      }
    }
    if (!Objects.equals(one.rate(), other.rate()) && other.subscription() != null) {
      causes.add(other.subscription());
    }
    if (!Objects.equals(one.teamRate(), other.teamRate())) {
      causes.add(other.team());
    }
    if (!one.withDemands(other.demands()).limited(other.rate(), other.teamRate()).equals(other)) {
      causes.add(other.eventType());
      causes.addAll(other.publications());
    }
    return causes;
  }
}
