package io.meshwork.benchmarks.relay;

import io.meshwork.api.MeshJson;
import io.meshwork.benchmarks.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Real events of the sample as they are, JSON that can be parsed, one after the other and again
 * from the first: each time with another key and id, and with one field more, {@code part}, whose
 * values 0 to 99 are equally frequent.
 */
final class WholeEvents implements Records {
  static final int PARTS = 100;

  private static final Path SAMPLE = Path.of("infra/local/sample/events.ndjson");
  private static final int KEYS = 50_000;

  /** So many differ: no common divisor with the parts or with common numbers of partitions. */
  private static final int DIFFERENT = 3_001;

  /** What is left of an event that is to be small. */
  private static final List<String> KEPT = List.of("action", "sender", "repository");

  private static final List<String> KEPT_WITHIN =
      List.of("id", "login", "type", "site_admin", "full_name", "private", "visibility", "owner");

  private static final byte[][] TAILS = tails();

  private final List<One> events = new ArrayList<>();
  private final double meanBytes;

  private static final class One {
    final byte[] key;
    final byte[] head;
    final List<Header> headers;

    One(byte[] key, byte[] head, List<Header> headers) {
      this.key = key;
      this.head = head;
      this.headers = headers;
    }
  }

  private WholeEvents(List<JsonNode> payloads) {
    Random random = new Random(1);
    long bytes = 0;
    for (int i = 0; i < DIFFERENT; i++) {
      String payload = payloads.get(i % payloads.size()).toString();
      byte[] head = bytes(payload.substring(0, payload.length() - 1));
      List<Header> headers = headers(random);
      One one = new One(bytes("%08x".formatted(random.nextInt(KEYS))), head, headers);
      events.add(one);
      bytes += size(one);
    }
    meanBytes = (double) bytes / DIFFERENT;
  }

  /** As large as they are, about 8.6 kB on average. */
  static WholeEvents large() {
    return new WholeEvents(sample());
  }

  /** Who, where and what of each: some hundred bytes. */
  static WholeEvents small() {
    return new WholeEvents(
        sample().stream().map(payload -> (JsonNode) reduced(payload, KEPT)).toList());
  }

  private static ObjectNode reduced(JsonNode whole, List<String> names) {
    ObjectNode some = MeshJson.mapper().createObjectNode();
    for (String name : names) {
      JsonNode value = whole.path(name);
      if (value instanceof ObjectNode object) {
        some.set(name, reduced(object, KEPT_WITHIN));
      } else if (!value.isMissingNode()) {
        some.set(name, value);
      }
    }
    return some;
  }

  private static List<JsonNode> sample() {
    try {
      return Files.readAllLines(Checkout.root().resolve(SAMPLE)).stream()
          .map(line -> MeshJson.tree(line).path("payload"))
          .filter(payload -> payload.isObject() && !payload.isEmpty())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Header> headers(Random random) {
    return List.of(
        new RecordHeader("ce_specversion", bytes("1.0")),
        new RecordHeader("ce_id", bytes(new UUID(random.nextLong(), random.nextLong()).toString())),
        new RecordHeader("ce_source", bytes("/github")),
        new RecordHeader("ce_type", bytes("github.webhook")),
        new RecordHeader("content-type", bytes("application/json")));
  }

  private static int size(One one) {
    int size = one.key.length + one.head.length + TAILS[PARTS / 2].length;
    for (Header header : one.headers) {
      size += header.key().length() + header.value().length;
    }
    return size;
  }

  /** Key, headers and payload of one, on average. */
  double meanBytes() {
    return meanBytes;
  }

  @Override
  public ProducerRecord<byte[], byte[]> record(String topic, long number, int partitions) {
    One one = events.get((int) (number % DIFFERENT));
    byte[] tail = TAILS[(int) (number / partitions % PARTS)];
    byte[] value = new byte[one.head.length + tail.length];
    System.arraycopy(one.head, 0, value, 0, one.head.length);
    System.arraycopy(tail, 0, value, one.head.length, tail.length);
    return new ProducerRecord<>(topic, (int) (number % partitions), one.key, value, one.headers);
  }

  private static byte[][] tails() {
    byte[][] tails = new byte[PARTS][];
    for (int part = 0; part < PARTS; part++) {
      tails[part] = bytes(",\"part\":" + part + "}");
    }
    return tails;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
