package io.meshwork.relay.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwork.model.MeshException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestStoreTests {
  @TempDir Path directory;

  @Test
  void keepsTheLastOneSaved() {
    ManifestStore store = new ManifestStore(directory.resolve("a/b"));
    assertThat(store.load()).isEmpty();

    store.save("one");
    store.save("two");

    assertThat(new ManifestStore(directory.resolve("a/b")).load()).contains("two");
    assertThat(directory.resolve("a/b")).isDirectoryContaining("glob:**manifest.json");
  }

  @Test
  void ignoresWhatAnInterruptedSaveLeft() throws IOException {
    ManifestStore store = new ManifestStore(directory);
    store.save("whole");
    Files.writeString(directory.resolve("manifest.json.next"), "ha");

    assertThat(store.load()).contains("whole");
    store.save("next");
    assertThat(store.load()).contains("next");
  }

  @Test
  void putsAsideWhatCannotBeRead() throws IOException {
    ManifestStore store = new ManifestStore(directory);
    store.save("broken");

    Path aside = store.setAside();

    assertThat(store.load()).isEmpty();
    assertThat(Files.readString(aside)).isEqualTo("broken");
  }

  @Test
  void namesTheVariableWhenTheDirectoryCannotBe() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");

    assertThatThrownBy(() -> new ManifestStore(file.resolve("sub")))
        .isInstanceOfSatisfying(
            MeshException.class, e -> assertThat(e.code()).isEqualTo(RelayError.STATE_UNUSABLE))
        .hasMessageContaining("MESHWORK_RELAY_STATE")
        .hasMessageContaining("sub");
  }

  @Test
  void saysThatItCannotBeWritten() throws IOException {
    ManifestStore store = new ManifestStore(directory);
    Files.createDirectory(directory.resolve("manifest.json.next"));

    assertThatThrownBy(() -> store.save("x")).hasMessageContaining("cannot be written");
    assertThatThrownBy(store::setAside).hasMessageContaining("cannot be put aside");
  }
}
