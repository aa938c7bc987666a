package io.meshwork.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwork.model.MeshException;
import io.meshwork.relay.manifest.RelayError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelaySettingsTests {
  @TempDir Path directory;

  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void fill() throws IOException {
    Path key = Files.writeString(directory.resolve("key"), "abc\n");
    environment.put(RelaySettings.URL, "http://localhost:8080");
    environment.put(RelaySettings.REGION, "us");
    environment.put(RelaySettings.KEY_FILE, key.toString());
    environment.put(RelaySettings.STATE, directory.toString());
  }

  @Test
  void fillsInWhatIsNotSaid() {
    RelaySettings settings = RelaySettings.from(environment);

    assertThat(settings.apiKey()).isEqualTo("abc");
    assertThat(settings.status().getAddress().isLoopbackAddress()).isTrue();
    assertThat(settings.status().getPort()).isEqualTo(8091);
    assertThat(settings.engine().maxBytes()).isEqualTo(64L << 20);
    assertThat(settings).asString().doesNotContain("abc");
  }

  @ParameterizedTest
  @CsvSource({
    "MESHWORK_URL,''",
    "MESHWORK_URL,ftp://x",
    "MESHWORK_URL,not a url",
    "MESHWORK_REGION,''",
    "MESHWORK_REGION,Not A Name",
    "MESHWORK_RELAY_KEY_FILE,''",
    "MESHWORK_RELAY_KEY_FILE,/nowhere/key",
    "MESHWORK_RELAY_STATE,''",
    "MESHWORK_RELAY_PORT,many",
    "MESHWORK_RELAY_PORT,70000",
    "MESHWORK_BIND,no such host!",
    "MESHWORK_RELAY_MAX_BYTES,1KiB",
    "MESHWORK_RELAY_MAX_BYTES,lots"
  })
  void namesTheVariableThatIsMissingOrWrong(String variable, String value) {
    environment.put(variable, value);

    assertThatThrownBy(() -> RelaySettings.from(environment))
        .isInstanceOfSatisfying(
            MeshException.class,
            e -> assertThat(e.code()).isEqualTo(RelayError.INVALID_CONFIGURATION))
        .hasMessageStartingWith(variable)
        .hasMessageNotContaining("\n");
  }

  @Test
  void refusesAKeyFileWithoutAKey() throws IOException {
    Files.writeString(directory.resolve("key"), "two words");

    assertThatThrownBy(() -> RelaySettings.from(environment))
        .hasMessageContaining("does not hold one API key")
        .hasMessageNotContaining("two words");
  }
}
