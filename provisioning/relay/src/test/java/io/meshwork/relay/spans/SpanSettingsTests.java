package io.meshwork.relay.spans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpanSettingsTests {
  @Test
  void takesTheStandardVariables() {
    SpanSettings settings =
        SpanSettings.from(
            Map.of(
                SpanSettings.ENDPOINT, "http://collector:4318/",
                SpanSettings.HEADERS, "a=1, b=x%3Dy",
                SpanSettings.BUNDLES, "10"));

    assertThat(settings.endpoint()).isEqualTo(URI.create("http://collector:4318/v1/traces"));
    assertThat(settings.headers()).containsExactlyInAnyOrderEntriesOf(Map.of("a", "1", "b", "x=y"));
    assertThat(settings.service()).isEqualTo("meshwork-relay");
    assertThat(settings.bundles()).isEqualTo(10);
    assertThat(
            SpanSettings.from(
                    Map.of(
                        SpanSettings.ENDPOINT, "http://other",
                        SpanSettings.TRACES_ENDPOINT, "https://here/path"))
                .endpoint())
        .isEqualTo(URI.create("https://here/path"));
  }

  @Test
  void isOffWhereNothingOrOffIsSaid() {
    assertThat(SpanSettings.from(Map.of()).endpoint()).isNull();
    assertThat(
            SpanSettings.from(
                    Map.of(SpanSettings.ENDPOINT, "http://c", SpanSettings.DISABLED, "true"))
                .endpoint())
        .isNull();
  }

  @Test
  void namesTheVariableThatIsWrong() {
    for (Map.Entry<String, String> wrong :
        Map.of(
                SpanSettings.ENDPOINT, "collector:4318",
                SpanSettings.TRACES_ENDPOINT, "http://a b",
                SpanSettings.HEADERS, "novalue",
                SpanSettings.BUNDLES, "-1")
            .entrySet()) {
      assertThatThrownBy(() -> SpanSettings.from(Map.of(wrong.getKey(), wrong.getValue())))
          .hasMessageContaining(wrong.getKey());
    }
    assertThatThrownBy(() -> SpanSettings.from(Map.of(SpanSettings.BUNDLES, "all")))
        .hasMessageContaining(SpanSettings.BUNDLES);
  }

  @Test
  void readsOnlyContextsThatAreSampled() {
    String trace = "0af7651916cd43dd8448eb211c80319c";

    assertThat(TraceParent.of("00-" + trace + "-b7ad6b7169203331-01"))
        .isEqualTo(new TraceParent(trace, "b7ad6b7169203331"));
    assertThat(TraceParent.of("cc-" + trace + "-b7ad6b7169203331-03-more")).isNotNull();
    assertThat(TraceParent.of("00-" + trace + "-b7ad6b7169203331-00")).isNull();
    assertThat(TraceParent.of("ff-" + trace + "-b7ad6b7169203331-01")).isNull();
    assertThat(TraceParent.of("00-" + "0".repeat(32) + "-b7ad6b7169203331-01")).isNull();
    assertThat(TraceParent.of("00-" + trace + "-0000000000000000-01")).isNull();
    assertThat(TraceParent.of("nonsense")).isNull();
    assertThat(TraceParent.of(null)).isNull();
  }
}
