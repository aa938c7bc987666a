package io.meshwork.planner;

import io.meshwork.model.LinkId;
import io.meshwork.model.catalog.DeliveryClass;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells plans that nobody can regret from the others. */
final class Safety {
  private Safety() {}

  static boolean isSafe(List<Action> actions) {
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
        case Action.WithdrawAccess ignored -> {
          return false;
        }
        case Action.DeleteResource ignored -> {
          return false;
        }
        case Action.ReleaseResource ignored -> {
          return false;
        }
      }
    }
    return before.values().stream().allMatch(link -> keeps(link, after.get(link.id())));
  }

  private static boolean isRegrettable(Action.Terms terms) {
    return terms.phase() != Phase.EXPAND || terms.reversibility() != Reversibility.REVERSIBLE;
  }

  /** Nobody behind the link gets less than before. A link may move to another region's relays. */
  private static boolean keeps(
      DesiredLink before, @org.jspecify.annotations.Nullable DesiredLink after) {
    if (after == null || !before.from().equals(after.from()) || !before.to().equals(after.to())) {
      return false;
    }
    DeliveryClass least = before.delivery();
    return after.delivery().compareTo(least) >= 0
        && after.demands().keySet().containsAll(before.demands().keySet())
        && (!after.isFiltering()
            || (before.isFiltering() && after.filters().containsAll(before.filters())));
  }
}
