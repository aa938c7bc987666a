package io.meshwork.planner;

import io.meshwork.model.BrokerName;
import io.meshwork.model.Name;
import io.meshwork.model.RegionName;
import io.meshwork.transport.spi.Blueprint;
import io.meshwork.transport.spi.ObservedResource;
import io.meshwork.transport.spi.Ownership;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.ResourceId;
import io.meshwork.transport.spi.Traffic;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one broker loses: access right after switch, all else in the contract phase.
 *
 * <p>Invariant: only what is ours, what nobody asks for any more and what the scope caused goes;
 * what others made and we took over is given back, never deleted; what already waits to go is not
 * planned again.
 */
final class ContractSteps {
  private final Requirements requirements;
  private final Blueprint blueprint;
  private final BrokerSteps.Site site;
  private final List<Action> actions;
  private final Concern concern;
  private final Map<ResourceId, ObservedResource> leftovers;

  ContractSteps(
      Requirements requirements,
      Blueprint blueprint,
      BrokerSteps.Site site,
      BrokerSteps.Draft draft,
      Concern concern) {
    this.requirements = requirements;
    this.blueprint = blueprint;
    this.site = site;
    this.actions = draft.actions();
    this.concern = concern;
    this.leftovers = leftovers();
  }

  /** A change that takes something away. */
  record Narrowing(ObservedResource there, Resource wanted, String consequence) {}

  /**
   * Whom a plan concerns, and why each resource was last applied.
   *
   * @param linked the addresses that links still use here once the plan is applied
   * @param elsewhere whether links feed a subscription at other brokers only, once it is applied
   */
  record Concern(
      ScopeView scope,
      Map<ResourceId, Set<Name>> applied,
      Set<String> linked,
      Predicate<Name> elsewhere,
      Allowances allowances) {
    Set<Name> causes(ResourceId id) {
      return applied.getOrDefault(id, Set.of());
    }

    /** Whether it was made for nobody but who has moved away, and may yet read what is left. */
    boolean isDrained(ResourceId id) {
      Set<Name> causes = causes(id);
      return !causes.isEmpty() && causes.stream().allMatch(elsewhere);
    }
  }

  /**
   * Withdraws the access that nobody is entitled to any more. Who has moved to another broker keeps
   * it until what is left there for them goes too.
   */
  void withdraw() {
    if (site.broker().readOnly()) {
      return;
    }
    leftovers.forEach(
        (id, there) -> {
          if (blueprint.isAccessRule(id) && !concern.isDrained(id)) {
            actions.add(withdrawal(site.broker().region(), site.name(), there, concern.causes(id)));
          }
        });
  }

  /** Narrows and deletes; lists what stays as kept. */
  void contract(List<Narrowing> narrowings, SortedSet<Integer> after, List<Kept> kept) {
    for (Narrowing narrowing : narrowings) {
      narrow(narrowing, after);
    }
    leftovers.forEach(
        (id, there) -> {
          if (site.particulars().isPending(id, null)) {
            return;
          }
          boolean forced = concern.allowances().forces(site.name(), id);
          boolean stays = site.broker().readOnly() || (blueprint.isBookkeeping(id) && !forced);
          if (stays) {
            kept.add(new Kept(site.name(), id));
          } else if (!blueprint.isAccessRule(id)) {
            end(there, concern.causes(id), after);
          } else if (concern.isDrained(id)) {
            endDraining(there, concern.causes(id), after);
          }
        });
  }

  private Map<ResourceId, ObservedResource> leftovers() {
    Map<ResourceId, ObservedResource> left = new TreeMap<>();
    if (!concern.scope().isMesh() && concern.applied().isEmpty()) {
      return left;
    }
    site.observation()
        .resources()
        .forEach(
            (id, there) -> {
              boolean ours = there.ownership() instanceof Ownership.Ours;
              if (ours
                  && !requirements.isDesired(id)
                  && !concern.linked().contains(id.name())
                  && (concern.scope().isMesh()
                      || concern.scope().containsAny(concern.causes(id)))) {
                left.put(id, there);
              }
            });
    return left;
  }

  private void narrow(Narrowing narrowing, SortedSet<Integer> after) {
    Resource wanted = narrowing.wanted();
    actions.add(
        new Action.ChangeResource(
            site.broker().region(),
            site.name(),
            narrowing.there().resource(),
            wanted,
            narrowing.there().identity(),
            AttributeChange.between(narrowing.there().beside(wanted), wanted),
            new Action.Terms(
                Phase.CONTRACT,
                Reversibility.IRREVERSIBLE,
                "'%s' is the one seen (%s), ours, and still wanted in this shape."
                    .formatted(wanted.id(), narrowing.there().identity()),
                Causes.of(requirements.shapeCauses(wanted.id())),
                "%s %s"
                    .formatted(
                        narrowing.consequence(), Readers.sentence(narrowing.there().readers())),
                after)));
  }

  private void end(ObservedResource there, Set<Name> causes, SortedSet<Integer> after) {
    boolean adopted = site.particulars().adopted().contains(there.resource().id());
    actions.add(
        adopted
            ? release(site.broker().region(), site.name(), there, causes)
            : deletion(
                new Place(site.broker().region(), site.name()),
                there,
                site.particulars().traffic().get(there.resource().id()),
                causes,
                after));
  }

  private void endDraining(ObservedResource there, Set<Name> causes, SortedSet<Integer> after) {
    actions.add(
        new Action.DeleteResource(
            site.broker().region(),
            site.name(),
            there.resource(),
            there.identity(),
            there.readers(),
            null,
            new Action.Terms(
                Phase.CONTRACT,
                Reversibility.COMPENSATED,
                seen(there) + " and ours.",
                Causes.of(causes),
                "Who has moved to another broker reads no more of what is left on broker '%s'."
                    .formatted(site.name()),
                after)));
  }

  /** Where. */
  record Place(RegionName region, BrokerName broker) {}

  static Action.WithdrawAccess withdrawal(
      RegionName region, BrokerName broker, ObservedResource there, Set<Name> causes) {
    return new Action.WithdrawAccess(
        region,
        broker,
        there.resource(),
        there.identity(),
        new Action.Terms(
            Phase.SWITCH,
            Reversibility.COMPENSATED,
            seen(there) + " and ours.",
            Causes.of(causes),
            "Whoever still uses it is refused by broker '%s'.".formatted(broker),
            new TreeSet<>()));
  }

  static Action.ReleaseResource release(
      RegionName region, BrokerName broker, ObservedResource there, Set<Name> causes) {
    return new Action.ReleaseResource(
        region,
        broker,
        there.resource(),
        there.identity(),
        new Action.Terms(
            Phase.CONTRACT,
            Reversibility.REVERSIBLE,
            seen(there) + " and ours.",
            Causes.of(causes),
            "It was made by others: it stays on broker '%s' as it is, and Meshwork leaves it alone."
                .formatted(broker),
            new TreeSet<>()));
  }

  static Action.DeleteResource deletion(
      Place place,
      ObservedResource there,
      @Nullable Traffic traffic,
      Set<Name> causes,
      SortedSet<Integer> after) {
    boolean empty = traffic != null && traffic.retained() == 0;
    return new Action.DeleteResource(
        place.region(),
        place.broker(),
        there.resource(),
        there.identity(),
        there.readers(),
        traffic,
        new Action.Terms(
            Phase.CONTRACT,
            empty ? Reversibility.COMPENSATED : Reversibility.IRREVERSIBLE,
            seen(there) + ", ours, wanted by nobody, and no longer used.",
            Causes.of(causes),
            "%s %s".formatted(loss(traffic), Readers.sentence(there.readers())),
            after));
  }

  private static String seen(ObservedResource there) {
    return "'%s' is the one seen (%s)".formatted(there.resource().id(), there.identity());
  }

  private static String loss(@Nullable Traffic traffic) {
    if (traffic == null) {
      return "What it holds is gone.";
    }
    return traffic.retained() == 0
        ? "It is empty: no event is lost."
        : "Up to %d events that it holds are gone; %d of them were written in the last 24 hours."
            .formatted(traffic.retained(), traffic.lastDay());
  }
}
