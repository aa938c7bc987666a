package io.meshwork.local;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What must hold before anything is started; each failure is one line. */
final class Preflight {
  /** Brokers and database write this much before anything is published. */
  static final long NEEDED_BYTES = 1L << 30;

  private Preflight() {}

  /** Refuses ports that are taken, or given twice. */
  static void ports(Map<WorldPort, Integer> ports) {
    Map<Integer, WorldPort> seen = new HashMap<>();
    ports.forEach(
        (port, number) -> {
          WorldPort other = seen.put(number, port);
          if (other != null) {
            throw new LocalException(
                "Port %d is asked for twice, for %s and %s; give one of them another by %s."
                    .formatted(number, other.process(), port.process(), port.flag()));
          }
        });
    ports.forEach(Preflight::port);
  }

  private static void port(WorldPort port, int number) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(Loopback.address(), number));
    } catch (IOException e) {
      throw new LocalException(
          "Port %d, which %s needs, is taken (%s). Stop that, or give another: ./mesh up %s PORT"
              .formatted(
                  number,
                  port.process(),
                  PortHolder.of(number).orElse("by whom cannot be told"),
                  port.flag()),
          e);
    }
  }

  /** Refuses a disk that is nearly full. */
  static void disk(Path directory, long needed) throws IOException {
    long free = Files.getFileStore(directory).getUsableSpace();
    if (free < needed) {
      throw new LocalException(
          "Only %d MB are free where %s lies; the development world needs %d MB. Free some."
              .formatted(free >> 20, directory, needed >> 20));
    }
  }
}
