package io.meshwork.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs the commands of {@code docs/guide/first-event.md} as they stand on the page. */
class FirstEventGuideIT {
  @Test
  void bringsTheLargeOrdersAcrossAndNoOther() throws IOException {
    List<String> commands = commands();
    assertThat(commands).hasSizeLessThanOrEqualTo(10).first().isEqualTo("./mesh up");
    RunningWorld world = RunningWorld.get();

    StringBuilder said = new StringBuilder();
    for (String command : commands.subList(1, commands.size())) {
      RunningWorld.Said answer = world.mesh(arguments(command));
      assertThat(answer.code()).as("%s%n%s", command, answer.out()).isZero();
      said.append(answer.out());
      if (command.contains("approve")) {
        await()
            .atMost(Duration.ofSeconds(120))
            .pollInterval(Duration.ofSeconds(1))
            .until(() -> state(world).contains("state: active"));
      }
    }

    assertThat(said)
        .contains("3 of 3 events stored")
        .contains("\"order\":\"o-1\"", "\"order\":\"o-3\"")
        .doesNotContain("\"order\":\"o-2\"");
  }

  private static String state(RunningWorld world) {
    return world.mesh(List.of("get", "subscription", "billing.large-orders")).out();
  }

  private static List<String> arguments(String command) {
    List<String> words = new ArrayList<>(Arrays.asList(command.split(" ")));
    words.removeFirst();
    words.replaceAll(
        word -> word.startsWith("docs/") ? RunningWorld.checkout().resolve(word).toString() : word);
    return words;
  }

  /** The lines of the page's shell blocks. */
  private static List<String> commands() throws IOException {
    Path page = RunningWorld.checkout().resolve("docs/guide/first-event.md");
    List<String> commands = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(page)) {
      if (line.startsWith("```")) {
        inside = line.equals("```sh");
      } else if (inside && !line.isBlank()) {
        commands.add(line.replaceAll("\\s+#.*", ""));
      }
    }
    return commands;
  }
}
