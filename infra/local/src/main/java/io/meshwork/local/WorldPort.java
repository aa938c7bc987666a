package io.meshwork.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/** The processes of the development world that listen, each with its port unless told otherwise. */
enum WorldPort {
  POSTGRES(15432),
  KAFKA_EU(19092),
  KAFKA_US(29092),
  ISSUER(8090),
  CONTROL_PLANE(8080),
  RELAY_EU(8091),
  RELAY_US(8092),
  SAMPLE(8093);

  private final int usual;

  WorldPort(int usual) {
    this.usual = usual;
  }

  /** The name of the process. */
  String process() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The flag of {@code ./mesh up} that changes the port. */
  String flag() {
    return "--port-" + process();
  }

  static Map<WorldPort, Integer> usual() {
    var ports = new EnumMap<WorldPort, Integer>(WorldPort.class);
    for (WorldPort port : values()) {
      ports.put(port, port.usual);
    }
    return ports;
  }

  /** The ports of the world that was started last; the usual ones if none was. */
  static Map<WorldPort, Integer> read(Path file) {
    Map<WorldPort, Integer> ports = usual();
    if (Files.exists(file)) {
      Properties kept = PrivateFiles.properties(file);
      for (WorldPort port : values()) {
        String value = kept.getProperty(port.process());
        if (value != null) {
          ports.put(port, Integer.valueOf(value));
        }
      }
    }
    return ports;
  }

  static void write(Path file, Map<WorldPort, Integer> ports) throws IOException {
    var text = new StringBuilder();
    ports.forEach((port, number) -> text.append(port.process() + "=" + number + "\n"));
    PrivateFiles.write(file, text.toString());
  }
}
