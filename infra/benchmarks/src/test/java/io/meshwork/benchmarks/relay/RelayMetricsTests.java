package io.meshwork.benchmarks.relay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RelayMetricsTests {
  private static final RelayMetrics SAID =
      new RelayMetrics(
          """
          # HELP meshwork_link_events_total Events written and committed
          # TYPE meshwork_link_events_total counter
          meshwork_link_events_total{link="one",team="bench",type="github.webhook"} 1200.0
          meshwork_link_events_total{link="other",team="bench",type="github.webhook"} 3.4E7
          meshwork_link_filtered_total{link="one",team="bench",type="github.webhook"} 7.0
          jvm_memory_used_bytes{area="heap",id="Tenured Gen"} 1.0E7
          jvm_memory_used_bytes{area="heap",id="Eden Space"} 2000000.0
          jvm_memory_used_bytes{area="nonheap",id="Metaspace"} 9.0E7
          jvm_gc_pause_seconds_sum{action="end of minor GC",cause="Allocation",gc="Copy"} 0.25
          jvm_gc_pause_seconds_sum{action="end of major GC",cause="System.gc()",gc="Mark"} 0.5
          jvm_gc_pause_seconds_count{action="end of minor GC",cause="Allocation",gc="Copy"} 12
          """);

  @Test
  void addsUpLinks() {
    assertThat(SAID.of(RelayMetrics.EVENTS)).isEqualTo(34_001_200);
    assertThat(SAID.of(RelayMetrics.EVENTS, "one"::equals)).isEqualTo(1_200);
    assertThat(SAID.of(RelayMetrics.FILTERED)).isEqualTo(7);
    assertThat(SAID.of(RelayMetrics.REFUSED)).isZero();
  }

  @Test
  void knowsObjectsFromOtherMemory() {
    assertThat(SAID.heapBytes()).isEqualTo(12_000_000);
    assertThat(SAID.collectorSeconds()).isEqualTo(0.75);
  }

  @Test
  void saysNothingBeforeTheRelayDoes() {
    assertThat(new RelayMetrics("").of(RelayMetrics.EVENTS)).isZero();
  }
}
