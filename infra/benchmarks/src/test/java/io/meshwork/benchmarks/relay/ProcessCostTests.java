package io.meshwork.benchmarks.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessCostTests {
  @Test
  void addsUserAndKernelTicksBehindANameWithSpacesAndParentheses() {
    String stat = "4242 (a (strange) name) S 1 4242 4242 0 -1 4194304 9 0 0 0 1234 566 7 8 20 0 31";

    assertThat(ProcessCost.cpuSeconds(stat)).isEqualTo(18.0);
  }

  @Test
  void findsThePeakAmongTheLinesOfStatus() {
    List<String> status = List.of("Name:\tjava", "VmPeak:\t 9000000 kB", "VmHWM:\t  500000 kB", "");

    assertThat(ProcessCost.peakMegabytes(status)).isEqualTo(512.0, within(0.001));
  }

  @Test
  void saysSoWhenAProcessHasEnded() {
    assertThatThrownBy(() -> ProcessCost.peakMegabytes(List.of("Name:\tjava", "State:\tZ")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The process has no memory any more.");
  }

  @Test
  void readsThisVeryProcess() {
    ProcessCost own = new ProcessCost(ProcessHandle.current().pid());

    assertThat(own.cpuSeconds()).isPositive();
    assertThat(own.peakMegabytes()).isBetween(10.0, 100_000.0);
  }
}
