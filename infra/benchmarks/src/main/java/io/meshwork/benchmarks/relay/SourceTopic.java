package io.meshwork.benchmarks.relay;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A topic at the source, or the first of several, filled.
 *
 * @param records in all partitions together
 * @param bytesABatch compressed, on average
 * @param compression compressed size against plain, on average
 */
record SourceTopic(String name, long records, double bytesABatch, double compression) {
  private static final int LINGER = 50;
  private static final int MEMORY = 64 << 20;

  static SourceTopic fill(Clusters clusters, String name, Source.Shape shape, long records) {
    clusters.source().create(name);
    CutRecords cut = new CutRecords(shape.recordBytes());
    return fill(clusters.source(), List.of(name), cut, shape.batchBytes(), records);
  }

  /** Fills topics that are there in turn, each partition with as many, {@code records} together. */
  static SourceTopic fill(
      Clusters.Side side, List<String> topics, Records events, int batchBytes, long records) {
    AtomicReference<@Nullable Exception> fault = new AtomicReference<>();
    Map<String, Object> settings =
        side.settings(
            Map.of(
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "lz4",
                ProducerConfig.BATCH_SIZE_CONFIG,
                batchBytes,
                ProducerConfig.LINGER_MS_CONFIG,
                batchBytes == 0 ? 0 : LINGER,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                MEMORY));
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      int partitions = side.partitions(topics.getFirst()).size();
      for (long number = 0; number < records; number++) {
        String topic = topics.get((int) (number % topics.size()));
        var _ =
            producer.send(
                events.record(topic, number / topics.size(), partitions),
                (_, failure) -> {
                  if (failure != null) {
                    fault.set(failure);
                  }
                });
      }
      producer.flush();
      Exception failure = fault.get();
      if (failure != null) {
        throw new IllegalStateException("The source could not be filled.", failure);
      }
      return new SourceTopic(
          topics.getFirst(),
          records,
          metric(producer, "batch-size-avg"),
          metric(producer, "compression-rate-avg"));
    }
  }

  private static double metric(KafkaProducer<byte[], byte[]> producer, String name) {
    return producer.metrics().values().stream()
        .filter(metric -> metric.metricName().name().equals(name))
        .filter(metric -> metric.metricName().group().equals("producer-metrics"))
        .map(Metric::metricValue)
        .mapToDouble(value -> ((Number) value).doubleValue())
        .findFirst()
        .orElse(Double.NaN);
  }

  /** How many records share a batch, about: the batch's own header is left out. */
  double recordsABatch(int recordBytes) {
    return bytesABatch / compression / recordBytes;
  }
}
