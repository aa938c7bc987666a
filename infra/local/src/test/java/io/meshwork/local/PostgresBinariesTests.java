package io.meshwork.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresBinariesTests {
  @Test
  void unpacksOnce(@TempDir Path directory) throws Exception {
    Path target = directory.resolve("binaries");

    PostgresBinaries.unpacked(target);
    Path program = target.resolve("bin/postgres");
    assertThat(program).isExecutable();
    Files.delete(program);
    PostgresBinaries.unpacked(target);

    assertThat(program).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, postgres-linux-x86_64.txz",
    "Linux, aarch64, postgres-linux-arm_64.txz",
    "Mac OS X, x86_64, postgres-darwin-x86_64.txz",
    "Mac OS X, aarch64, postgres-darwin-arm_64.txz"
  })
  void knowsTheArchiveOfEachMachine(String system, String architecture, String archive) {
    assertThat(PostgresBinaries.archiveName(system, architecture)).isEqualTo(archive);
  }
}
