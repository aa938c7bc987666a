package io.meshwork.relay.faults;

import static org.awaitility.Awaitility.await;

import io.meshwork.local.KafkaCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A disk without room, as the broker's process sees it: no file of its may grow past a size, so
 * that a write ends in the middle and fails, and so does every later one.
 */
final class FullDisk {
  /** Of util-linux; sets the limits of a process that runs. */
  static final Path PRLIMIT = Path.of("/usr/bin/prlimit");

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final KafkaCluster broker;

  FullDisk(KafkaCluster broker) {
    this.broker = broker;
  }

  /**
   * From now on no file grows past what the partition's log has and so much more. Returns when the
   * broker has ended of it, as Kafka does when its only disk fails; one that has not is stopped.
   */
  void fill(String topic, int partition, long room) {
    Path log = broker.settings().directory().resolve("data").resolve(topic + "-" + partition);
    limit(Long.toString(newest(log) + room));
    try {
      await().atMost(LIMIT).until(() -> !broker.isAlive());
    } catch (ConditionTimeoutException e) {
      limit("unlimited");
      broker.stop();
    }
  }

  private static long newest(Path log) {
    try (Stream<Path> files = Files.list(log)) {
      Path segment =
          files
              .filter(file -> file.toString().endsWith(".log"))
              .max(Comparator.naturalOrder())
              .orElseThrow();
      return Files.size(segment);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The soft limit alone: whoever may signal the process may set it, and lift it again. */
  private void limit(String bytes) {
    var command =
        new ProcessBuilder(
            PRLIMIT.toString(), "--pid", Long.toString(broker.pid()), "--fsize=" + bytes + ":");
    try {
      int status = command.inheritIO().start().waitFor();
      if (status != 0) {
        throw new IllegalStateException(command.command() + " ended with " + status);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
