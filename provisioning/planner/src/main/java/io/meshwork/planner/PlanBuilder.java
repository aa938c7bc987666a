package io.meshwork.planner;

import io.meshwork.model.BrokerName;
import io.meshwork.model.LinkId;
import io.meshwork.model.Name;
import io.meshwork.transport.spi.ResourceId;
import io.meshwork.transport.spi.Transports;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Builds one plan; used once. */
final class PlanBuilder {
  private final DesiredState desired;
  private final MeshObservation observed;
  private final Scope scope;
  private final Allowances allowances;
  private final Transports transports;
  private final ScopeView view;
  private final List<Action> actions = new ArrayList<>();
  private final List<Blocked> blocked = new ArrayList<>();
  private final List<Kept> kept = new ArrayList<>();
  private final List<PriceChange> prices = new ArrayList<>();
  private final SortedMap<BrokerName, Requirements> requirements = new TreeMap<>();
  private final SortedMap<BrokerName, BrokerSteps> steps = new TreeMap<>();
  private final Set<BrokerName> away = new TreeSet<>();
  private final List<DesiredLink> resulting = new ArrayList<>();

  PlanBuilder(
      DesiredState desired,
      MeshObservation observed,
      Scope scope,
      Allowances allowances,
      Transports transports) {
    this.desired = desired;
    this.observed = observed;
    this.scope = scope;
    this.allowances = allowances;
    this.transports = transports;
    this.view = new ScopeView(scope, desired.owners(), observed.owners());
  }

  Plan build() {
    Settled settled = new Settled(desired, observed, view);
    SortedMap<LinkId, DesiredLink> links =
        new ManifestMerge(desired.links(), applied(), view, settled).links();
    List<ManifestDiff> diffs = ManifestDiff.of(observed.applied(), links);
    desired
        .brokers()
        .forEach(
            (name, broker) ->
                requirements.put(name, new Requirements(name, broker, view, settled)));
    diffs.forEach(diff -> diff.news().forEach(this::require));
    desired.brokers().forEach(this::expand);
    diffs.forEach(this::switchManifest);
    diffs.forEach(diff -> resulting.addAll(diff.resulting()));
    contract();
    steps.values().forEach(site -> prices.addAll(site.prices()));
    return new Plan(desired.revision(), scope, actions, blocked, refusals(links), kept, prices);
  }

  private void contract() {
    TreeSet<Integer> switches = new TreeSet<>();
    for (int i = 0; i < actions.size(); i++) {
      if (actions.get(i) instanceof Action.SwitchManifest) {
        switches.add(i);
      }
    }
    BrokerSteps.Draft draft = new BrokerSteps.Draft(actions, blocked);
    Map<BrokerName, Set<String>> linked = linked();
    Map<Name, Set<BrokerName>> fed = fed();
    SortedMap<BrokerName, ContractSteps> ends = new TreeMap<>();
    steps.forEach(
        (name, site) ->
            ends.put(
                name,
                site.contract(draft, concern(name, linked.getOrDefault(name, Set.of()), fed))));
    ends.values().forEach(ContractSteps::withdraw);
    steps.forEach(
        (name, site) -> {
          ContractSteps end = ends.get(name);
          if (end != null) {
            end.contract(site.narrowings(), switches, kept);
          }
        });
  }

  /** The addresses that links use at each broker once the plan is applied. */
  private Map<BrokerName, Set<String>> linked() {
    Map<BrokerName, Set<String>> linked = new HashMap<>();
    for (DesiredLink link : resulting) {
      for (LinkEnd end : List.of(link.from(), link.to())) {
        linked.computeIfAbsent(end.broker(), ignored -> new HashSet<>()).add(end.address().value());
      }
    }
    return linked;
  }

  private ContractSteps.Concern concern(
      BrokerName name, Set<String> linked, Map<Name, Set<BrokerName>> fed) {
    return new ContractSteps.Concern(
        view,
        observed.causes().getOrDefault(name, Map.of()),
        linked,
        cause -> !fed.getOrDefault(cause, Set.of(name)).contains(name),
        allowances);
  }

  /** Where links feed each subscription once the plan is applied. */
  private Map<Name, Set<BrokerName>> fed() {
    Map<Name, Set<BrokerName>> fed = new HashMap<>();
    for (DesiredLink link : resulting) {
      Name subscription = link.subscription();
      if (subscription != null) {
        fed.computeIfAbsent(subscription, ignored -> new HashSet<>()).add(link.to().broker());
      }
    }
    return fed;
  }

  private SortedMap<LinkId, DesiredLink> applied() {
    TreeMap<LinkId, DesiredLink> links = new TreeMap<>();
    observed.applied().values().forEach(manifest -> links.putAll(manifest.links()));
    return links;
  }

  private void require(DesiredLink link) {
    for (BrokerName end : new TreeSet<>(List.of(link.from().broker(), link.to().broker()))) {
      Requirements there = requirements.get(end);
      if (there != null) {
        there.require(link);
      }
    }
  }

  private void expand(BrokerName name, DesiredBroker broker) {
    Requirements needed = requirements.get(name);
    if (needed == null) {
      return;
    }
    BrokerView seen = observed.brokers().get(name);
    if (seen instanceof BrokerView.Seen(var observation)) {
      BrokerSteps site =
          new BrokerSteps(
              needed,
              transports.get(broker.transport()).blueprint(broker.settings()),
              new BrokerSteps.Site(name, broker, observation, observed.particulars(name)),
              allowances,
              new BrokerSteps.Draft(actions, blocked));
      steps.put(name, site);
      site.expand();
    } else if (!needed.isEmpty()) {
      away.add(name);
      String since =
          seen instanceof BrokerView.Away(var when, var reason)
              ? "does not answer since %s (%s)"
                  .formatted(when.truncatedTo(ChronoUnit.SECONDS), reason)
              : "was not looked at";
      blocked.add(
          new Blocked(
              Blocked.Code.BROKER_AWAY,
              broker.region(),
              name,
              "broker " + name,
              List.of(),
              List.of(),
              null,
              "Broker '%s' %s, so what it holds is unknown. Plan again when it answers."
                  .formatted(name, since),
              Causes.of(needed.causes())));
    }
  }

  private void switchManifest(ManifestDiff diff) {
    TreeSet<Integer> after = new TreeSet<>();
    for (DesiredLink link : diff.news()) {
      String lacking = lacking(link);
      if (lacking.isEmpty()) {
        steps.values().forEach(site -> after.addAll(site.stepsFor(link)));
      } else {
        diff.leave(link);
        blocked.add(
            new Blocked(
                Blocked.Code.NEEDS_BLOCKED,
                diff.region(),
                null,
                "link " + link.id(),
                List.of(),
                List.of(),
                null,
                "Link '%s' needs %s, which is blocked. Solve that first."
                    .formatted(link.id(), lacking),
                link.causes()));
      }
    }
    Action.SwitchManifest action = diff.action(after);
    if (action != null) {
      actions.add(action);
    }
  }

  private String lacking(DesiredLink link) {
    for (BrokerName end : List.of(link.from().broker(), link.to().broker())) {
      if (away.contains(end)) {
        return "broker '%s'".formatted(end);
      }
      BrokerSteps site = steps.get(end);
      List<ResourceId> missing = site == null ? List.of() : site.lacking(link);
      if (!missing.isEmpty()) {
        return "'%s' at broker '%s'".formatted(missing.getFirst(), end);
      }
    }
    return "";
  }

  private List<Refusal> refusals(SortedMap<LinkId, DesiredLink> links) {
    Refusals found = new Refusals();
    desired.refusals().stream()
        .filter(refusal -> view.containsAny(refusal.subjects()))
        .forEach(found::add);
    RouteChecker.checkLinks(links.values()).forEach(found::add);
    return found.all();
  }
}
