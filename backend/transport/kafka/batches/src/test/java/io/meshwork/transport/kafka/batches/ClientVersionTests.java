package io.meshwork.transport.kafka.batches;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClientVersionTests {
  /** Fails when the client is raised: run the contracts of both engines, then raise it here too. */
  @Test
  void theClientOfTheBuildIsTheOneThatWasTried() {
    assertThat(ClientVersion.present()).isEqualTo(ClientVersion.TRIED);
    assertThat(ClientVersion.isTried()).isTrue();
  }

  @Test
  void noOtherReleaseCounts() {
    assertThat(ClientVersion.isTried("4.2.2")).isFalse();
    assertThat(ClientVersion.isTried("unknown")).isFalse();
  }
}
