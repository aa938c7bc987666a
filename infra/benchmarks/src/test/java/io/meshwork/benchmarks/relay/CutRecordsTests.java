package io.meshwork.benchmarks.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

class CutRecordsTests {
  private static int size(ProducerRecord<byte[], byte[]> record) {
    int size = record.key().length + record.value().length;
    for (Header header : record.headers()) {
      size += header.key().length() + header.value().length;
    }
    return size;
  }

  @Test
  void haveTheSizeAskedForWithKeyAndHeaders() {
    for (int bytes : List.of(500, 8_000)) {
      CutRecords records = new CutRecords(bytes);
      for (int number = 0; number < 1_000; number++) {
        assertThat(size(records.record("t", number, 6))).isEqualTo(bytes);
      }
    }
  }

  @Test
  void areCutFromTheEventsAndGoOnAtTheirBeginning() {
    CutRecords records = new CutRecords(300, List.of("abcdefgh"));

    String value = new String(records.record("t", 0, 6).value(), StandardCharsets.UTF_8);
    assertThat("abcdefgh".repeat(40)).contains(value);
  }

  @Test
  void spreadOverThePartitionsInTurn() {
    CutRecords records = new CutRecords(500, List.of("abcdefgh"));

    assertThat(List.of(0L, 5L, 6L, 13L).stream().map(n -> records.record("t", n, 6).partition()))
        .containsExactly(0, 5, 0, 1);
  }

  @Test
  void differFromEachOther() {
    CutRecords records = new CutRecords(500);

    Set<String> ids = new HashSet<>();
    for (int number = 0; number < 20_000; number++) {
      Header id = records.record("t", number, 6).headers().lastHeader("ce_id");
      ids.add(Arrays.toString(id.value()));
    }
    assertThat(ids).hasSize(20_000);
  }
}
