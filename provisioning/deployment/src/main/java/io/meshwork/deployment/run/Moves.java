package io.meshwork.deployment.run;

import io.meshwork.deployment.execution.Step;
import io.meshwork.deployment.plan.Computed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Names what moved between a plan and the same plan computed now. */
final class Moves {
  private Moves() {}

  static String between(List<Step> planned, Computed now) {
    if (!now.plan().blocked().isEmpty()) {
      var blocked = now.plan().blocked().getFirst();
      return "%s is blocked now (%s)".formatted(blocked.subject(), withoutEnd(blocked.reason()));
    }
    if (!now.plan().refusals().isEmpty()) {
      return "it is refused now (%s)"
          .formatted(withoutEnd(now.plan().refusals().getFirst().message()));
    }
    List<String> before = planned.stream().map(Moves::words).toList();
    List<String> after = now.steps().stream().map(Moves::words).toList();
    Optional<String> gone = missing(before, after);
    if (gone.isPresent()) {
      return "'%s' is not needed any more".formatted(gone.get());
    }
    return missing(after, before)
        .map("'%s' is needed now too"::formatted)
        .orElseGet(() -> differing(planned, now.steps()));
  }

  private static String differing(List<Step> planned, List<Step> now) {
    for (int i = 0; i < planned.size(); i++) {
      if (!planned.get(i).equals(now.get(i))) {
        return "'%s' is not as it was".formatted(words(planned.get(i)));
      }
    }
    return "its order changed";
  }

  private static Optional<String> missing(List<String> from, List<String> in) {
    List<String> left = new ArrayList<>(from);
    in.forEach(left::remove);
    return left.stream().findFirst();
  }

  private static String words(Step step) {
    return switch (step) {
      case Step.OnBroker(_, var broker, var operation, _) ->
          "%s %s on %s"
              .formatted(
                  operation.getClass().getSimpleName().toLowerCase(Locale.ROOT),
                  operation.id(),
                  broker);
      case Step.Switch(_, var region, _) -> "switch manifest of " + region;
    };
  }

  private static String withoutEnd(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }
}
