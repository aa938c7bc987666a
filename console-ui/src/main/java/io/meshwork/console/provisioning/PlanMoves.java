package io.meshwork.console.provisioning;

import io.meshwork.api.PlanDocument;
import io.meshwork.api.PlanDocument.ActionDocument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is different in a plan from the same plan computed before. */
final class PlanMoves {
  private PlanMoves() {}

  /** In sentences; empty: it says the same. */
  static List<String> between(PlanDocument before, PlanDocument now) {
    List<String> moves = new ArrayList<>();
    Map<String, ActionDocument> then = actions(before);
    Map<String, ActionDocument> here = actions(now);
    then.forEach(
        (key, action) -> {
          if (!here.containsKey(key)) {
            moves.add("Not done any more: %s.".formatted(key));
          }
        });
    here.forEach(
        (key, action) -> {
          ActionDocument old = then.get(key);
          if (old == null) {
            moves.add("Done now too: %s.".formatted(key));
          } else if (!old.changes().equals(action.changes())) {
            moves.add("Not as it was: %s, %s.".formatted(key, settings(old, action)));
          } else if (!old.precondition().equals(action.precondition())) {
            moves.add("Another one now: %s. %s".formatted(key, action.precondition()));
          } else if (!old.safety().equals(action.safety())) {
            moves.add("%s before, %s now: %s.".formatted(old.safety(), action.safety(), key));
          }
        });
    blocked(before, now, moves);
    return moves;
  }

  private static void blocked(PlanDocument before, PlanDocument now, List<String> moves) {
    List<String> then = before.blocked().stream().map(PlanMoves::key).toList();
    List<String> here = now.blocked().stream().map(PlanMoves::key).toList();
    then.stream()
        .filter(key -> !here.contains(key))
        .forEach(key -> moves.add("Not blocked any more: %s.".formatted(key)));
    here.stream()
        .filter(key -> !then.contains(key))
        .forEach(key -> moves.add("Blocked now: %s.".formatted(key)));
  }

  private static String key(PlanDocument.Blocked blocked) {
    return blocked.subject();
  }

  private static Map<String, ActionDocument> actions(PlanDocument plan) {
    Map<String, ActionDocument> actions = new LinkedHashMap<>();
    for (ActionDocument action : plan.actions()) {
      actions.put(
          "%s %s on %s".formatted(action.verb(), action.resource(), PlanWords.place(action)),
          action);
    }
    return actions;
  }

  private static String settings(ActionDocument old, ActionDocument action) {
    List<String> words = new ArrayList<>();
    action.changes().stream()
        .filter(change -> !old.changes().contains(change))
        .map(change -> ActionLine.text(change.name(), change.before(), change.after()))
        .forEach(words::add);
    old.changes().stream()
        .filter(change -> action.changes().stream().noneMatch(c -> c.name().equals(change.name())))
        .map(change -> change.name() + " stays as it is")
        .forEach(words::add);
    return words.isEmpty() ? "in another order" : String.join(", ", words);
  }
}
