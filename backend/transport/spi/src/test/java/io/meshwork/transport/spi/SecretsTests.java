package io.meshwork.transport.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.meshwork.model.BrokerName;
import io.meshwork.model.InstallationId;
import io.meshwork.model.MeshException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTests {
  @TempDir Path directory;

  @Test
  void readsReferences() {
    assertThat(SecretReference.parse("env:BROKER_SECRET"))
        .isEqualTo(new SecretReference.Variable("BROKER_SECRET"));
    assertThat(SecretReference.parse("file:/etc/a b.txt"))
        .isEqualTo(new SecretReference.File("/etc/a b.txt"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "secret",
        "env:",
        "env:1A",
        "env:A-B",
        "file:",
        "file: a",
        "ENV:A",
        "http://x"
      })
  void refusesWhatIsNoReferenceWithoutRepeatingIt(String text) {
    assertThat(SecretReference.isReference(text)).isFalse();

    MeshException thrown =
        catchThrowableOfType(MeshException.class, () -> SecretReference.parse(text));

    assertThat(thrown.code()).isEqualTo(TransportError.INVALID_SETTING);
    assertThat(text.length() < 4 || !thrown.text().contains("'" + text + "'")).isTrue();
  }

  @Test
  void resolvesAFileWithoutTheLineEndAtItsEnd() throws IOException {
    Path file = Files.writeString(directory.resolve("secret"), " s3cret\n");

    assertThat(resolve("file:" + file)).isEqualTo(" s3cret");
  }

  @Test
  void namesTheFileThatCannotBeRead() {
    MeshException thrown = lost("file:" + directory.resolve("absent"));

    assertThat(thrown.text()).contains("absent");
  }

  @Test
  void namesTheVariableThatIsNotSet() {
    assertThat(lost("env:MESHWORK_NO_SUCH_VARIABLE").text()).contains("MESHWORK_NO_SUCH_VARIABLE");
  }

  @Test
  void resolvesAVariable() {
    assertThat(resolve("env:PATH")).isEqualTo(System.getenv("PATH"));
  }

  @Test
  void resolvesTheSecretThatASettingRefersTo() {
    BrokerAccess access =
        new BrokerAccess(
            new BrokerName("one"),
            new Settings(Map.of("password", "env:P")),
            new InstallationId(new UUID(0, 1)),
            reference -> "of " + reference);

    assertThat(access.secret("password")).isEqualTo("of Variable[name=P]");
    assertThat(access.toString()).isEqualTo("BrokerAccess[one]");
    assertThat(new Credential("p", "s3cret").toString()).doesNotContain("s3cret");
  }

  private static String resolve(String reference) {
    return Secrets.ofThisProcess().resolve(SecretReference.parse(reference));
  }

  private static MeshException lost(String reference) {
    MeshException thrown = catchThrowableOfType(MeshException.class, () -> resolve(reference));
    assertThat(thrown.code()).isEqualTo(TransportError.SECRET_NOT_FOUND);
    return thrown;
  }
}
