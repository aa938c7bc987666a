package io.meshwork.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpOptionsTests {
  @Test
  void startsAllOnTheUsualPortsUnlessTold() {
    var options = UpOptions.parse(List.of());

    assertThat(options.only()).hasSize(7).doesNotContain(WorldPort.SAMPLE);
    assertThat(options.sample()).isFalse();
    assertThat(options.rate()).isEqualTo(50);
    assertThat(options.ports()).isEmpty();
  }

  @Test
  void takesPortsAndProcesses() {
    var options =
        UpOptions.parse(List.of("--port-kafka-eu", "20001", "--only", "postgres,kafka-eu"));

    assertThat(options.ports()).containsEntry(WorldPort.KAFKA_EU, 20001).hasSize(1);
    assertThat(options.only()).containsExactlyInAnyOrder(WorldPort.POSTGRES, WorldPort.KAFKA_EU);
  }

  @Test
  void playsTheSampleAtARate() {
    var options = UpOptions.parse(List.of("--sample", "--rate", "200"));

    assertThat(options.sample()).isTrue();
    assertThat(options.rate()).isEqualTo(200);
    assertThatThrownBy(() -> UpOptions.parse(List.of("--rate", "10001")))
        .hasMessageContaining("1 to 10000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "-1", "http"})
  void refusesWhatIsNoPort(String port) {
    assertThatThrownBy(() -> UpOptions.parse(List.of("--port-issuer", port)))
        .isInstanceOf(LocalException.class)
        .hasMessageContaining("--port-issuer")
        .hasMessageContaining(port);
  }

  @Test
  void namesTheFlagsItKnows() {
    assertThatThrownBy(() -> UpOptions.parse(List.of("--fast")))
        .hasMessageContaining("'--fast'")
        .hasMessageContaining("--port-control-plane");
    assertThatThrownBy(() -> UpOptions.parse(List.of("--only")))
        .hasMessageContaining("--only needs a value");
    assertThatThrownBy(() -> UpOptions.parse(List.of("--only", "postgers")))
        .hasMessageContaining("'postgers'")
        .hasMessageContaining("postgres");
  }
}
