package io.meshwork.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Finds out who listens on a port, as far as this user may know. */
final class PortHolder {
  private PortHolder() {}

  /** The holder as people would name it: program and process id. */
  static Optional<String> of(int port) {
    try {
      return Files.isDirectory(Path.of("/proc/net")) ? fromProc(port) : fromLsof(port);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> fromProc(int port) throws IOException {
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      if (!Files.isReadable(Path.of(table))) {
        continue;
      }
      for (String line : Files.readAllLines(Path.of(table))) {
        String[] columns = line.strip().split("\\s+", -1);
        if (columns.length > 9
            && columns[3].equals("0A")
            && columns[1].endsWith(String.format(Locale.ROOT, ":%04X", port))) {
          return owner("socket:[" + columns[9] + "]");
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> owner(String socket) throws IOException {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        if (holds(process, socket)) {
          String name = Files.readString(process.resolve("comm")).strip();
          return Optional.of(name + ", process " + process.getFileName());
        }
      }
    }
    return Optional.empty();
  }

  private static boolean holds(Path process, String socket) {
    try (DirectoryStream<Path> open = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path file : open) {
        if (Files.readSymbolicLink(file).toString().equals(socket)) {
          return true;
        }
      }
      return false;
    } catch (IOException | DirectoryIteratorException e) {
      return false;
    }
  }

  private static Optional<String> fromLsof(int port) throws IOException {
    Process lsof =
        new ProcessBuilder("lsof", "-nP", "-iTCP:" + port, "-sTCP:LISTEN", "-Fpc").start();
    try {
      if (!lsof.waitFor(3, TimeUnit.SECONDS)) {
        lsof.destroyForcibly();
        return Optional.empty();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
    String[] fields =
        new String(lsof.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\n", -1);
    return fields.length < 2 || fields[0].isEmpty()
        ? Optional.empty()
        : Optional.of(fields[1].substring(1) + ", process " + fields[0].substring(1));
  }
}
