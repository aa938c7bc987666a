package io.meshwork.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What guides tell people to type is something that the command line takes. */
class GuideTests {
  private static final Pattern COMMAND = Pattern.compile("(?m)^(?:\\./)?mesh ([^#\\n]+)");
  private static final Pattern ID = Pattern.compile("\\b(PLAN|DEPLOYMENT)\\b");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|([^\\s'\"]+)");

  @Test
  void everyCommandOfTheSafeChangeGuideIsTaken() throws IOException {
    List<String> commands = commands("docs/guide/safe-change.md");

    assertThat(commands).hasSizeGreaterThan(15);
    for (String command : commands) {
      assertThatCode(() -> MeshProgram.commandLine().parseArgs(words(command)))
          .as(command)
          .doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"verify", "positions", "dead-letters", "trace", "rates", "transforms"})
  void everyCommandOfTheGuidesToLinksIsTaken(String guide) throws IOException {
    List<String> commands = commands("docs/guide/%s.md".formatted(guide));

    assertThat(commands).hasSizeGreaterThan(2);
    for (String command : commands) {
      assertThatCode(() -> MeshProgram.commandLine().parseArgs(words(command)))
          .as(command)
          .doesNotThrowAnyException();
    }
  }

  @Test
  void aCommandThatIsNotThereIsNoticed() {
    assertThatCode(
            () -> MeshProgram.commandLine().parseArgs(words("transfer offer TYPE --to TEAM")))
        .hasMessageContaining("--to");
  }

  private static List<String> commands(String page) throws IOException {
    List<String> commands = new ArrayList<>();
    Matcher command = COMMAND.matcher(Files.readString(root().resolve(page)));
    while (command.find()) {
      commands.add(ID.matcher(command.group(1).strip()).replaceAll(new UUID(0, 1).toString()));
    }
    return commands;
  }

  private static String[] words(String command) {
    return WORD.matcher(command)
        .results()
        .map(
            word ->
                word.group(1) != null
                    ? word.group(1)
                    : word.group(2) != null ? word.group(2) : word.group(3))
        .toArray(String[]::new);
  }

  private static Path root() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.exists(at.resolve(".mvn"))) {
      at = at.getParent();
    }
    return at;
  }
}
