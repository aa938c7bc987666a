package io.meshwork.planner;

import io.meshwork.model.JsonText;
import io.meshwork.model.LinkId;
import io.meshwork.model.RegionName;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.model.catalog.StartAt;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Breaks one link of a desired state. */
final class Damage {
  private Damage() {}

  static DesiredState of(DesiredState state, int kind, long seed) {
    List<DesiredLink> links = new ArrayList<>(state.links().values());
    if (links.isEmpty()) {
      return state;
    }
    Random random = new Random(seed);
    DesiredLink chosen = links.get(random.nextInt(links.size()));
    DesiredLink other = links.get(random.nextInt(links.size()));
    links.remove(chosen);
    switch (kind) {
      case 0 -> {}
      case 1 -> links.add(demanding(chosen, null));
      case 2 -> links.add(demanding(chosen, RandomCatalogs.FILTERS.getFirst()));
      case 3 -> {
        links.add(chosen);
        links.add(joining("again", chosen.from(), other.to(), chosen));
      }
      default -> {
        links.add(chosen);
        links.add(joining("back", chosen.to(), chosen.from(), chosen));
      }
    }
    return with(state, links);
  }

  static DesiredLink demanding(DesiredLink link, String filter) {
    SortedMap<SubscriptionName, Demand> demands = new TreeMap<>();
    link.demands()
        .keySet()
        .forEach(
            name ->
                demands.put(
                    name,
                    new Demand(
                        filter == null ? null : new JsonText(filter),
                        DeliveryClass.AT_LEAST_ONCE,
                        new StartAt.Latest(),
                        null)));
    return link.withDemands(demands);
  }

  static DesiredLink joining(String suffix, LinkEnd from, LinkEnd to, DesiredLink like) {
    return new DesiredLink(
        new LinkId(like.id() + "#" + suffix),
        like.kind(),
        like.eventType(),
        like.origin(),
        like.team(),
        like.subscription(),
        from,
        to,
        like.runners(),
        like.sendsAll(),
        like.demands(),
        like.publications(),
        like.deadLetters(),
        like.rate(),
        like.teamRate());
  }

  static DesiredState with(DesiredState state, List<DesiredLink> links) {
    TreeMap<RegionName, SortedMap<LinkId, DesiredLink>> manifests = new TreeMap<>();
    for (DesiredLink link : links) {
      manifests.computeIfAbsent(link.runsIn(), x -> new TreeMap<>()).put(link.id(), link);
    }
    return new DesiredState(
        state.revision(),
        state.brokers(),
        manifests,
        state.routes(),
        state.refusals(),
        state.owners());
  }
}
