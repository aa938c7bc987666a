package io.meshwork.relay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ClockWatchTests {
  private volatile Duration off = Duration.ZERO;
  private final InstantSource wrong = () -> Instant.now().plus(off);
  private final Clock clock = wrong.withZone(ZoneOffset.UTC);

  private boolean isInterruptedWhenSet(Duration by) {
    try (ClockWatch _ = ClockWatch.begin(clock)) {
      off = by;
      return new CountDownLatch(1).await(1200, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }

  @Test
  void interruptsWhoWaitsWhenTheClockIsSetBack() {
    assertThat(isInterruptedWhenSet(Duration.ofHours(-1))).isTrue();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void interruptsWhoWaitsWhenTheClockIsSetAhead() {
    assertThat(isInterruptedWhenSet(Duration.ofDays(2))).isTrue();
  }

  @Test
  void bearsALittle() {
    assertThat(isInterruptedWhenSet(Duration.ofMillis(-900))).isFalse();
  }

  @Test
  void takesBackAnInterruptionThatCameWhenNobodyWaited() {
    try (ClockWatch _ = ClockWatch.begin(clock)) {
      off = Duration.ofHours(-1);
      while (!Thread.currentThread().isInterrupted()) {
        Thread.onSpinWait();
      }
    }

    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void leavesOthersInterruptionsAlone() {
    try (ClockWatch _ = ClockWatch.begin(clock)) {
      Thread.currentThread().interrupt();
    }

    assertThat(Thread.interrupted()).isTrue();
  }
}
