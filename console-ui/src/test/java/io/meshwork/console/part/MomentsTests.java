package io.meshwork.console.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MomentsTests {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void saysHowLongAgoInOneUnit() {
    assertThat(Moments.words(NOW.plusSeconds(60), NOW)).isEqualTo("now");
    assertThat(Moments.words(NOW.minusSeconds(59), NOW)).isEqualTo("59 s ago");
    assertThat(Moments.words(NOW.minusSeconds(60), NOW)).isEqualTo("1 min ago");
    assertThat(Moments.words(NOW.minusSeconds(3_600), NOW)).isEqualTo("1 h ago");
    assertThat(Moments.words(NOW.minusSeconds(86_400 * 3), NOW)).isEqualTo("3 d ago");
  }

  @Test
  void saysSpansInTheLargestUnitThatIsExact() {
    assertThat(Moments.span(Duration.ofHours(24))).isEqualTo("1 day");
    assertThat(Moments.span(Duration.ofHours(36))).isEqualTo("36 hours");
    assertThat(Moments.span(Duration.ofSeconds(90))).isEqualTo("90 seconds");
    assertThat(Moments.span(Duration.ZERO)).isEqualTo("0 seconds");
  }

  @Test
  void saysTheExactMomentOnHover() {
    assertThat(Moments.ago(NOW, NOW).getElement().getAttribute("title"))
        .isEqualTo("1 Mar 2026, 12:00:00 UTC");
  }
}
