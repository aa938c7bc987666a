package io.meshwork.deployment.plan;

import io.meshwork.planner.Action;
import io.meshwork.planner.Phase;
import java.util.List;

/** What a plan promises of each action before it is applied: when it runs, how it is taken back. */
final class Promises {
  private static final List<String> CONTRACT =
      List.of(
          "every relay concerned runs the new links",
          "no link, reader or writer uses it",
          "the time for undoing is over");

  private Promises() {}

  /** What must have happened before it runs. */
  static List<String> waitsFor(Action action) {
    return action.terms().phase() == Phase.CONTRACT ? CONTRACT : List.of();
  }

  /** How it is taken back. */
  static String undo(Action action) {
    return switch (action) {
      case Action.CreateResource _ ->
          "Undo deletes it again once nobody uses it, with the events that it holds by then.";
      case Action.AdoptResource _ -> "Undo gives it back; it stays as it is.";
      case Action.ReleaseResource _ -> "Undo takes it over again if it is still the same.";
      case Action.WithdrawAccess _ -> "Undo grants the access again.";
      case Action.SwitchManifest _ -> "Undo switches back; relays go on from their last positions.";
      case Action.DeleteResource _ ->
          "Until it runs, undo cancels it. Afterwards undo makes it anew, empty.";
      case Action.ChangeResource change ->
          switch (change.terms().reversibility()) {
            case REVERSIBLE -> "Undo sets the former values again.";
            case COMPENSATED, IRREVERSIBLE ->
                change.terms().phase() == Phase.CONTRACT
                    ? "Until it runs, undo cancels it. Afterwards undo sets the former values; what was lost stays lost."
                    : "It cannot be taken back as it was.";
          };
    };
  }
}
