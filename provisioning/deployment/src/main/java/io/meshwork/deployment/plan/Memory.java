package io.meshwork.deployment.plan;

import io.meshwork.deployment.execution.Cause;
import io.meshwork.deployment.store.AppliedResource;
import io.meshwork.deployment.store.StoredLink;
import io.meshwork.deployment.store.StoredManifest;
import io.meshwork.model.BrokerName;
import io.meshwork.model.LinkId;
import io.meshwork.model.Name;
import io.meshwork.model.RegionName;
import io.meshwork.model.TeamName;
import io.meshwork.planner.AppliedManifest;
import io.meshwork.planner.DesiredLink;
import io.meshwork.planner.Particulars;
import io.meshwork.transport.spi.ResourceId;
import io.meshwork.transport.spi.Traffic;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was applied, and why.
 *
 * @param manifests by region
 * @param resources last made
 * @param waiting to be taken away by earlier deployments
 */
public record Memory(
    Map<RegionName, StoredManifest> manifests,
    List<AppliedResource> resources,
    List<Waiting> waiting) {
  /** Copies. */
  public Memory {
    manifests = Map.copyOf(manifests);
    resources = List.copyOf(resources);
    waiting = List.copyOf(waiting);
  }

  /** A step of a deployment's contract phase that has not run yet. */
  public record Waiting(UUID deployment, BrokerName broker, Particulars.Pending pending) {}

  /** The same as if this deployment's contract phase did not wait. */
  public Memory without(@Nullable UUID deployment) {
    return new Memory(
        manifests,
        resources,
        waiting.stream().filter(each -> !each.deployment().equals(deployment)).toList());
  }

  /** What is known of brokers' resources, together with this traffic. */
  public Map<BrokerName, Particulars> particulars(
      Map<BrokerName, Map<ResourceId, Traffic>> traffic) {
    Map<BrokerName, Set<ResourceId>> adopted = new TreeMap<>();
    resources.stream()
        .filter(AppliedResource::adopted)
        .forEach(
            each -> adopted.computeIfAbsent(each.broker(), _ -> new TreeSet<>()).add(each.id()));
    Map<BrokerName, Set<Particulars.Pending>> pending = new TreeMap<>();
    waiting.forEach(
        each -> pending.computeIfAbsent(each.broker(), _ -> new HashSet<>()).add(each.pending()));
    Set<BrokerName> names = new TreeSet<>(adopted.keySet());
    names.addAll(pending.keySet());
    names.addAll(traffic.keySet());
    Map<BrokerName, Particulars> particulars = new TreeMap<>();
    for (BrokerName name : names) {
      particulars.put(
          name,
          new Particulars(
              traffic.getOrDefault(name, Map.of()),
              adopted.getOrDefault(name, Set.of()),
              pending.getOrDefault(name, Set.of())));
    }
    return particulars;
  }

  /** What each region's relays run. */
  public Map<RegionName, AppliedManifest> applied() {
    Map<RegionName, AppliedManifest> applied = new TreeMap<>();
    manifests.forEach(
        (region, manifest) -> {
          SortedMap<LinkId, DesiredLink> links = new TreeMap<>();
          manifest.links().forEach((id, stored) -> links.put(id, stored.link()));
          applied.put(region, new AppliedManifest(links));
        });
    return applied;
  }

  /** Why each resource was made. */
  public Map<BrokerName, Map<ResourceId, Set<Name>>> causes() {
    Map<BrokerName, Map<ResourceId, Set<Name>>> causes = new TreeMap<>();
    for (AppliedResource resource : resources) {
      causes
          .computeIfAbsent(resource.broker(), _ -> new TreeMap<>())
          .put(
              resource.id(),
              resource.causes().stream().map(Cause::name).collect(Collectors.toSet()));
    }
    return causes;
  }

  /** Whose those causes were, and those of links. */
  public Map<Name, TeamName> owners() {
    Map<Name, TeamName> owners = new HashMap<>();
    resources.forEach(resource -> own(owners, resource.causes()));
    for (StoredManifest manifest : manifests.values()) {
      for (StoredLink link : manifest.links().values()) {
        own(owners, link.causes());
      }
    }
    return owners;
  }

  private static void own(Map<Name, TeamName> owners, Collection<Cause> causes) {
    for (Cause cause : causes) {
      TeamName team = cause.team();
      if (team != null) {
        owners.put(cause.name(), team);
      }
    }
  }
}
