package io.meshwork.relay.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.meshwork.model.DataSize;
import io.meshwork.model.catalog.Rate;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BucketTests {
  private final AtomicLong now = new AtomicLong(-1_000_000_000_000L);
  private final Bucket bucket = new Bucket(now::get);

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private static Rate events(int perSecond) {
    return new Rate(perSecond, null);
  }

  @Test
  void hasNoLimitUntilItIsGivenOne() {
    assertThat(bucket.isLimited()).isFalse();
    assertThat(bucket.take(1_000_000, 1L << 40)).isTrue();
    assertThat(bucket.nanosUntilTurn()).isZero();
  }

  @Test
  void beginsWithNothingSoThatARestartGivesNothingAway() {
    bucket.rate(events(100), 1);

    assertThat(bucket.take(1, 1)).isFalse();
    assertThat(bucket.nanosUntilTurn()).isEqualTo(500_000_000);
  }

  @Test
  void givesOneASecond() {
    bucket.rate(events(1), 1);
    int taken = 0;
    for (int tenth = 0; tenth < 600; tenth++) {
      pass(Duration.ofMillis(100));
      if (bucket.take(1, 500)) {
        taken++;
        assertThat(bucket.take(1, 500)).isFalse();
      }
    }

    assertThat(taken).isEqualTo(60);
  }

  @Test
  void keepsASecondsWorthAndNoMore() {
    bucket.rate(events(10), 1);
    pass(Duration.ofHours(1));
    int taken = 0;
    while (bucket.take(1, 1)) {
      taken++;
    }

    assertThat(taken).isEqualTo(10);
  }

  @Test
  void waitsAfterABundleUntilWhatItOwesHasCome() {
    bucket.rate(events(10), 1);
    pass(Duration.ofMillis(100));

    assertThat(bucket.take(500, 1)).isTrue();
    pass(Duration.ofMillis(49_900));
    assertThat(bucket.take(1, 1)).isFalse();
    pass(Duration.ofMillis(200));
    assertThat(bucket.take(1, 1)).isTrue();
  }

  @Test
  void keepsTheTighterOfEventsAndBytes() {
    bucket.rate(new Rate(1_000, new DataSize(1_000)), 1);
    long bytes = 0;
    long events = 0;
    for (int i = 0; i < 10_000; i++) {
      pass(Duration.ofMillis(1));
      if (bucket.take(1, 200)) {
        bytes += 200;
        events++;
      }
    }

    assertThat(bytes).isBetween(9_800L, 10_200L);
    assertThat(events).isEqualTo(bytes / 200);
  }

  @Test
  void goesOnByANewRateAtOnceAndForgetsNoDebt() {
    bucket.rate(events(1_000), 1);
    pass(Duration.ofSeconds(1));
    assertThat(bucket.take(1_100, 1)).isTrue();

    bucket.rate(events(10), 1);
    pass(Duration.ofSeconds(10));
    assertThat(bucket.take(1, 1)).isFalse();
    pass(Duration.ofMillis(200));
    assertThat(bucket.take(1, 1)).isTrue();

    bucket.rate(null, 1);
    assertThat(bucket.take(1_000_000, 1)).isTrue();
  }

  @Test
  void givesBackWhatWasNotUsed() {
    bucket.rate(events(10), 1);
    pass(Duration.ofSeconds(1));
    assertThat(bucket.take(10, 1)).isTrue();
    bucket.give(10, 1);
    bucket.give(10, 1);

    assertThat(bucket.take(10, 1)).isTrue();
    assertThat(bucket.take(1, 1)).isFalse();
  }

  @Test
  void aShareOfNothingMovesNothing() {
    bucket.rate(events(10), 0);
    pass(Duration.ofDays(1));

    assertThat(bucket.take(1, 1)).isFalse();
    assertThat(bucket.nanosUntilTurn()).isPositive();
  }

  @Test
  void neverGivesMoreThanItsRateAndASecondAndOneCall() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      int rate = 1 + random.nextInt(5_000);
      int most = 1 + random.nextInt(300);
      bucket.rate(null, 1);
      bucket.rate(events(rate), 1);
      long begun = now.get();
      long taken = 0;
      for (int i = 0; i < 300; i++) {
        pass(Duration.ofNanos(random.nextInt(20_000_000)));
        int wanted = 1 + random.nextInt(most);
        taken += bucket.take(wanted, 1) ? wanted : 0;
      }

      double seconds = (now.get() - begun) / 1e9;
      assertThat((double) taken).isLessThanOrEqualTo(rate * seconds + most);
    }
  }

  @Test
  void isUsedUpWhereMoreIsWanted() {
    bucket.rate(events(1_000), 0.5);
    long taken = 0;
    for (int i = 0; i < 10_000; i++) {
      pass(Duration.ofMillis(1));
      taken += bucket.take(1, 1) ? 1 : 0;
    }

    assertThat(taken).isCloseTo(5_000, within(2L));
  }
}
