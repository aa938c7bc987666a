package io.meshwork.benchmarks.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class CostsTests {
  private static final String ESTABLISHED =
      "  12: 0100007F:D2F0 0100007F:4A38 01 00000000:00000000 00:00000000 00000000 0 0 4711 1 x";

  @Test
  void countsConnectionsOfItsOwnThatAreOpen() {
    assertThat(ProcessCost.isTo(19_000, ESTABLISHED, Set.of("socket:[4711]"))).isTrue();
    assertThat(ProcessCost.isTo(19_001, ESTABLISHED, Set.of("socket:[4711]"))).isFalse();
    assertThat(ProcessCost.isTo(19_000, ESTABLISHED, Set.of("socket:[4712]"))).isFalse();
    assertThat(
            ProcessCost.isTo(19_000, ESTABLISHED.replace(" 01 ", " 08 "), Set.of("socket:[4711]")))
        .isFalse();
    assertThat(
            ProcessCost.isTo(
                19_000, "  sl  local_address rem_address   st tx_queue", Set.of("socket:[4711]")))
        .isFalse();
  }

  @Test
  void knowsThreadsByTheirNames() {
    assertThat(ThreadCosts.Kind.of("lane kafka-sourc")).isEqualTo(ThreadCosts.Kind.LANES);
    assertThat(ThreadCosts.Kind.of("C2 CompilerThre")).isEqualTo(ThreadCosts.Kind.COMPILER);
    assertThat(ThreadCosts.Kind.of("VM Thread")).isEqualTo(ThreadCosts.Kind.COLLECTOR);
    assertThat(ThreadCosts.Kind.of("main")).isEqualTo(ThreadCosts.Kind.REST);
  }

  @Test
  void putsCallsWhereTheyBelong() {
    assertThat(TimeShares.Work.of("io.meshwork.pattern.Bucket")).isEqualTo(TimeShares.Work.MATCH);
    assertThat(TimeShares.Work.of("io.meshwork.transport.kafka.batches.StoredBatch"))
        .isEqualTo(TimeShares.Work.DECODE);
    assertThat(TimeShares.Work.of("net.jpountz.lz4.LZ4JNI")).isEqualTo(TimeShares.Work.REST);
  }
}
