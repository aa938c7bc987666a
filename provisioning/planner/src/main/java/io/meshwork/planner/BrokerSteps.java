package io.meshwork.planner;

import io.meshwork.model.BrokerName;
import io.meshwork.model.Name;
import io.meshwork.transport.spi.Blueprint;
import io.meshwork.transport.spi.Change;
import io.meshwork.transport.spi.Observation;
import io.meshwork.transport.spi.ObservedResource;
import io.meshwork.transport.spi.Ownership;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.ResourceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The steps on one broker that answered: its part of the expand phase, and what is withdrawn. */
final class BrokerSteps {
  private final BrokerName name;
  private final DesiredBroker broker;
  private final Blueprint blueprint;
  private final Requirements requirements;
  private final Observation observation;
  private final Allowances allowances;
  private final Particulars particulars;
  private final List<Action> actions;
  private final List<Blocked> blocked;
  private final Map<ResourceId, Integer> steps = new HashMap<>();
  private final Set<ResourceId> missing = new HashSet<>();
  private final Set<ResourceId> created = new HashSet<>();
  private final List<ContractSteps.Narrowing> narrowings = new ArrayList<>();

  BrokerSteps(
      Requirements requirements,
      Blueprint blueprint,
      Site site,
      Allowances allowances,
      Draft draft) {
    this.name = site.name();
    this.broker = site.broker();
    this.observation = site.observation();
    this.blueprint = blueprint;
    this.requirements = requirements;
    this.allowances = allowances;
    this.particulars = site.particulars();
    this.actions = draft.actions();
    this.blocked = draft.blocked();
  }

  /** Where steps are taken. */
  record Site(
      BrokerName name, DesiredBroker broker, Observation observation, Particulars particulars) {}

  /** What a plan has so far. */
  record Draft(List<Action> actions, List<Blocked> blocked) {}

  /** Adds what has to be made or changed, dependencies first. */
  void expand() {
    for (Resource wanted : requirements.candidates()) {
      ResourceId id = wanted.id();
      ObservedResource there = observation.resources().get(id);
      boolean required = requirements.isRequired(id);
      if (there == null) {
        if (required) {
          create(wanted);
        }
      } else if (there.ownership() instanceof Ownership.Ours) {
        if (requirements.mayChange(id)) {
          change(there, wanted, new TreeSet<>());
        }
      } else if (required) {
        takeOver(there, wanted);
      }
    }
  }

  private void create(Resource wanted) {
    ResourceId id = wanted.id();
    List<ResourceId> lacking =
        wanted.dependsOn().stream().filter(missing::contains).sorted().toList();
    if (!lacking.isEmpty()) {
      missing.add(id);
      block(
          Blocked.Code.NEEDS_BLOCKED,
          wanted,
          "'%s' at broker '%s' needs '%s', which is blocked. Solve that first."
              .formatted(id, name, lacking.getFirst()));
    } else if (isAllowed(wanted)) {
      TreeSet<Integer> after = new TreeSet<>();
      for (ResourceId dependency : wanted.dependsOn()) {
        Integer step = steps.get(dependency);
        if (step != null) {
          after.add(step);
        }
      }
      created.add(id);
      add(
          id,
          new Action.CreateResource(
              broker.region(),
              name,
              wanted,
              terms(
                  Phase.EXPAND,
                  "'%s' is not there, or was made by us in this shape.".formatted(id),
                  requirements.causes(id),
                  after)));
    } else {
      missing.add(id);
    }
  }

  private void change(ObservedResource there, Resource wanted, SortedSet<Integer> after) {
    switch (blueprint.change(there.beside(wanted), wanted)) {
      case Change.Nothing() -> {}
      case Change.InPlace() -> {
        if (isAllowed(wanted)) {
          addChange(
              there,
              wanted,
              terms(
                  Phase.EXPAND,
                  "'%s' is the one seen (%s), ours, and still as it was."
                      .formatted(wanted.id(), there.identity()),
                  requirements.shapeCauses(wanted.id()),
                  after));
        }
      }
      case Change.Narrows(String consequence) -> {
        if (!particulars.isPending(wanted.id(), wanted.attributes()) && isAllowed(wanted)) {
          narrowings.add(new ContractSteps.Narrowing(there, wanted, consequence));
        }
      }
      case Change.Irreversible(String consequence) -> {
        if (!allowances.forces(name, wanted.id())) {
          blockChange(Blocked.Code.IRREVERSIBLE_CHANGE, there, wanted, consequence);
        } else if (isAllowed(wanted)) {
          widen(there, wanted, consequence, after);
        }
      }
      case Change.Replace(String consequence) -> {
        if (!allowances.forces(name, wanted.id())) {
          blockChange(Blocked.Code.REPLACEMENT, there, wanted, consequence);
        } else if (isAllowed(wanted)) {
          replace(there, wanted, consequence);
        }
      }
    }
  }

  /** What was forced, now; a cut of events beside it, in the contract phase. */
  private void widen(
      ObservedResource there, Resource wanted, String consequence, SortedSet<Integer> after) {
    Optional<Widening> halves = Widening.of(blueprint, there, wanted);
    if (halves.isEmpty()) {
      addChange(there, wanted, forced(wanted, consequence, after));
      return;
    }
    Widening widening = halves.get();
    Resource first = widening.first().resource();
    addChange(there, first, forced(first, widening.consequence(), after));
    if (!particulars.isPending(wanted.id(), wanted.attributes())) {
      narrowings.add(new ContractSteps.Narrowing(widening.first(), wanted, widening.cut()));
    }
  }

  private void addChange(ObservedResource there, Resource wanted, Action.Terms terms) {
    add(
        wanted.id(),
        new Action.ChangeResource(
            broker.region(),
            name,
            there.resource(),
            wanted,
            there.identity(),
            AttributeChange.between(there.beside(wanted), wanted),
            terms));
  }

  private void replace(ObservedResource there, Resource wanted, String consequence) {
    ResourceId id = wanted.id();
    SortedSet<Integer> after = new TreeSet<>(List.of(actions.size()));
    actions.add(
        new Action.DeleteResource(
            broker.region(),
            name,
            there.resource(),
            there.identity(),
            there.readers(),
            particulars.traffic().get(id),
            forced(wanted, consequence, new TreeSet<>())));
    created.add(id);
    add(
        id,
        new Action.CreateResource(
            broker.region(),
            name,
            wanted,
            terms(
                Phase.EXPAND,
                "'%s' was deleted by the step before.".formatted(id),
                requirements.causes(id),
                after)));
  }

  private Action.Terms forced(Resource wanted, String consequence, SortedSet<Integer> after) {
    return new Action.Terms(
        Phase.EXPAND,
        Reversibility.IRREVERSIBLE,
        "'%s' at broker '%s' is the one seen, ours, and still as it was."
            .formatted(wanted.id(), name),
        Causes.of(requirements.shapeCauses(wanted.id())),
        consequence,
        after);
  }

  private void blockChange(
      Blocked.Code code, ObservedResource there, Resource wanted, String consequence) {
    List<AttributeChange> changes = AttributeChange.between(there.beside(wanted), wanted);
    String what =
        changes.stream()
            .map(
                each ->
                    "%s from %s to %s"
                        .formatted(each.name(), worded(each.before()), worded(each.after())))
            .collect(Collectors.joining(", "));
    blocked.add(
        new Blocked(
            code,
            broker.region(),
            name,
            wanted.id().toString(),
            changes,
            there.readers(),
            particulars.traffic().get(wanted.id()),
            "Changing %s of '%s' at broker '%s' %s: %s %s Set it back in the catalog, register a new event type that succeeds this one, or force it by name."
                .formatted(
                    what,
                    wanted.id(),
                    name,
                    code == Blocked.Code.REPLACEMENT
                        ? "means deleting it and making it anew"
                        : "cannot be undone",
                    consequence,
                    Readers.sentence(there.readers())),
            Causes.of(requirements.shapeCauses(wanted.id()))));
  }

  /** What is not set is what the broker takes by itself. */
  private static String worded(@Nullable String value) {
    return value == null ? "the broker's default" : value;
  }

  private void takeOver(ObservedResource there, Resource wanted) {
    ResourceId id = wanted.id();
    boolean same = there.resource().attributes().equals(wanted.attributes());
    if (there.ownership() instanceof Ownership.Intended && same) {
      create(wanted);
    } else if (there.ownership() instanceof Ownership.Other(var installation)) {
      missing.add(id);
      blockThere(
          Blocked.Code.OTHER_INSTALLATION,
          there,
          "'%s' at broker '%s' belongs to the Meshwork installation %s. Give one of the two another broker, or rename the event type."
              .formatted(id, name, installation));
    } else if (!allowances.adopts(name, id)) {
      missing.add(id);
      blockThere(
          Blocked.Code.FOREIGN_RESOURCE,
          there,
          "'%s' at broker '%s' is there and was made by others. %s Adopt it, or rename the event type."
              .formatted(id, name, Readers.sentence(there.readers())));
    } else if (isAllowed(wanted)) {
      TreeSet<Integer> after = new TreeSet<>(List.of(actions.size()));
      add(
          id,
          new Action.AdoptResource(
              broker.region(),
              name,
              there.resource(),
              there.identity(),
              terms(
                  Phase.EXPAND,
                  "'%s' is the one seen (%s) and no other installation's."
                      .formatted(id, there.identity()),
                  requirements.causes(id),
                  new TreeSet<>())));
      change(there, wanted, after);
    }
  }

  private boolean isAllowed(Resource resource) {
    if (!broker.readOnly()) {
      return true;
    }
    block(
        Blocked.Code.BROKER_READ_ONLY,
        resource,
        "'%s' at broker '%s' would have to be made or changed, and the broker is read-only. Do it by hand, or let Meshwork change the broker."
            .formatted(resource.id(), name));
    return false;
  }

  private void block(Blocked.Code code, Resource resource, String reason) {
    blocked.add(
        new Blocked(
            code,
            broker.region(),
            name,
            resource.id().toString(),
            List.of(),
            List.of(),
            null,
            reason,
            Causes.of(requirements.causes(resource.id()))));
  }

  private void blockThere(Blocked.Code code, ObservedResource there, String reason) {
    ResourceId id = there.resource().id();
    blocked.add(
        new Blocked(
            code,
            broker.region(),
            name,
            id.toString(),
            List.of(),
            there.readers(),
            null,
            reason,
            Causes.of(requirements.causes(id))));
  }

  private void add(ResourceId id, Action action) {
    steps.put(id, actions.size());
    actions.add(action);
  }

  private static Action.Terms terms(
      Phase phase, String precondition, Set<Name> causes, SortedSet<Integer> after) {
    return new Action.Terms(
        phase, Reversibility.REVERSIBLE, precondition, Causes.of(causes), null, after);
  }

  /** The steps after everything that widens. */
  ContractSteps contract(Draft draft, ContractSteps.Concern concern) {
    return new ContractSteps(
        requirements, blueprint, new Site(name, broker, observation, particulars), draft, concern);
  }

  /** Changes that wait for the contract phase. */
  List<ContractSteps.Narrowing> narrowings() {
    return narrowings;
  }

  /** The steps that make what a link needs here. */
  Set<Integer> stepsFor(DesiredLink link) {
    Set<Integer> numbers = new TreeSet<>();
    for (ResourceId id : requirements.ofLink(link)) {
      Integer step = steps.get(id);
      if (step != null) {
        numbers.add(step);
      }
    }
    return numbers;
  }

  /** What a link needs here and will not get. */
  List<ResourceId> lacking(DesiredLink link) {
    return requirements.ofLink(link).stream().filter(missing::contains).sorted().toList();
  }

  /** What the plan changes about the broker's price. */
  List<PriceChange> prices() {
    if (created.isEmpty()) {
      return List.of();
    }
    Set<ResourceId> before = new HashSet<>();
    observation.resources().keySet().stream().filter(requirements::isDesired).forEach(before::add);
    Set<ResourceId> after = new HashSet<>(before);
    after.addAll(created);
    return new ArrayList<>(new PriceDifference(name, broker, blueprint).between(before, after));
  }
}
