package io.meshwork.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SampleTests {
  private static final Path DIRECTORY = Path.of("sample");
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-01T00:00:00Z"), ZoneOffset.UTC);

  @Test
  void givesEachKindOfWebhookATypeWithItsOwnSchemaAndAPublication() throws Exception {
    String[] documents = SampleDocuments.text(DIRECTORY).split("---\n", -1);
    Set<String> kinds =
        SampleDocuments.webhooks(DIRECTORY).stream()
            .map(SampleDocuments.Webhook::name)
            .collect(Collectors.toSet());

    assertThat(kinds).hasSize(58);
    assertThat(documents).hasSize(1 + 2 * kinds.size());
    for (int i = 1; i <= kinds.size(); i++) {
      JsonNode schema = JsonMapper.shared().readTree(documents[i]).at("/spec/schema/definition");
      for (JsonNode reference : schema.findValues("$ref")) {
        assertThat(schema.at(reference.asString().substring(1)).isObject()).isTrue();
      }
    }
    assertThat(documents[documents.length - 1]).contains("\"kind\":\"Publication\"", "kafka-eu");
  }

  @Test
  void staysBelowTheLimitOfOneRequest() throws Exception {
    assertThat(SampleDocuments.text(DIRECTORY).getBytes(StandardCharsets.UTF_8).length)
        .isLessThan(4_000_000);
  }

  @Test
  void playsAtItsRateWithANewIdEachTime() throws Exception {
    var producer =
        new MockProducer<String, String>(
            true, null, new StringSerializer(), new StringSerializer());
    var webhooks = SampleDocuments.webhooks(DIRECTORY).subList(0, 3);
    var program = new SampleProgram(webhooks, producer, CLOCK);

    for (int tenth = 0; tenth < 20; tenth++) {
      program.tick(7);
    }

    assertThat(program.taken()).isEqualTo(14);
    Set<String> ids = new HashSet<>();
    assertThat(producer.history())
        .hasSize(14)
        .allSatisfy(
            event -> {
              assertThat(event.topic()).startsWith("github.");
              assertThat(header(event, "ce_type")).isEqualTo(event.topic());
              assertThat(header(event, "ce_time")).isEqualTo("2026-11-01T00:00:00Z");
              assertThat(ids.add(header(event, "ce_id"))).isTrue();
            });
    assertThat(producer.history().get(3).value()).isEqualTo(producer.history().get(0).value());
  }

  @Test
  void goesOnWhenABrokerRefuses() throws Exception {
    var producer =
        new MockProducer<String, String>(
            true, null, new StringSerializer(), new StringSerializer());
    var program = new SampleProgram(SampleDocuments.webhooks(DIRECTORY), producer, CLOCK);
    producer.sendException = new IllegalStateException("refused");
    program.tick(10);
    producer.sendException = null;

    program.tick(10);

    assertThat(program.taken()).isEqualTo(1);
  }

  private static String header(ProducerRecord<String, String> event, String name) {
    return new String(event.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
