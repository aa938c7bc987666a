package io.meshwork.relay.manifest;

import io.meshwork.model.MeshException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The last manifest, on disk. Invariant: the file holds one whole manifest, the newest one saved,
 * at whatever moment the process or the machine dies.
 */
public final class ManifestStore {
  private final Path file;
  private final Path next;
  private final Path unreadable;

  /** In a directory, which is made if it is not there. */
  public ManifestStore(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw unusable("cannot be made", directory, e);
    }
    if (!Files.isWritable(directory)) {
      throw new MeshException(
          RelayError.STATE_UNUSABLE,
          "MESHWORK_RELAY_STATE: directory '%s' cannot be written to by this process."
              .formatted(directory));
    }
    this.file = directory.resolve("manifest.json");
    this.next = directory.resolve("manifest.json.next");
    this.unreadable = directory.resolve("manifest.json.unreadable");
  }

  /** What was saved last. */
  public Optional<String> load() {
    try {
      return Files.exists(file)
          ? Optional.of(Files.readString(file, StandardCharsets.UTF_8))
          : Optional.empty();
    } catch (IOException e) {
      throw unusable("cannot be read", file, e);
    }
  }

  /** Replaces what was saved last; durable on return. */
  public void save(String json) {
    try {
      try (FileChannel channel =
          FileChannel.open(
              next,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(json);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      forceDirectory();
    } catch (IOException e) {
      throw unusable("cannot be written", file, e);
    }
  }

  /** The rename is durable only once the directory is. */
  private void forceDirectory() throws IOException {
    try (FileChannel directory = FileChannel.open(file.resolveSibling("."))) {
      directory.force(true);
    }
  }

  /** Puts aside what cannot be read, for people to look at; where it lies now. */
  public Path setAside() {
    try {
      return Files.move(file, unreadable, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw unusable("cannot be put aside", file, e);
    }
  }

  private static MeshException unusable(String what, Path path, IOException e) {
    return new MeshException(
        RelayError.STATE_UNUSABLE,
        "MESHWORK_RELAY_STATE: '%s' %s (%s).".formatted(path, what, e.getMessage()),
        e);
  }
}
