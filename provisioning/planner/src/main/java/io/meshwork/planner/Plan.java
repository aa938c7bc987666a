package io.meshwork.planner;

import io.meshwork.model.BrokerName;
import io.meshwork.model.RegionName;
import io.meshwork.model.Revision;
import io.meshwork.model.catalog.GrantKey;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The ordered actions that bring observed brokers to the desired state, as far as the scope goes.
 * Dependencies come before dependants, expand before switch before contract.
 *
 * @param revision of the catalog
 * @param scope what it is about
 * @param actions in the order of their execution
 * @param blocked steps that are needed and not taken
 * @param refusals what the catalog asks for and must not have
 * @param kept resources of ours that nothing asks for any more; no work
 * @param prices what changes by month
 */
public record Plan(
    Revision revision,
    Scope scope,
    List<Action> actions,
    List<Blocked> blocked,
    List<Refusal> refusals,
    List<Kept> kept,
    List<PriceChange> prices) {
  /** Copies. */
  public Plan {
    actions = List.copyOf(actions);
    blocked = List.copyOf(blocked);
    refusals = List.copyOf(refusals);
    kept = List.copyOf(kept);
    prices = List.copyOf(prices);
  }

  /** Whether the mesh is as it should be, as far as the scope goes. */
  public boolean isEmpty() {
    return actions.isEmpty() && blocked.isEmpty() && refusals.isEmpty();
  }

  /** Whether it may be applied as it is: nothing in it is blocked or refused. */
  public boolean isApplicable() {
    return blocked.isEmpty() && refusals.isEmpty();
  }

  /**
   * Whether it may be applied without an operator where that is allowed for safe plans: nothing but
   * reversible expand actions and manifests in which no subscription gets less than before.
   */
  public boolean isSafe() {
    return isSafeBut(Set.of());
  }

  /**
   * Whether it is safe but for the access that the loss of these grants takes away: the rules of
   * the subscriptions that lost one, and what their links moved of its event type.
   */
  public boolean isSafeBut(Set<GrantKey> withdrawn) {
    return isApplicable() && new Safety(withdrawn).isSafe(actions);
  }

  /** The same plan without what waits for its contract phase. */
  public Plan withoutContract() {
    List<Action> soon =
        actions.stream().filter(action -> action.terms().phase() != Phase.CONTRACT).toList();
    return new Plan(revision, scope, soon, blocked, refusals, kept, prices);
  }

  /** The regions that its actions concern. */
  public SortedSet<RegionName> regions() {
    SortedSet<RegionName> regions = new TreeSet<>();
    actions.forEach(action -> regions.add(action.region()));
    return regions;
  }

  /** The brokers that its actions touch. */
  public SortedSet<BrokerName> brokers() {
    SortedSet<BrokerName> brokers = new TreeSet<>();
    for (Action action : actions) {
      switch (action) {
        case Action.CreateResource create -> brokers.add(create.broker());
        case Action.ChangeResource change -> brokers.add(change.broker());
        case Action.AdoptResource adopt -> brokers.add(adopt.broker());
        case Action.WithdrawAccess withdraw -> brokers.add(withdraw.broker());
        case Action.DeleteResource delete -> brokers.add(delete.broker());
        case Action.ReleaseResource release -> brokers.add(release.broker());
        case Action.SwitchManifest ignored -> {}
      }
    }
    return brokers;
  }
}
