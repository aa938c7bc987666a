package io.meshwork.deployment.trace;

import io.meshwork.api.TraceDocument.Reason;
import io.meshwork.api.TraceDocument.State;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is said of an event at a hop.
 *
 * @param reason of what is absent, else {@code null}
 * @param clauses of filters that are not met
 * @param next what to do about it, {@code null}: nothing
 */
record Verdict(
    State state,
    @Nullable Reason reason,
    String text,
    List<String> clauses,
    @Nullable String next) {
  static Verdict found(String text) {
    return new Verdict(State.FOUND, null, text, List.of(), null);
  }

  static Verdict absent(Reason reason, String text, @Nullable String next) {
    return new Verdict(State.ABSENT, reason, text, List.of(), next);
  }

  static Verdict heldBack(String text, List<String> clauses) {
    return new Verdict(State.ABSENT, Reason.HELD_BACK, text, clauses, null);
  }

  static Verdict undecided(String text, @Nullable String next) {
    return new Verdict(State.UNDECIDED, null, text, List.of(), next);
  }
}
