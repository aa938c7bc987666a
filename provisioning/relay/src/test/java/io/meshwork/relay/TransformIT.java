package io.meshwork.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meshwork.api.DeadRecord;
import io.meshwork.api.ManifestLink;
import io.meshwork.local.TestClusters;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.JsonText;
import io.meshwork.model.event.Event;
import io.meshwork.model.event.Header;
import io.meshwork.transport.spi.Outgoing;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transforms over real brokers, read back by the broker's own client. */
class TransformIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int HALF = 600;
  private static final int POISON = 5;
  private static final JsonText FIRST =
      new JsonText("{\"/id\":\"/order/n\",\"/to/city\":\"/order/address/city\"}");
  private static final JsonText SECOND =
      new JsonText("{\"/price\":\"/order/price\",\"/id\":\"/order/n\"}");

  @TempDir Path directory;

  private final KafkaMesh mesh = new KafkaMesh();
  private final StubControlPlane controlPlane = new StubControlPlane();
  private final List<RelayProcess> processes = new ArrayList<>();

  @AfterEach
  void end() {
    processes.forEach(RelayProcess::kill);
    controlPlane.close();
  }

  private RelayProcess relay(String name) {
    RelayProcess process =
        RelayProcess.start(controlPlane.address(), "us", directory.resolve(name));
    processes.add(process);
    return process;
  }

  private static Event event(int number, String payload) {
    return new Event(
        ("key" + number).getBytes(StandardCharsets.UTF_8),
        payload.getBytes(StandardCharsets.UTF_8),
        List.of(
            new Header("ce_id", ("" + number).getBytes(StandardCharsets.UTF_8)),
            new Header("ce_dataschema", "v1".getBytes(StandardCharsets.UTF_8))),
        System.currentTimeMillis());
  }

  private static Event order(int number) {
    return event(
        number,
        "{\"order\": {\"n\": %d, \"price\": %d.10, \"address\": {\"city\": \"K\\u00f6ln\"}}}"
            .formatted(number, number));
  }

  private void publish(int from, int until) {
    ChannelAddress channel = mesh.entry("eu");
    List<Outgoing> events = new ArrayList<>();
    IntStream.range(from, until)
        .forEach(n -> events.add(new Outgoing(channel, n % KafkaMesh.PARTITIONS, order(n))));
    for (int n = 0; n < POISON; n++) {
      events.add(
          10 * n, new Outgoing(channel, n, event(-1, "\u0000\u0001 no JSON " + from + " " + n)));
    }
    mesh.publish("eu", events);
  }

  private List<ConsumerRecord<String, String>> read(ChannelAddress channel, int count) {
    Map<String, Object> settings = new HashMap<>(TestClusters.shared("us").superSettings());
    settings.put("isolation.level", "read_committed");
    settings.put("auto.offset.reset", "earliest");
    List<ConsumerRecord<String, String>> records = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      List<TopicPartition> partitions =
          IntStream.range(0, KafkaMesh.PARTITIONS)
              .mapToObj(number -> new TopicPartition(channel.value(), number))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      await()
          .atMost(LIMIT)
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
                return records.size() >= count;
              });
      consumer.poll(Duration.ofMillis(200)).forEach(records::add);
    }
    return records;
  }

  @Test
  void projectsOnceInOrderWhileTheTransformChangesAndARelayIsKilled() {
    mesh.makeEntry("eu");
    ManifestLink link = mesh.buryingLink("eu", "us");
    controlPlane.serve(mesh.manifest("us", link.projectedBy(FIRST)));
    RelayProcess first = relay("first");
    publish(0, HALF);
    read(link.to().channel(), HALF / 2);
    first.kill();
    relay("second");
    read(link.to().channel(), HALF);

    controlPlane.serve(mesh.manifest("us", link.projectedBy(SECOND)));
    publish(HALF, 2 * HALF);

    List<ConsumerRecord<String, String>> records = read(link.to().channel(), 2 * HALF);
    assertThat(records).hasSize(2 * HALF);
    for (int partition = 0; partition < KafkaMesh.PARTITIONS; partition++) {
      int of = partition;
      List<ConsumerRecord<String, String>> own =
          records.stream().filter(record -> record.partition() == of).toList();
      assertThat(own.stream().map(TransformIT::number))
          .containsExactlyElementsOf(
              IntStream.range(0, 2 * HALF)
                  .filter(n -> n % KafkaMesh.PARTITIONS == of)
                  .boxed()
                  .toList());
      assertThat(own.stream().map(record -> record.value().startsWith("{\"price\"")))
          .as("the second form from the switch on")
          .isSorted();
      assertThat(own).allSatisfy(TransformIT::assertProjected);
    }
    assertDead();
  }

  private static int number(ConsumerRecord<String, String> record) {
    return Integer.parseInt(record.key().substring("key".length()));
  }

  private static void assertProjected(ConsumerRecord<String, String> record) {
    int n = number(record);
    assertThat(record.value())
        .isIn(
            "{\"id\":%d,\"to\":{\"city\":\"K\\u00f6ln\"}}".formatted(n),
            "{\"price\":%d.10,\"id\":%d}".formatted(n, n));
    assertThat(record.headers().lastHeader("ce_id").value()).asString().isEqualTo("" + n);
    assertThat(record.headers().lastHeader("ce_dataschema")).isNull();
  }

  private void assertDead() {
    List<DeadRecord> dead =
        mesh.read("us", mesh.dead("us")).stream()
            .flatMap(List::stream)
            .map(DeadRecord::of)
            .toList();
    assertThat(dead).hasSize(2 * POISON);
    assertThat(dead)
        .allSatisfy(
            each ->
                assertThat(((DeadRecord.Letter) each).reason())
                    .contains("not JSON", "transform needs"));
  }
}
