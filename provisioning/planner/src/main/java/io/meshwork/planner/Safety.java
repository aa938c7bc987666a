package io.meshwork.planner;

import io.meshwork.model.LinkId;
import io.meshwork.model.Name;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.model.catalog.GrantKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells plans that nobody can regret from the others. What withdrawn grants take away does not
 * count: whoever took them back wants it gone.
 */
final class Safety {
  private final Set<GrantKey> withdrawn;
  private final Set<SubscriptionName> losers;

  Safety(Set<GrantKey> withdrawn) {
    this.withdrawn = withdrawn;
    this.losers =
        withdrawn.stream().map(GrantKey::subscription).collect(Collectors.toUnmodifiableSet());
  }

  boolean isSafe(List<Action> actions) {
    Map<LinkId, DesiredLink> before = new HashMap<>();
    Map<LinkId, DesiredLink> after = new HashMap<>();
    for (Action action : actions) {
      switch (action) {
        case Action.SwitchManifest change -> {
          change.removed().forEach(link -> before.put(link.id(), link));
          change.added().forEach(link -> after.put(link.id(), link));
          for (Action.LinkChange link : change.changed()) {
            before.put(link.before().id(), link.before());
            after.put(link.after().id(), link.after());
          }
        }
        case Action.CreateResource create -> {
          if (isRegrettable(create.terms())) {
            return false;
          }
        }
        case Action.ChangeResource change -> {
          if (isRegrettable(change.terms())) {
            return false;
          }
        }
        case Action.AdoptResource adopt -> {
          if (isRegrettable(adopt.terms())) {
            return false;
          }
        }
        case Action.WithdrawAccess withdraw -> {
          if (!isOfLosers(withdraw.terms().causes())) {
            return false;
          }
        }
        case Action.DeleteResource ignored -> {
          return false;
        }
        case Action.ReleaseResource ignored -> {
          return false;
        }
      }
    }
    return before.values().stream().allMatch(link -> keepsRest(link, after.get(link.id())));
  }

  private boolean isOfLosers(Set<Name> causes) {
    return !causes.isEmpty() && losers.containsAll(causes);
  }

  private boolean keepsRest(DesiredLink before, @Nullable DesiredLink after) {
    TreeMap<SubscriptionName, Demand> rest = new TreeMap<>(before.demands());
    rest.keySet().removeIf(name -> withdrawn.contains(new GrantKey(name, before.eventType())));
    return rest.isEmpty() || keeps(before.withDemands(rest), after);
  }

  private static boolean isRegrettable(Action.Terms terms) {
    return terms.phase() != Phase.EXPAND || terms.reversibility() != Reversibility.REVERSIBLE;
  }

  /**
   * Nobody behind the link gets less than before, or otherwise. A link may move to another region's
   * relays.
   */
  private static boolean keeps(DesiredLink before, @Nullable DesiredLink after) {
    if (after == null || !before.from().equals(after.from()) || !before.to().equals(after.to())) {
      return false;
    }
    DeliveryClass least = before.delivery();
    return after.delivery().compareTo(least) >= 0
        && after.demands().keySet().containsAll(before.demands().keySet())
        && Objects.equals(before.transform(), after.transform())
        && (!after.isFiltering()
            || (before.isFiltering() && after.filters().containsAll(before.filters())));
  }
}
