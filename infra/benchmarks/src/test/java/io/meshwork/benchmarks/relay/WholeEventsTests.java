package io.meshwork.benchmarks.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.meshwork.api.MeshJson;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class WholeEventsTests {
  private static final int PARTITIONS = 6;

  private static JsonNode payload(ProducerRecord<byte[], byte[]> record) {
    return MeshJson.tree(new String(record.value(), StandardCharsets.UTF_8));
  }

  @Test
  void areRealEventsWithEveryPartInEveryPartition() {
    WholeEvents events = WholeEvents.large();
    int[][] counts = new int[PARTITIONS][WholeEvents.PARTS];
    for (long number = 0; number < 10L * PARTITIONS * WholeEvents.PARTS; number++) {
      ProducerRecord<byte[], byte[]> record = events.record("t", number, PARTITIONS);
      counts[record.partition()][payload(record).path("part").asInt(-1)]++;
    }

    for (int[] parts : counts) {
      assertThat(parts).containsOnly(10);
    }
    assertThat(payload(events.record("t", 3, PARTITIONS)).size()).isGreaterThan(2);
  }

  @Test
  void haveTheSizeThatTheySay() {
    for (WholeEvents events : new WholeEvents[] {WholeEvents.large(), WholeEvents.small()}) {
      long bytes = 0;
      int many = 3_001;
      for (int number = 0; number < many; number++) {
        ProducerRecord<byte[], byte[]> record = events.record("t", number, PARTITIONS);
        bytes += record.key().length + record.value().length;
        for (Header header : record.headers()) {
          bytes += header.key().length() + header.value().length;
        }
      }
      assertThat(events.meanBytes()).isCloseTo((double) bytes / many, within(1.0));
    }
    assertThat(WholeEvents.large().meanBytes()).isBetween(8_000.0, 9_500.0);
    assertThat(WholeEvents.small().meanBytes()).isBetween(300.0, 1_000.0);
  }
}
