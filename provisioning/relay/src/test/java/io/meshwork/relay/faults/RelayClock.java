package io.meshwork.relay.faults;

import static org.awaitility.Awaitility.await;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.meshwork.relay.RelayProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** The clock of a relay that runs, which can be set. */
final class RelayClock {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final MappedByteBuffer file;

  private RelayClock(MappedByteBuffer file) {
    this.file = file;
  }

  /** Takes hold of the clock; it is right until it is set. */
  static RelayClock of(RelayProcess relay) {
    Path path = relay.directory().resolve("clock");
    try {
      boolean held = Files.exists(path);
      RelayClock clock = new RelayClock(map(path));
      if (!held) {
        attach(relay, path);
      }
      return clock;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets it be wrong by so much; returns when the relay has looked at it. */
  void set(Duration off) {
    file.putLong(Skew.OFF, off.toMillis());
    long asked = file.getLong(Skew.ASKED);
    await().atMost(LIMIT).until(() -> file.getLong(Skew.ASKED) > asked);
  }

  private static MappedByteBuffer map(Path path) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return channel.map(FileChannel.MapMode.READ_WRITE, 0, Skew.SIZE);
    }
  }

  private static void attach(RelayProcess relay, Path file) throws IOException {
    Path jar = jar(relay.directory().resolve("clock.jar"));
    try {
      VirtualMachine program = VirtualMachine.attach(Long.toString(relay.pid()));
      program.loadAgent(jar.toString(), jar + "\n" + file);
      program.detach();
    } catch (AttachNotSupportedException | AgentLoadException | AgentInitializationException e) {
      throw new IllegalStateException("the clock of relay " + relay.pid(), e);
    }
  }

  private static Path jar(Path path) throws IOException {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Agent-Class", ClockAgent.class.getName());
    main.putValue("Can-Retransform-Classes", "true");
    try (var jar = new JarOutputStream(Files.newOutputStream(path), manifest)) {
      for (Class<?> each : List.of(ClockAgent.class, Skew.class)) {
        String name = each.getName().replace('.', '/') + ".class";
        jar.putNextEntry(new JarEntry(name));
        try (InputStream bytes = each.getClassLoader().getResourceAsStream(name)) {
          bytes.transferTo(jar);
        }
      }
    }
    return path;
  }
}
