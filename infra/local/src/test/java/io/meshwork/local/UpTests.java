package io.meshwork.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class UpTests {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  @Test
  void aProcessIsNotGivenUpWhileWhatItWaitsForIsStillStarting() {
    assertThat(Up.isOverdue(0, 110 * SECOND, 150 * SECOND)).isFalse();
    assertThat(Up.isOverdue(0, 110 * SECOND, 231 * SECOND)).isTrue();
    assertThat(Up.isOverdue(0, -1, 119 * SECOND)).isFalse();
    assertThat(Up.isOverdue(0, -1, 121 * SECOND)).isTrue();
  }
}
