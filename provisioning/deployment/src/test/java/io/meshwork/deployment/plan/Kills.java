package io.meshwork.deployment.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.deployment.execution.Ending;
import io.meshwork.deployment.execution.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Tries a fault at every operation of a plan and each way to go on, holds what is there in the end
 * against the old and the new, and counts.
 */
final class Kills {
  private final Function<String, KillTrial> trials;
  private final Map<Fault, int[]> counts = new EnumMap<>(Fault.class);
  private Map<String, String> wanted = Map.of();
  private int number;
  private int operations;

  /**
   * @param trials makes one of a name that no other has
   */
  Kills(Function<String, KillTrial> trials) {
    this.trials = trials;
  }

  /** How many operations the plan has, the switch apart. */
  int operations() {
    if (operations == 0) {
      KillTrial trial = trials.apply("xqcount");
      operations = (int) trial.steps().stream().filter(Step.OnBroker.class::isInstance).count();
      trial.clean();
    }
    return operations;
  }

  /** Tries this fault at every {@code stride}-th operation, from the {@code first} on. */
  void at(Fault fault, int first, int stride) {
    int operations = operations();
    for (int at = first; at <= operations; at += stride) {
      boolean resumed = ends(fault, at, true);
      boolean undone = ends(fault, at, false);
      int[] count = counts.computeIfAbsent(fault, ignored -> new int[3]);
      count[0]++;
      count[1] += resumed ? 1 : 0;
      count[2] += undone ? 1 : 0;
    }
  }

  private boolean ends(Fault fault, int at, boolean forward) {
    KillTrial trial = trials.apply("xq%d".formatted(number++));
    List<Step> steps = trial.steps();
    trial.remember(steps);
    Map<String, String> old = trial.state();
    Map<String, String> foreigners = trial.foreigners();
    Doom doom = new Doom(fault, at);
    String what = "%s at operation %d, %s".formatted(fault, at, forward ? "resumed" : "undone");

    Ending first = trial.run(steps, doom);
    assertThat(doom.hasHappened()).as(what).isTrue();
    doom.end();
    Ending ending = forward ? trial.resume(steps) : trial.undo(steps);

    assertThat(ending).as("%s after %s", what, first).isEqualTo(new Ending.Applied());
    assertThat(trial.foreigners()).as(what).isEqualTo(foreigners);
    assertThat(trial.state()).as(what).isEqualTo(forward ? wanted() : old);
    trial.clean();
    return true;
  }

  /** What a plan without faults comes to. */
  private Map<String, String> wanted() {
    if (wanted.isEmpty()) {
      KillTrial trial = trials.apply("xqw");
      assertThat(trial.run(trial.steps(), Doom.none())).isEqualTo(new Ending.Applied());
      wanted = trial.state();
      trial.clean();
    }
    return wanted;
  }

  /** The counts as a table. */
  String report(String title) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append("## %s: a plan of %d actions\n\n".formatted(title, operations() + 1));
    text.append("| what happens | tried at | resumed: ended as new | undone: ended as old |\n");
    text.append("|---|---|---|---|\n");
    int tried = 0;
    for (Map.Entry<Fault, int[]> each : counts.entrySet()) {
      int[] count = each.getValue();
      tried += 2 * count[0];
      text.append(
          "| %s | %d operations | %d | %d |\n"
              .formatted(each.getKey().words, count[0], count[1], count[2]));
    }
    text.append("\n%d trials; none torn, nothing foreign touched, no orphan.\n".formatted(tried));
    Path file =
        Path.of(
            "target",
            "kill-report",
            title.toLowerCase(Locale.ROOT).replaceAll("\\W+", "-") + ".md");
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return text.toString();
  }
}
