package io.meshwork.benchmarks.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class LatenciesTests {
  @Test
  void givesPercentilesInMilliseconds() {
    Histogram micros = new Histogram(3);
    for (int value = 1; value <= 10_000; value++) {
      micros.recordValue(value);
    }

    Latencies all = Latencies.of(micros);

    assertThat(all.median()).isEqualTo(5.0, within(0.01));
    assertThat(all.p99()).isEqualTo(9.9, within(0.02));
    assertThat(all.p999()).isEqualTo(9.99, within(0.02));
    assertThat(all.most()).isEqualTo(10.0, within(0.02));
  }

  @Test
  void subtractsTheSamePercentiles() {
    Latencies added = new Latencies(5, 20, 40, 90).beyond(new Latencies(2, 8, 10, 30));

    assertThat(added).isEqualTo(new Latencies(3, 12, 30, 60));
  }

  @Test
  void spacesEventsEvenlyWithoutDrifting() {
    assertThat(OpenLoop.due(0, 5_000)).isZero();
    assertThat(OpenLoop.due(1, 5_000)).isEqualTo(200_000);
    assertThat(OpenLoop.due(2_000_000, 3)).isEqualTo(666_666_666_666_666L);
  }

  @Test
  void readsBackWhatAHeaderCarries() {
    Stamp stamp = new Stamp(-123_456_789L, true);

    assertThat(Stamp.of(stamp.header())).isEqualTo(stamp);
    assertThat(stamp.header().key()).isEqualTo(Stamp.HEADER);
  }
}
