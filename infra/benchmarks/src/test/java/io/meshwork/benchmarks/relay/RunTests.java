package io.meshwork.benchmarks.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.meshwork.benchmarks.Options;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunTests {
  private static final Run RUN = new Run(4_000_000, 10, 8, 2, 6, 400);

  @Test
  void isWhatLiesBetweenTwoMarks() {
    Mark first = new Mark(2_000_000_000L, 1_000, 5, 50, 60);
    Mark last = new Mark(12_000_000_000L, 11_000, 9, 53, 67);

    assertThat(Run.between(first, last, 0.9, 300)).isEqualTo(new Run(9_000, 10, 4, 3, 7, 300));
  }

  @Test
  void givesRatesAndCosts() {
    assertThat(RUN.eventsASecond()).isEqualTo(400_000);
    assertThat(RUN.megabytesASecond(500)).isEqualTo(200);
    assertThat(RUN.cpuAMillion()).isEqualTo(2);
    assertThat(RUN.brokersCpuAMillion()).isEqualTo(2);
  }

  @Test
  void weighsRoundsByWhatTheyCountedAndKeepsTheHigherPeak() {
    Run both = RUN.and(new Run(2_000_000, 20, 7, 1, 2, 350));

    assertThat(both.eventsASecond()).isEqualTo(200_000);
    assertThat(both.cpuAMillion()).isEqualTo(2.5);
    assertThat(both.peakMegabytes()).isEqualTo(400);
  }

  @Test
  void comparesRateCostAndMemory() {
    Run.Ratio ratio = RUN.against(new Run(4_000_000, 40, 80, 2, 6, 800));

    assertThat(ratio.rate()).isEqualTo(4, within(1e-9));
    assertThat(ratio.cpu()).isEqualTo(0.1, within(1e-9));
    assertThat(ratio.memory()).isEqualTo(0.5, within(1e-9));
  }

  @Test
  void comparesOnlyMoversThatDidIt() {
    Results results = new Results(Source.SMALL_BATCHES);
    results.add(Mover.OURS_ONCE, RUN);
    results.add(Mover.OURS_ONCE, RUN);
    results.failed(Mover.MIRROR, "round 1: it ended by itself");

    assertThat(results.movers()).containsExactly(Mover.OURS_ONCE);
    assertThat(results.of(Mover.OURS_ONCE).map(Run::events)).contains(8_000_000.0);
    assertThat(results.ratio(Mover.OURS_ONCE, Mover.MIRROR)).isEqualTo(Optional.empty());
    assertThat(ResultsTable.of(results))
        .contains("relay, effectively once")
        .contains("400,000 / 400,000")
        .contains("MirrorMaker 2, at least once       FAILED: round 1: it ended by itself");
  }

  @Test
  void choosesMoversByNameOrByTheFirstWordOfIt() {
    List<Mover> all = List.of(Mover.values());

    assertThat(Mover.chosen(Options.parse("movers=raw,ours"), all))
        .containsExactly(
            Mover.RAW,
            Mover.OURS_MOST,
            Mover.OURS_LEAST,
            Mover.OURS_ONCE,
            Mover.OURS_FILTERED,
            Mover.OURS_SPREAD);
    assertThat(Mover.chosen(Options.parse("movers=raw-tx,mm2-eos"), all))
        .containsExactly(Mover.RAW_TX, Mover.MIRROR_ONCE);
    assertThat(Mover.chosen(Options.parse("quick"), all)).isEqualTo(all);
  }
}
