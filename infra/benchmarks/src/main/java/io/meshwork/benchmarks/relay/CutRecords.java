package io.meshwork.benchmarks.relay;

import io.meshwork.api.MeshJson;
import io.meshwork.benchmarks.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Records cut from real events, the sample of the development world, one after the other from other
 * events: a piece of its text with a key and the headers of an event. Key, headers and value
 * together have the size asked for; all differ from each other.
 */
final class CutRecords implements Records {
  private static final Path SAMPLE = Path.of("infra/local/sample/events.ndjson");
  private static final long MEMORY = 16 << 20;
  private static final int KEYS = 50_000;

  private final List<Cut> cuts;

  private static final class Cut {
    final byte[] key;
    final byte[] value;
    final List<Header> headers;

    Cut(byte[] key, byte[] value, List<Header> headers) {
      this.key = key;
      this.value = value;
      this.headers = headers;
    }
  }

  /** Of so many bytes each. */
  CutRecords(int recordBytes) {
    this(recordBytes, sample());
  }

  CutRecords(int recordBytes, List<String> events) {
    Random random = new Random(1);
    int many = (int) (MEMORY / recordBytes);
    List<Cut> made = new ArrayList<>(many);
    List<byte[]> text = new ArrayList<>();
    events.forEach(event -> text.add(event.getBytes(StandardCharsets.UTF_8)));
    while (made.size() < many) {
      for (byte[] event : text) {
        Cut bare = new Cut(bytes("%08x".formatted(random.nextInt(KEYS))), new byte[0], id(random));
        int left = recordBytes - size(bare);
        int from = random.nextInt(event.length);
        made.add(new Cut(bare.key, cut(event, from, left), bare.headers));
      }
    }
    Collections.shuffle(made, random);
    cuts = List.copyOf(made.subList(0, many));
  }

  private static List<Header> id(Random random) {
    return List.of(
        new RecordHeader("ce_specversion", bytes("1.0")),
        new RecordHeader("ce_id", bytes(new UUID(random.nextLong(), random.nextLong()).toString())),
        new RecordHeader("ce_source", bytes("/github")),
        new RecordHeader("ce_type", bytes("github.webhook")));
  }

  /** From there on, and again from the beginning if that is not enough. */
  private static byte[] cut(byte[] event, int from, int length) {
    byte[] piece = new byte[length];
    for (int done = 0, at = from; done < length; at = 0) {
      int next = Math.min(length - done, event.length - at);
      System.arraycopy(event, at, piece, done, next);
      done += next;
    }
    return piece;
  }

  private static int size(Cut cut) {
    int size = cut.key.length + cut.value.length;
    for (Header header : cut.headers) {
      size += header.key().length() + header.value().length;
    }
    return size;
  }

  @Override
  public ProducerRecord<byte[], byte[]> record(String topic, long number, int partitions) {
    Cut cut = cuts.get((int) (number % cuts.size()));
    return new ProducerRecord<>(
        topic, (int) (number % partitions), cut.key, cut.value, cut.headers);
  }

  private static List<String> sample() {
    try {
      return Files.readAllLines(Checkout.root().resolve(SAMPLE)).stream()
          .map(line -> MeshJson.tree(line).path("payload"))
          .map(CutRecords::withoutAddresses)
          .map(JsonNode::toString)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Addresses are half of such an event, all alike: with them, it packs four to one. */
  private static JsonNode withoutAddresses(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove(object.propertyNames().stream().filter(name -> name.endsWith("url")).toList());
    }
    node.forEach(CutRecords::withoutAddresses);
    return node;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
