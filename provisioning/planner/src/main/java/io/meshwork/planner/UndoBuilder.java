package io.meshwork.planner;

import io.meshwork.model.BrokerName;
import io.meshwork.model.LinkId;
import io.meshwork.model.Name;
import io.meshwork.model.RegionName;
import io.meshwork.model.SubscriptionName;
import io.meshwork.transport.spi.Blueprint;
import io.meshwork.transport.spi.Change;
import io.meshwork.transport.spi.Identity;
import io.meshwork.transport.spi.ObservedResource;
import io.meshwork.transport.spi.Ownership;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.ResourceId;
import io.meshwork.transport.spi.Transports;
import java.util.ArrayList;
import java.util.Comparator;
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

/**
 * Builds the plan that takes back what a deployment did; used once.
 *
 * <p>Invariant: each deed is held against what is there now, never against what is remembered. A
 * resource that is not the one that was made or changed is left alone; one that other entries have
 * come to need stays; a link that others changed too loses only what this deployment brought.
 */
final class UndoBuilder {
  private final List<Deed> deeds;
  private final DesiredState desired;
  private final MeshObservation observed;
  private final Scope scope;
  private final Allowances allowances;
  private final Transports transports;
  private final ScopeView everything;
  private final List<Action> expand = new ArrayList<>();
  private final List<Action> switches = new ArrayList<>();
  private final List<Action> withdrawals = new ArrayList<>();
  private final List<Later> contract = new ArrayList<>();
  private final Map<BrokerName, Requirements> requirements = new TreeMap<>();
  private final List<Blocked> blocked = new ArrayList<>();
  private final Set<BrokerName> away = new HashSet<>();
  private final TreeMap<RegionName, TreeMap<LinkId, DesiredLink>> links = new TreeMap<>();
  private final Map<BrokerName, Set<ResourceId>> built = new TreeMap<>();
  private @Nullable Set<Name> standing;

  UndoBuilder(
      List<Deed> deeds,
      Present present,
      Scope scope,
      Allowances allowances,
      Transports transports) {
    this.deeds = List.copyOf(deeds);
    this.desired = present.desired();
    this.observed = present.observed();
    this.scope = scope;
    this.allowances = allowances;
    this.transports = transports;
    this.everything = new ScopeView(new Scope.Mesh(), Map.of(), Map.of());
    observed
        .applied()
        .forEach((region, manifest) -> links.put(region, new TreeMap<>(manifest.links())));
  }

  /** What is wanted and what is there. */
  record Present(DesiredState desired, MeshObservation observed) {}

  Plan build() {
    for (Deed deed : deeds.reversed()) {
      if (deed instanceof Deed.Linked linked) {
        unlink(linked);
      }
    }
    ManifestDiff.of(observed.applied(), merged())
        .forEach(
            diff -> {
              Action.SwitchManifest action = diff.action(new TreeSet<>());
              if (action != null) {
                switches.add(action);
              }
            });
    for (Deed deed : deeds.reversed()) {
      switch (deed) {
        case Deed.Linked ignored -> {}
        case Deed.Made made ->
            onBroker(made.broker(), made.resource(), there -> unmake(made, there));
        case Deed.Changed changed ->
            onBroker(changed.broker(), changed.to(), there -> changeBack(changed, there));
        case Deed.Ended ended ->
            onBroker(ended.broker(), ended.resource(), there -> makeAnew(ended, there));
        case Deed.Adopted adopted ->
            onBroker(adopted.broker(), adopted.resource(), there -> giveBack(adopted, there));
        case Deed.Released released ->
            onBroker(released.broker(), released.resource(), there -> takeAgain(released, there));
      }
    }
    return new Plan(desired.revision(), scope, inOrder(), blocked, List.of(), List.of(), List.of());
  }

  private List<Action> inOrder() {
    expand.sort(Comparator.comparing(this::isDependent));
    List<Action> all = new ArrayList<>(expand);
    TreeSet<Integer> after = new TreeSet<>();
    for (Action action : switches) {
      after.add(all.size());
      all.add(action);
    }
    all.addAll(withdrawals);
    contract.forEach(later -> all.add(later.after(after)));
    return all;
  }

  /** An action of the contract phase, once the numbers of those before it are known. */
  private interface Later {
    Action after(SortedSet<Integer> switches);
  }

  private boolean isDependent(Action action) {
    return action instanceof Action.CreateResource create
        && (!create.resource().dependsOn().isEmpty()
            || blueprint(create.broker()).isAccessRule(create.resource().id()));
  }

  // --- Links --------------------------------------------------------------------------------

  private void unlink(Deed.Linked deed) {
    TreeMap<LinkId, DesiredLink> region =
        links.computeIfAbsent(deed.region(), ignored -> new TreeMap<>());
    DesiredLink now = region.get(deed.link());
    DesiredLink before = deed.before();
    DesiredLink after = deed.after();
    if (Objects.equals(now, after)) {
      put(region, deed.link(), before);
    } else if (now != null && after != null) {
      put(region, deed.link(), without(now, before, after));
    } else if (now == null && before != null && after == null) {
      region.put(deed.link(), before);
    }
  }

  private static void put(Map<LinkId, DesiredLink> region, LinkId id, @Nullable DesiredLink link) {
    if (link == null) {
      region.remove(id);
    } else {
      region.put(id, link);
    }
  }

  /** The link as it is, without the demands that came and with those that went. */
  private static @Nullable DesiredLink without(
      DesiredLink now, @Nullable DesiredLink before, DesiredLink after) {
    TreeMap<SubscriptionName, Demand> demands = new TreeMap<>(now.demands());
    after
        .demands()
        .forEach(
            (name, demand) -> {
              Demand old = before == null ? null : before.demands().get(name);
              if (demand.equals(demands.get(name))) {
                if (old == null) {
                  demands.remove(name);
                } else {
                  demands.put(name, old);
                }
              }
            });
    if (before != null) {
      before.demands().forEach(demands::putIfAbsent);
    }
    return demands.isEmpty() ? null : unlimited(now, before, after).withDemands(demands);
  }

  /** With the rates that it had before, where nobody has changed them since. */
  private static DesiredLink unlimited(
      DesiredLink now, @Nullable DesiredLink before, DesiredLink after) {
    return before == null
        ? now
        : now.limited(
            Objects.equals(now.rate(), after.rate()) ? before.rate() : now.rate(),
            Objects.equals(now.teamRate(), after.teamRate()) ? before.teamRate() : now.teamRate());
  }

  private SortedMap<LinkId, DesiredLink> merged() {
    TreeMap<LinkId, DesiredLink> all = new TreeMap<>();
    links.values().forEach(all::putAll);
    return all;
  }

  // --- Resources ----------------------------------------------------------------------------

  private interface Undoing {
    void with(@Nullable ObservedResource there);
  }

  private void onBroker(BrokerName name, Resource resource, Undoing undoing) {
    DesiredBroker broker = desired.brokers().get(name);
    if (broker == null) {
      block(
          Blocked.Code.CANNOT_COME_BACK,
          name,
          resource,
          "Broker '%s' is not in the catalog any more, so '%s' stays as it is. Register the broker again first."
              .formatted(name, resource.id()));
      return;
    }
    switch (observed.brokers().get(name)) {
      case BrokerView.Seen(var observation) -> {
        if (broker.readOnly()) {
          block(
              Blocked.Code.BROKER_READ_ONLY,
              name,
              resource,
              "Broker '%s' is read-only, so '%s' stays as it is.".formatted(name, resource.id()));
        } else {
          undoing.with(observation.resources().get(resource.id()));
        }
      }
      case BrokerView.Away(var since, var reason) -> isAway(name, resource, since + ", " + reason);
      case null -> isAway(name, resource, "not looked at");
    }
  }

  private void isAway(BrokerName name, Resource resource, String why) {
    if (away.add(name)) {
      block(
          Blocked.Code.BROKER_AWAY,
          name,
          resource,
          "Broker '%s' does not answer (%s). Undo when it answers.".formatted(name, why));
    }
  }

  private void unmake(Deed.Made made, @Nullable ObservedResource there) {
    if (there == null || !isOurs(there) || isNeeded(made.broker(), made.resource().id())) {
      return;
    }
    RegionName region = region(made.broker());
    Set<Name> causes = causes(made.broker(), made.resource().id());
    if (blueprint(made.broker()).isAccessRule(made.resource().id())) {
      withdrawals.add(ContractSteps.withdrawal(region, made.broker(), there, causes));
    } else if (!observed.particulars(made.broker()).isPending(made.resource().id(), null)) {
      contract.add(
          after ->
              ContractSteps.deletion(
                  new ContractSteps.Place(region, made.broker()),
                  there,
                  observed.particulars(made.broker()).traffic().get(made.resource().id()),
                  causes,
                  after));
    }
  }

  /** Whether a link that stays, or an entry that this deployment did not begin, asks for it. */
  private boolean isNeeded(BrokerName broker, ResourceId id) {
    Requirements there = requirements(broker);
    boolean linked = merged().values().stream().anyMatch(link -> there.ofLink(link).contains(id));
    Set<Name> others = new HashSet<>(there.causes(id));
    others.retainAll(standing());
    return linked || !others.isEmpty() || hasDependants(broker, id);
  }

  /** Whether something that is there, and that this deployment did not make, is built on it. */
  private boolean hasDependants(BrokerName broker, ResourceId id) {
    return built.computeIfAbsent(broker, this::builtByOthers).contains(id);
  }

  private Set<ResourceId> builtByOthers(BrokerName broker) {
    Set<ResourceId> others = new HashSet<>();
    if (observed.brokers().get(broker) instanceof BrokerView.Seen(var observation)) {
      observation.resources().values().stream()
          .filter(UndoBuilder::isOurs)
          .forEach(there -> others.add(there.resource().id()));
    }
    for (Deed deed : deeds) {
      if (deed instanceof Deed.Made made && made.broker().equals(broker)) {
        others.remove(made.resource().id());
      }
    }
    Set<ResourceId> ids = new HashSet<>();
    for (Resource resource : known(broker).rendering().resources()) {
      if (others.contains(resource.id())) {
        ids.addAll(resource.dependsOn());
      }
    }
    return ids;
  }

  private Requirements requirements(BrokerName name) {
    return requirements.computeIfAbsent(
        name,
        ignored ->
            new Requirements(
                name, known(name), everything, new Settled(desired, observed, everything)));
  }

  /**
   * Entries that the mesh serves and that this deployment did not begin to serve: they are outside
   * its scope, or nothing that it made was made because of them.
   */
  private Set<Name> standing() {
    Set<Name> known = standing;
    if (known == null) {
      ScopeView undone = new ScopeView(scope, desired.owners(), observed.owners());
      Set<Name> begun = new HashSet<>();
      known = new HashSet<>();
      for (Deed deed : deeds) {
        if (deed instanceof Deed.Made(var broker, var resource)) {
          begun.addAll(causes(broker, resource.id()));
        } else if (deed instanceof Deed.Adopted(var broker, var resource, _)) {
          begun.addAll(causes(broker, resource.id()));
        }
      }
      for (Map<ResourceId, Set<Name>> byResource : observed.causes().values()) {
        byResource.values().forEach(known::addAll);
      }
      known.removeIf(name -> undone.contains(name) && begun.contains(name));
      standing = known;
    }
    return known;
  }

  private void changeBack(Deed.Changed changed, @Nullable ObservedResource there) {
    if (there == null || !isThe(there, changed.identity())) {
      return;
    }
    if (there.resource().attributes().equals(changed.from().attributes())) {
      return;
    }
    if (!there.resource().attributes().equals(changed.to().attributes())) {
      block(
          Blocked.Code.CANNOT_COME_BACK,
          changed.broker(),
          changed.to(),
          "'%s' at broker '%s' was changed again since; it stays as it is. Undo the later change first."
              .formatted(changed.to().id(), changed.broker()));
      return;
    }
    switch (blueprint(changed.broker()).change(changed.to(), changed.from())) {
      case Change.Nothing() -> {}
      case Change.InPlace() ->
          expand.add(back(changed, there, Phase.EXPAND, Reversibility.REVERSIBLE, null));
      case Change.Narrows(String consequence) ->
          contract.add(
              ignored ->
                  back(changed, there, Phase.CONTRACT, Reversibility.IRREVERSIBLE, consequence));
      case Change.Irreversible(String consequence) -> backOrBlock(changed, there, consequence);
      case Change.Replace(String consequence) ->
          block(Blocked.Code.CANNOT_COME_BACK, changed.broker(), changed.to(), consequence);
    }
  }

  private void backOrBlock(Deed.Changed changed, ObservedResource there, String consequence) {
    if (allowances.forces(changed.broker(), changed.to().id())) {
      expand.add(back(changed, there, Phase.EXPAND, Reversibility.IRREVERSIBLE, consequence));
    } else {
      block(
          Blocked.Code.IRREVERSIBLE_CHANGE,
          changed.broker(),
          changed.to(),
          consequence + " Force it by name, or leave it.");
    }
  }

  private Action.ChangeResource back(
      Deed.Changed changed,
      ObservedResource there,
      Phase phase,
      Reversibility reversibility,
      @Nullable String consequence) {
    return new Action.ChangeResource(
        region(changed.broker()),
        changed.broker(),
        there.resource(),
        changed.from(),
        there.identity(),
        AttributeChange.between(there.resource(), changed.from()),
        terms(changed.broker(), changed.to().id(), phase, reversibility, consequence));
  }

  private void makeAnew(Deed.Ended ended, @Nullable ObservedResource there) {
    if (there != null) {
      if (!isOurs(there)) {
        block(
            Blocked.Code.CANNOT_COME_BACK,
            ended.broker(),
            ended.resource(),
            "'%s' at broker '%s' was made by others since; it is theirs and stays as it is."
                .formatted(ended.resource().id(), ended.broker()));
      }
      return;
    }
    boolean rule = blueprint(ended.broker()).isAccessRule(ended.resource().id());
    expand.add(
        new Action.CreateResource(
            region(ended.broker()),
            ended.broker(),
            ended.resource(),
            terms(
                ended.broker(),
                ended.resource().id(),
                Phase.EXPAND,
                rule ? Reversibility.REVERSIBLE : Reversibility.COMPENSATED,
                rule ? null : "It is made anew and empty: the events that it held are gone.")));
  }

  private void giveBack(Deed.Adopted adopted, @Nullable ObservedResource there) {
    if (there != null
        && isThe(there, adopted.identity())
        && !isNeeded(adopted.broker(), adopted.resource().id())) {
      contract.add(
          ignored ->
              ContractSteps.release(
                  region(adopted.broker()),
                  adopted.broker(),
                  there,
                  causes(adopted.broker(), adopted.resource().id())));
    }
  }

  private void takeAgain(Deed.Released released, @Nullable ObservedResource there) {
    if (there != null && !isOurs(there) && there.identity().equals(released.identity())) {
      expand.add(
          new Action.AdoptResource(
              region(released.broker()),
              released.broker(),
              there.resource(),
              there.identity(),
              terms(
                  released.broker(),
                  released.resource().id(),
                  Phase.EXPAND,
                  Reversibility.REVERSIBLE,
                  null)));
    }
  }

  private boolean isThe(ObservedResource there, Identity identity) {
    return isOurs(there) && there.identity().equals(identity);
  }

  private static boolean isOurs(ObservedResource there) {
    return there.ownership() instanceof Ownership.Ours
        || there.ownership() instanceof Ownership.Intended;
  }

  private Action.Terms terms(
      BrokerName broker,
      ResourceId id,
      Phase phase,
      Reversibility reversibility,
      @Nullable String consequence) {
    return new Action.Terms(
        phase,
        reversibility,
        "'%s' is as it was seen when this was planned.".formatted(id),
        Causes.of(causes(broker, id)),
        consequence,
        new TreeSet<>());
  }

  private Set<Name> causes(BrokerName broker, ResourceId id) {
    return observed.causes().getOrDefault(broker, Map.of()).getOrDefault(id, Set.of());
  }

  private RegionName region(BrokerName broker) {
    return known(broker).region();
  }

  private DesiredBroker known(BrokerName name) {
    return java.util.Objects.requireNonNull(desired.brokers().get(name), "looked for before");
  }

  private Blueprint blueprint(BrokerName name) {
    DesiredBroker broker = known(name);
    return transports.get(broker.transport()).blueprint(broker.settings());
  }

  private void block(Blocked.Code code, BrokerName broker, Resource resource, String reason) {
    DesiredBroker known = desired.brokers().get(broker);
    RegionName region = known == null ? new RegionName("unknown") : known.region();
    blocked.add(
        new Blocked(
            code,
            region,
            broker,
            resource.id().toString(),
            List.of(),
            List.of(),
            null,
            reason,
            Causes.of(causes(broker, resource.id()))));
  }
}
