package io.meshwork.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorldSecretsTests {
  @TempDir private Path temporary;

  @Test
  void makesOnePersonForEachRoleAndTeam() throws IOException {
    var users = WorldSecrets.ensure(world()).users();

    assertThat(users.stream().map(WorldUser::name))
        .containsExactly(
            "admin",
            "operator",
            "auditor",
            "platform-owner",
            "platform-member",
            "platform-reader",
            "security-owner",
            "security-member",
            "security-reader",
            "analytics-owner",
            "analytics-member",
            "analytics-reader");
    assertThat(users.getFirst().roles()).containsExactly("administrator");
    assertThat(users.get(3).teams()).containsExactly("platform:owner");
    assertThat(users.get(3).roles()).isEmpty();
  }

  @Test
  void givesEverythingItsOwnPasswordOfAtLeast128Bits() throws IOException {
    var secrets = WorldSecrets.ensure(world());
    Set<String> seen = new HashSet<>();
    List<String> all =
        Stream.concat(
                secrets.users().stream().map(WorldUser::password),
                Stream.of(
                    secrets.database(),
                    secrets.issuerClient(),
                    secrets.kafka("eu"),
                    secrets.kafka("us"),
                    Files.readString(secrets.adminKeyFile()).strip(),
                    Files.readString(secrets.relayKeyFile("eu")).strip(),
                    Files.readString(secrets.relayKeyFile("us")).strip()))
            .toList();

    assertThat(all).allSatisfy(secret -> assertThat(secret).matches("[0-9a-f]{32,}"));
    assertThat(all).allMatch(seen::add);
  }

  @Test
  void keepsThemFromThenOn() throws IOException {
    var first = WorldSecrets.ensure(world());
    String key = Files.readString(first.adminKeyFile());

    var second = WorldSecrets.ensure(world());

    assertThat(second.users()).isEqualTo(first.users());
    assertThat(second.database()).isEqualTo(first.database());
    assertThat(Files.readString(second.adminKeyFile())).isEqualTo(key);
  }

  @Test
  void addsWhatAnOlderWorldLacks() throws IOException {
    world().made();
    PrivateFiles.write(world().file("secrets.properties"), "database = kept\n");

    var secrets = WorldSecrets.ensure(world());

    assertThat(secrets.database()).isEqualTo("kept");
    assertThat(secrets.kafka("us")).hasSize(40);
  }

  @Test
  void keepsEveryFileFromOthers() throws IOException {
    WorldSecrets.ensure(world());

    assertThat(mode(world().path())).isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(world().path())) {
      assertThat(files.filter(Files::isRegularFile))
          .isNotEmpty()
          .allSatisfy(file -> assertThat(mode(file)).isEqualTo("rw-------"));
    }
  }

  @Test
  void tellsTheControlPlaneTheKeysThatRelaysHave() throws IOException {
    var secrets = WorldSecrets.ensure(world());

    var keys = PrivateFiles.properties(secrets.relayKeysFile());

    assertThat(keys.getProperty("eu"))
        .isEqualTo(Files.readString(secrets.relayKeyFile("eu")).strip());
    assertThat(keys.getProperty("us"))
        .isEqualTo(Files.readString(secrets.relayKeyFile("us")).strip());
  }

  @Test
  void namesTheLineThatAHandWrittenUserLacks() throws IOException {
    world().made();
    PrivateFiles.write(world().file("users.properties"), "users = zoe\nzoe.email = z@example.org");

    assertThatThrownBy(() -> WorldSecrets.ensure(world()))
        .isInstanceOf(LocalException.class)
        .hasMessageContaining("zoe.password");
  }

  private WorldDirectory world() {
    return new WorldDirectory(temporary.resolve(".mesh"));
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
