package io.meshwork.benchmarks.relay;

import io.meshwork.benchmarks.Checkout;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;

/** What each mover needs to run, and no more: a large class path costs memory and time. */
final class ClassPaths {
  private static final Path WRITTEN = Path.of("target/runtime.classpath");

  private ClassPaths() {}

  /** A module's own, as its build wrote it, behind what the module itself is built to. */
  static String of(String module) {
    Path folder = Checkout.root().resolve(module);
    Path file = folder.resolve(WRITTEN);
    try {
      return folder.resolve("target/classes") + File.pathSeparator + Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The class path of %s is missing: run this by ./mesh bench.".formatted(module), e);
    }
  }

  /** The client library and this module. */
  static String ofClients() {
    return Arrays.asList(
            ClassPaths.class,
            Consumer.class,
            named("net.jpountz.lz4.LZ4Factory"),
            named("org.slf4j.Logger"),
            org.jspecify.annotations.Nullable.class)
        .stream()
        .map(ClassPaths::place)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static Class<?> named(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
