package io.meshwork.deployment.status;

import io.meshwork.deployment.manifest.ManifestKeeper;
import io.meshwork.deployment.plan.Memory;
import io.meshwork.deployment.plan.PlanComputer;
import io.meshwork.deployment.store.AppliedResource;
import io.meshwork.deployment.store.StoredLink;
import io.meshwork.deployment.store.StoredManifest;
import io.meshwork.model.BrokerName;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.LinkId;
import io.meshwork.model.Name;
import io.meshwork.model.RegionName;
import io.meshwork.model.SubscriptionName;
import io.meshwork.planner.Action;
import io.meshwork.planner.BrokerView;
import io.meshwork.planner.DesiredState;
import io.meshwork.planner.MeshObservation;
import io.meshwork.planner.Plan;
import io.meshwork.planner.Refusal;
import io.meshwork.planner.Route;
import io.meshwork.planner.Scope;
import io.meshwork.transport.spi.Observation;
import io.meshwork.transport.spi.ObservedResource;
import io.meshwork.transport.spi.Ownership;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.ResourceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What of a desired state is applied, by memory alone: the plan that would be left if every broker
 * held exactly what was last made there.
 *
 * @param desired what should be
 * @param routes of each subscription
 * @param refused of each subscription, what it asks for and does not get
 * @param open subscriptions of which something is still to be made
 * @param links each link that relays were told to run, and where
 */
record Provisioning(
    DesiredState desired,
    Map<SubscriptionName, List<Route>> routes,
    Map<SubscriptionName, List<Refusal>> refused,
    Set<SubscriptionName> open,
    Map<LinkId, Running> links) {

  /** A link in a region's manifest. */
  record Running(RegionName region, StoredLink stored) {}

  static Provisioning of(PlanComputer computer, DesiredState desired, ManifestKeeper manifests) {
    Memory memory = computer.memory();
    MeshObservation remembered =
        new MeshObservation(
            views(desired, memory),
            memory.applied(),
            memory.causes(),
            memory.owners(),
            memory.particulars(Map.of()));
    Plan left = computer.plan(desired, remembered, new Scope.Mesh());
    Map<SubscriptionName, List<Route>> routes = new HashMap<>();
    for (Route route : desired.routes()) {
      routes.computeIfAbsent(route.grant().subscription(), _ -> new ArrayList<>()).add(route);
    }
    return new Provisioning(desired, routes, refused(desired), open(left), links(manifests.all()));
  }

  /** Whether relays were told to run the link as it should be, for all that is known. */
  boolean isTold(LinkId id) {
    Running running = links.get(id);
    return running != null && running.stored().link().equals(desired.links().get(id));
  }

  /** The refusals of one event type, or of the subscription as a whole. */
  List<Refusal> refusals(SubscriptionName subscription, EventTypeName type) {
    return refused.getOrDefault(subscription, List.of()).stream()
        .filter(
            refusal ->
                refusal.subjects().contains(type)
                    || refusal.subjects().stream().noneMatch(EventTypeName.class::isInstance))
        .toList();
  }

  private static Map<BrokerName, BrokerView> views(DesiredState desired, Memory memory) {
    Map<BrokerName, Map<ResourceId, ObservedResource>> held = new TreeMap<>();
    desired.brokers().keySet().forEach(broker -> held.put(broker, new TreeMap<>()));
    for (AppliedResource applied : memory.resources()) {
      held.computeIfAbsent(applied.broker(), _ -> new TreeMap<>())
          .put(
              applied.id(),
              new ObservedResource(
                  new Resource(applied.id(), attributes(desired, applied), Set.of()),
                  applied.identity(),
                  new Ownership.Ours(),
                  List.of()));
    }
    Map<BrokerName, BrokerView> views = new TreeMap<>();
    held.forEach(
        (broker, resources) ->
            views.put(broker, new BrokerView.Seen(new Observation(Instant.EPOCH, resources))));
    return views;
  }

  /** What was taken over as it was is as wanted: its plan said what else would change. */
  private static SortedMap<String, String> attributes(
      DesiredState desired, AppliedResource applied) {
    var broker = desired.brokers().get(applied.broker());
    return !applied.adopted() || !applied.attributes().isEmpty() || broker == null
        ? applied.attributes()
        : broker.rendering().resources().stream()
            .filter(resource -> resource.id().equals(applied.id()))
            .findFirst()
            .map(Resource::attributes)
            .orElse(applied.attributes());
  }

  private static Map<SubscriptionName, List<Refusal>> refused(DesiredState desired) {
    Map<SubscriptionName, List<Refusal>> refused = new HashMap<>();
    for (Refusal refusal : desired.refusals()) {
      for (Name subject : refusal.subjects()) {
        if (subject instanceof SubscriptionName subscription) {
          refused.computeIfAbsent(subscription, _ -> new ArrayList<>()).add(refusal);
        }
      }
    }
    return refused;
  }

  private static Set<SubscriptionName> open(Plan left) {
    Set<SubscriptionName> open = new HashSet<>();
    for (Action action : left.withoutContract().actions()) {
      if (!(action instanceof Action.SwitchManifest)) {
        add(open, action.terms().causes());
      }
    }
    left.blocked().forEach(blocked -> add(open, blocked.causes()));
    return open;
  }

  private static void add(Set<SubscriptionName> open, Set<Name> causes) {
    for (Name cause : causes) {
      if (cause instanceof SubscriptionName subscription) {
        open.add(subscription);
      }
    }
  }

  private static Map<LinkId, Running> links(Map<RegionName, StoredManifest> manifests) {
    Map<LinkId, Running> links = new HashMap<>();
    manifests.forEach(
        (region, manifest) ->
            manifest.links().forEach((id, stored) -> links.put(id, new Running(region, stored))));
    return links;
  }
}
