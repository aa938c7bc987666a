package io.meshwork.transport.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.meshwork.model.MeshException;
import io.meshwork.model.Violation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTests {
  private static final List<Setting> DECLARED =
      List.of(
          setting("address", Setting.Kind.TEXT, null, true),
          setting("timeout", Setting.Kind.NUMBER, "15", false),
          setting("guarded", Setting.Kind.TRUTH, null, false),
          setting("password", Setting.Kind.SECRET, null, false),
          new Setting("mode", "Mode", "Which.", Setting.Kind.TEXT, List.of("a", "b"), null, false));

  @Test
  void fillsDefaultsInAndLeavesTheRestAbsent() {
    Settings settings = Settings.check(DECLARED, Map.of("address", "x"));

    assertThat(settings.values()).isEqualTo(Map.of("address", "x", "timeout", "15"));
    assertThat(settings.get("address")).isEqualTo("x");
    assertThat(settings.number("timeout")).isEqualTo(15);
    assertThat(settings.find("password")).isNull();
  }

  @Test
  void takesWhatIsGivenRatherThanTheDefault() {
    assertThat(Settings.check(DECLARED, Map.of("address", "x", "timeout", "-3")).number("timeout"))
        .isEqualTo(-3);
  }

  @Test
  void namesEveryFaultByItsPointer() {
    MeshException refused =
        refused(Map.of("timeout", "soon", "guarded", "yes", "mode", "c", "a/b~c", "1"));

    assertThat(refused.violations())
        .extracting(Violation::pointer)
        .containsExactlyInAnyOrder("/address", "/timeout", "/guarded", "/mode", "/a~1b~0c");
    assertThat(refused.text()).contains("address").contains("is required");
  }

  @ParameterizedTest
  @CsvSource({
    "address, '  ', is empty",
    "timeout, 1.5, whole number",
    "timeout, 12345678901234567890, whole number",
    "guarded, TRUE, true or false",
    "mode, c, '[a, b]'",
    "password, hunter2, env:NAME",
    "unknown, 1, is not a setting"
  })
  void saysWhatIsWrongWithAValue(String name, String value, String message) {
    Map<String, String> given =
        name.equals("address") ? Map.of(name, value) : Map.of("address", "x", name, value);

    assertThat(refused(given).text()).contains(name).contains(message);
  }

  @Test
  void neverRepeatsASecretThatWasWrittenIntoASetting() {
    MeshException refused = refused(Map.of("address", "x", "password", "hunter2"));

    assertThat(refused.text()).doesNotContain("hunter2");
    assertThat(refused.violations().toString()).doesNotContain("hunter2");
  }

  @Test
  void refusesToReadWhatIsNotSet() {
    Settings settings = new Settings(Map.of());

    MeshException thrown =
        catchThrowableOfType(MeshException.class, () -> settings.get("password"));

    assertThat(thrown.code()).isEqualTo(TransportError.INVALID_SETTING);
    assertThat(thrown.text()).contains("password");
  }

  private static MeshException refused(Map<String, String> given) {
    MeshException thrown =
        catchThrowableOfType(MeshException.class, () -> Settings.check(DECLARED, given));
    assertThat(thrown.code()).isEqualTo(TransportError.INVALID_SETTING);
    return thrown;
  }

  private static Setting setting(
      String name, Setting.Kind kind, String defaultValue, boolean required) {
    return new Setting(name, name, "What it does.", kind, List.of(), defaultValue, required);
  }
}
