package io.meshwork.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;

/** The one network that the development world listens on. */
public final class Loopback {
  /** The address that everything binds to. */
  public static final String HOST = "127.0.0.1";

  private Loopback() {}

  /** A port that nothing held a moment ago. */
  public static int freePort() {
    try (var socket = new ServerSocket(0, 1, address())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A free port below those that systems give to connections: a connection to a broker that is
   * away, given the broker's own port, would reach itself and keep the broker from coming back.
   */
  public static int quietPort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
      try (var socket = new ServerSocket(port, 1, address())) {
        return socket.getLocalPort();
      } catch (IOException _) {
        // Taken; the next one.
      }
    }
  }

  /** Whether something accepts connections at the port. */
  static boolean listens(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(address(), port), 500);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  static InetAddress address() {
    try {
      return InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
