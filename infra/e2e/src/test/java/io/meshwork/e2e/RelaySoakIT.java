package io.meshwork.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Events move for minutes ({@code -Dsoak.minutes}, 10 by default) while relays are killed, one
 * after the other, and are counted in the end: none is missing, and the order of first occurrences
 * holds.
 */
@Tag("soak")
class RelaySoakIT {
  private static final String TYPE = "soak.tick.counted";
  private static final int KEYS = 50;
  private static final int PER_SECOND = 500;
  private static final String DOCUMENTS =
      """
      apiVersion: mesh/v1
      kind: Application
      metadata: {name: soak, team: platform}
      spec: {principals: {kafka-eu: soak, kafka-us: soak}}
      ---
      apiVersion: mesh/v1
      kind: EventType
      metadata: {name: soak.tick.counted, team: platform}
      spec:
        schema: {format: json-schema, definition: {type: object, properties: {key: {type: string}}}}
        key: /key
        access: open
        partitions: 6
      ---
      apiVersion: mesh/v1
      kind: Publication
      metadata: {name: soak.ticks, team: platform}
      spec: {application: soak, eventType: soak.tick.counted, broker: kafka-eu}
      ---
      apiVersion: mesh/v1
      kind: Subscription
      metadata: {name: soak.even, team: platform}
      spec:
        application: soak
        eventTypes: [soak.tick.counted]
        filter: {data: {even: [true]}}
        at: {broker: kafka-us}
        startAt: earliest
      """;

  private final RunningWorld world = RunningWorld.get();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicBoolean stop = new AtomicBoolean();

  @Test
  void missesNoEventAndKeepsOrderWhileRelaysDie() throws InterruptedException {
    world.apply(DOCUMENTS);
    await()
        .atMost(Duration.ofSeconds(120))
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () ->
                world
                    .mesh(List.of("get", "subscription", "soak.even"))
                    .out()
                    .contains("state: active"));
    Duration length = Duration.ofMinutes(Long.getLong("soak.minutes", 10));
    long end = System.nanoTime() + length.toNanos();
    Thread publisher = Thread.ofPlatform().start(this::publish);
    int kills = 0;
    while (System.nanoTime() < end) {
      long next = sent.get() + 15L * PER_SECOND;
      await().atMost(Duration.ofSeconds(90)).until(() -> sent.get() >= next);
      world.kill(kills % 2 == 0 ? "relay-eu" : "relay-us");
      kills++;
      world.up();
    }
    stop.set(true);
    publisher.join();

    Cluster us = new Cluster(world, "us");
    Set<Long> seen = new HashSet<>();
    await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofSeconds(3))
        .untilAsserted(() -> assertThat(numbers(us)).hasSize(Math.toIntExact(sent.get() / 2)));
    int records = 0;
    Map<Integer, Map<Long, Long>> newest = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> event : us.records("mesh.sub.soak.even")) {
      records++;
      long number = number(event);
      if (seen.add(number)) {
        Long before =
            newest
                .computeIfAbsent(event.partition(), _ -> new HashMap<>())
                .put(number % KEYS, number);
        assertThat(before == null || before < number).as("order of key %d", number % KEYS).isTrue();
      }
    }
    System.out.printf(
        "measured: %d published, %d wanted, %d repeated, %d relays killed in %s%n",
        sent.get(), seen.size(), records - seen.size(), kills, length);
    assertThat(kills).isPositive();
  }

  private static Set<Long> numbers(Cluster us) {
    Set<Long> numbers = new HashSet<>();
    us.records("mesh.sub.soak.even").forEach(event -> numbers.add(number(event)));
    return numbers;
  }

  private static long number(ConsumerRecord<byte[], byte[]> event) {
    String text = new String(event.value(), StandardCharsets.UTF_8);
    return Long.parseLong(text.replaceAll(".*\"n\":(\\d+).*", "$1"));
  }

  /** An even number of events, at a steady rate; each acknowledged by all before it counts. */
  private void publish() {
    Map<String, Object> settings = new Cluster(world, "eu").settings();
    settings.put("acks", "all");
    try (var producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      long begin = System.nanoTime();
      while (!stop.get()) {
        for (int i = 0; i < PER_SECOND / 10; i++) {
          long n = sent.get() + i;
          ProducerRecord<String, String> event =
              new ProducerRecord<>(
                  TYPE,
                  "k" + n % KEYS,
                  "{\"key\":\"k%d\",\"n\":%d,\"even\":%b}".formatted(n % KEYS, n, n % 2 == 0));
          header(event, "ce_specversion", "1.0");
          header(event, "ce_id", Long.toString(n));
          header(event, "ce_source", "/soak");
          header(event, "ce_type", TYPE);
          header(event, "content-type", "application/json");
          Future<RecordMetadata> _ = producer.send(event);
        }
        producer.flush();
        long all = sent.addAndGet(PER_SECOND / 10);
        long due = begin + all * 1_000_000_000L / PER_SECOND;
        LockSupport.parkNanos(due - System.nanoTime());
      }
    }
  }

  private static void header(ProducerRecord<String, String> event, String name, String value) {
    event.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
