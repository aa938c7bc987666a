package io.meshwork.planner;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What carrying a plan out did. */
final class Deeds {
  private Deeds() {}

  static List<Deed> of(Plan plan) {
    List<Deed> deeds = new ArrayList<>();
    for (Action action : plan.actions()) {
      switch (action) {
        case Action.CreateResource create ->
            deeds.add(new Deed.Made(create.broker(), create.resource()));
        case Action.ChangeResource change ->
            deeds.add(
                new Deed.Changed(change.broker(), change.from(), change.to(), change.identity()));
        case Action.AdoptResource adopt ->
            deeds.add(new Deed.Adopted(adopt.broker(), adopt.resource(), adopt.identity()));
        case Action.WithdrawAccess withdraw ->
            deeds.add(new Deed.Ended(withdraw.broker(), withdraw.resource()));
        case Action.DeleteResource delete ->
            deeds.add(new Deed.Ended(delete.broker(), delete.resource()));
        case Action.ReleaseResource release ->
            deeds.add(new Deed.Released(release.broker(), release.resource(), release.identity()));
        case Action.SwitchManifest change -> {
          change.added().forEach(link -> deeds.add(linked(change, null, link)));
          change.changed().forEach(link -> deeds.add(linked(change, link.before(), link.after())));
          change.removed().forEach(link -> deeds.add(linked(change, link, null)));
        }
      }
    }
    return deeds;
  }

  private static Deed linked(
      Action.SwitchManifest change, @Nullable DesiredLink before, @Nullable DesiredLink after) {
    DesiredLink either = after == null ? Objects.requireNonNull(before) : after;
    return new Deed.Linked(change.region(), either.id(), before, after);
  }
}
