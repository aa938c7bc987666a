package io.meshwork.benchmarks.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MarkRuleTests {
  private static final MarkRule.Bounds BOUNDS =
      new MarkRule.Bounds(100, Duration.ofSeconds(10), 1_000, Duration.ofSeconds(60));

  private final MarkRule rule = new MarkRule(BOUNDS, 5_000);

  private static Mark at(double seconds, long offsets) {
    return new Mark(Math.round(seconds * 1e9), offsets, 0, 0, 0);
  }

  @Test
  void countsFromTheFirstMarkThatIsWarmByEvents() {
    assertThat(rule.take(at(0, 0))).isFalse();
    assertThat(rule.take(at(50, 1))).isFalse();
    assertThat(rule.take(at(51, 99))).isFalse();
    assertThat(rule.take(at(52, 120))).isTrue();
    assertThat(rule.take(at(53, 500))).isFalse();

    assertThat(rule.first()).isEqualTo(at(52, 120));
    assertThat(rule.isDone()).isFalse();
  }

  @Test
  void isWarmAfterSomeTimeOfMovingNotOfStarting() {
    rule.take(at(0, 0));
    rule.take(at(30, 5));

    assertThat(rule.take(at(39, 6))).isFalse();
    assertThat(rule.take(at(40, 7))).isTrue();
  }

  @Test
  void endsWithEnoughEvents() {
    rule.take(at(0, 1));
    rule.take(at(1, 100));
    rule.take(at(2, 1_099));
    assertThat(rule.isDone()).isFalse();
    rule.take(at(3, 1_150));

    assertThat(rule.isDone()).isTrue();
    assertThat(rule.last()).isEqualTo(at(3, 1_150));
  }

  @Test
  void endsAfterEnoughTime() {
    rule.take(at(0, 1));
    rule.take(at(1, 100));
    rule.take(at(61, 400));

    assertThat(rule.last()).isEqualTo(at(61, 400));
  }

  @Test
  void endsWithTheLastArrivalWhenNothingIsLeftToMove() {
    MarkRule small = new MarkRule(BOUNDS, 600);
    small.take(at(0, 1));
    small.take(at(1, 100));
    small.take(at(2, 600));
    assertThat(small.isDone()).isTrue();

    assertThat(small.last()).isEqualTo(at(2, 600));
  }

  @Test
  void isStalledWhenNothingArrivesAnyMore() {
    rule.take(at(0, 1));
    rule.take(at(5, 50));
    rule.take(at(9, 50));

    assertThat(rule.isStalled(at(14, 50).nanos(), Duration.ofSeconds(10))).isFalse();
    assertThat(rule.isStalled(at(15, 50).nanos(), Duration.ofSeconds(10))).isTrue();
  }

  @Test
  void hasNoMarksBeforeTheyAreSet() {
    assertThatThrownBy(rule::first).hasMessage("The mark is not set yet.");
    assertThatThrownBy(rule::last).hasMessage("The mark is not set yet.");
  }

  @Test
  void takesTheLesserOfEachBound() {
    MarkRule.Bounds other =
        new MarkRule.Bounds(200, Duration.ofSeconds(5), 900, Duration.ofSeconds(90));

    assertThat(BOUNDS.atMost(other))
        .isEqualTo(new MarkRule.Bounds(100, Duration.ofSeconds(5), 900, Duration.ofSeconds(60)))
        .isEqualTo(other.atMost(BOUNDS));
  }
}
