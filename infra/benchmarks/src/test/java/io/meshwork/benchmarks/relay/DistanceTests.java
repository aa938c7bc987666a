package io.meshwork.benchmarks.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DistanceTests {
  private static final int BYTES = 3_000_000;

  @Test
  void carriesAllBytesInOrderAndNoneBeforeItsTime() throws IOException {
    byte[] sent = new byte[BYTES];
    new Random(1).nextBytes(sent);
    Duration roundTrip = Duration.ofMillis(80);

    try (Distance distance = new Distance();
        ServerSocket broker =
            new ServerSocket(distance.brokerPort(), 10, InetAddress.getLoopbackAddress())) {
      distance.roundTrip(roundTrip);
      Thread.ofVirtual().start(() -> answer(broker));
      long begun = System.nanoTime();
      try (Socket client = new Socket(InetAddress.getLoopbackAddress(), distance.port())) {
        client.getOutputStream().write(sent);
        byte[] answered = client.getInputStream().readNBytes(BYTES);
        long taken = System.nanoTime() - begun;

        assertThat(answered).isEqualTo(sent);
        assertThat(taken).isGreaterThanOrEqualTo(roundTrip.toNanos());
        assertThat(client.getInputStream().read()).as("the broker has hung up").isEqualTo(-1);
      }
      assertThat(distance.toBroker()).isEqualTo(BYTES);
      assertThat(distance.toClients()).isEqualTo(BYTES);
    }
  }

  /** Sends back what comes, and hangs up. */
  private static void answer(ServerSocket server) {
    try (Socket one = server.accept()) {
      one.getOutputStream().write(one.getInputStream().readNBytes(BYTES));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
