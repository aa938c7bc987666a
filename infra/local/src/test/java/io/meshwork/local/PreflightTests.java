package io.meshwork.local;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightTests {
  @Test
  void namesTheTakenPortItsHolderAndTheFlag() throws IOException {
    try (var taken = new ServerSocket(0, 1, Loopback.address())) {
      int port = taken.getLocalPort();

      assertThatThrownBy(() -> Preflight.ports(Map.of(WorldPort.ISSUER, port)))
          .isInstanceOf(LocalException.class)
          .hasMessageContaining("Port " + port)
          .hasMessageContaining("issuer")
          .hasMessageContaining("process " + ProcessHandle.current().pid())
          .hasMessageContaining("--port-issuer PORT")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void seesAHolderOnAllInterfacesToo() throws IOException {
    try (var taken = new ServerSocket(0)) {
      assertThatThrownBy(() -> Preflight.ports(Map.of(WorldPort.POSTGRES, taken.getLocalPort())))
          .hasMessageContaining("process " + ProcessHandle.current().pid());
    }
  }

  @Test
  void refusesOnePortForTwo() {
    Map<WorldPort, Integer> ports = new EnumMap<>(WorldPort.class);
    int port = Loopback.freePort();
    ports.put(WorldPort.KAFKA_EU, port);
    ports.put(WorldPort.KAFKA_US, port);

    assertThatThrownBy(() -> Preflight.ports(ports))
        .hasMessageContaining("kafka-eu")
        .hasMessageContaining("--port-kafka-us");
  }

  @Test
  void letsFreePortsPass() {
    assertThatCode(() -> Preflight.ports(Map.of(WorldPort.ISSUER, Loopback.freePort())))
        .doesNotThrowAnyException();
  }

  @Test
  void namesTheFullDisk(@TempDir Path directory) {
    assertThatCode(() -> Preflight.disk(directory, 1)).doesNotThrowAnyException();
    assertThatThrownBy(() -> Preflight.disk(directory, Long.MAX_VALUE))
        .isInstanceOf(LocalException.class)
        .hasMessageContaining(directory.toString())
        .hasMessageContaining("MB");
  }
}
