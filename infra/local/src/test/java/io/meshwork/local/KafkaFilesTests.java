package io.meshwork.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaFilesTests {
  @TempDir private Path directory;

  @Test
  void formatsOnceAndKeepsTheStorage() throws Exception {
    var files = new KafkaFiles(settings());

    files.prepare();
    String formatted = Files.readString(directory.resolve("data/meta.properties"));
    files.prepare();

    assertThat(Files.readString(directory.resolve("data/meta.properties"))).isEqualTo(formatted);
    assertThat(directory.resolve("data.new")).doesNotExist();
    assertThat(directory.resolve("format.properties")).doesNotExist();
  }

  @Test
  void listensOnLoopbackOnlyAndAsksEveryoneToLogIn() throws Exception {
    Properties properties = PrivateFiles.properties(new KafkaFiles(settings()).prepare());

    assertThat(properties.getProperty("listeners"))
        .matches("CLIENT://127\\.0\\.0\\.1:4711,CONTROLLER://127\\.0\\.0\\.1:\\d+");
    assertThat(properties.getProperty("listener.security.protocol.map"))
        .doesNotContain(":PLAINTEXT");
    assertThat(properties)
        .containsEntry("allow.everyone.if.no.acl.found", "false")
        .containsEntry("auto.create.topics.enable", "false")
        .containsEntry("unclean.leader.election.enable", "false")
        .containsEntry("super.users", "User:mesh");
  }

  @Test
  void refusesNamesAndPasswordsThatWouldNeedQuotes() {
    assertThatThrownBy(() -> new KafkaSettings("eu", 1, directory, "a\"b", Map.of()))
        .isInstanceOf(LocalException.class)
        .hasMessageNotContaining("a\"b");
    assertThatThrownBy(() -> new KafkaSettings("eu", 1, directory, "a", Map.of("x y", "b")))
        .isInstanceOf(LocalException.class);
    assertThatThrownBy(() -> new KafkaSettings("eu", 1, directory, "a", Map.of("mesh", "b")))
        .hasMessageContaining("super user already");
  }

  @Test
  void readsTheUsersFile() throws Exception {
    Path users = Files.writeString(directory.resolve("users"), "mesh=one\napp=two\n");

    KafkaSettings read = KafkaProgram.settings("eu", 4711, directory, users);

    assertThat(read.superPassword()).isEqualTo("one");
    assertThat(read.users()).containsExactly(Map.entry("app", "two"));
    Files.writeString(users, "app=two\n");
    assertThatThrownBy(() -> KafkaProgram.settings("eu", 4711, directory, users))
        .hasMessageContaining("mesh=PASSWORD");
  }

  private KafkaSettings settings() {
    return new KafkaSettings("eu", 4711, directory, "secret", Map.of("app", "word"));
  }
}
