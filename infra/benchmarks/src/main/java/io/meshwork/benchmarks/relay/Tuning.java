package io.meshwork.benchmarks.relay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** How the public clients are set, those of the client loops and those of MirrorMaker 2 alike. */
final class Tuning {
  private Tuning() {}

  static Map<String, Object> consumer() {
    return Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5000);
  }

  static Map<String, Object> producer() {
    return Map.of(
        ProducerConfig.ACKS_CONFIG,
        "all",
        ProducerConfig.BATCH_SIZE_CONFIG,
        128 * 1024,
        ProducerConfig.LINGER_MS_CONFIG,
        5,
        ProducerConfig.COMPRESSION_TYPE_CONFIG,
        "lz4");
  }

  /** Writes settings to a file that only this user reads, since passwords are among them. */
  static Path file(Mover.Job job, Map<String, Object> settings) {
    Properties properties = new Properties();
    settings.forEach((name, value) -> properties.setProperty(name, value.toString()));
    try {
      Path file = Files.createTempFile("meshwork-bench-" + job.tag(), ".properties");
      file.toFile().deleteOnExit();
      try (Writer writer = Files.newBufferedWriter(file)) {
        properties.store(writer, null);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
