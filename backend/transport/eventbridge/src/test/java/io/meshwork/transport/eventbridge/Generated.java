package io.meshwork.transport.eventbridge;

import io.meshwork.model.event.CloudEvents;
import io.meshwork.model.event.Event;
import io.meshwork.model.event.Header;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Random filters and events over so few names and values that they often meet. */
final class Generated {
  private static final List<String> TEXTS =
      List.of(
          "a", "ab", "b", "B", "a*b", "10.0.0.1", "10.0.1.9", "::1", "ü\\", "order.paid", "\"q");
  private static final List<String> LITERALS =
      List.of("1", "1.0", "300", "3.0e2", "-5", "0", "true", "false", "null", "0.5");
  private static final List<String> FAR = List.of("6000000000", "0.1234567", "-7e12");
  private static final List<String> NAMES = List.of("k", "l", "m");
  private static final List<String> ATTRIBUTES =
      List.of("subject", "source", "id", "type", "region", "time", "a.b", "source.x");
  private static final List<String> INEXACT = List.of("specversion", "partitionkey", "meshwork");

  private final Random random;

  Generated(long seed) {
    this.random = new Random(seed);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  <T> T oneOf(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  /** A filter over CloudEvents; {@code wide}: with things that no rule can ask for. */
  String filter(boolean wide) {
    List<String> names = new ArrayList<>(ATTRIBUTES);
    if (wide) {
      names.addAll(INEXACT);
    }
    Collections.shuffle(names, random);
    List<String> members = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      members.add(quote(names.removeLast()) + ":" + conditions(() -> condition(wide)));
    }
    int data = random.nextInt(4);
    if (data == 0) {
      members.add("\"data.k\":" + conditions(() -> condition(wide)));
    } else if (data < 3) {
      members.add("\"data\":{" + String.join(",", members(0, new ArrayList<>(NAMES), wide)) + "}");
    }
    if (random.nextInt(3) == 0) {
      String one = names.removeLast();
      String two = names.removeLast();
      members.add(
          "\"$or\":[{%s:%s},{%s:%s,%s:%s}]"
              .formatted(
                  quote(one), conditions(() -> condition(wide)),
                  quote(one), conditions(() -> condition(wide)),
                  quote(two), conditions(() -> condition(wide))));
    }
    return members.isEmpty() ? filter(wide) : "{" + String.join(",", members) + "}";
  }

  private List<String> members(int depth, List<String> names, boolean wide) {
    List<String> members = new ArrayList<>();
    int count = 1 + random.nextInt(2);
    for (int i = 0; i < count && !names.isEmpty(); i++) {
      String name = names.remove(random.nextInt(names.size()));
      boolean nested = depth < 2 && random.nextInt(3) == 0;
      members.add(
          "\"%s\":%s"
              .formatted(
                  name,
                  nested
                      ? "{"
                          + String.join(",", members(depth + 1, new ArrayList<>(NAMES), wide))
                          + "}"
                      : conditions(() -> condition(wide))));
    }
    if (depth < 2 && !names.isEmpty() && random.nextInt(8) == 0) {
      List<String> branches = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        branches.add(
            "{" + String.join(",", members(depth + 1, new ArrayList<>(names), wide)) + "}");
      }
      members.add("\"$or\":[" + String.join(",", branches) + "]");
    }
    return members;
  }

  private String conditions(Supplier<String> one) {
    List<String> all = new ArrayList<>();
    for (int i = random.nextInt(3); i < 3; i += 2) {
      all.add(one.get());
    }
    return "[" + String.join(",", all) + "]";
  }

  private String condition(boolean wide) {
    if (wide && random.nextInt(12) == 0) {
      String far = oneOf(FAR);
      return oneOf(
          List.of(far, "{\"numeric\":[\"<\"," + far + "]}", "{\"anything-but\":" + far + "}"));
    }
    String text = quote(oneOf(TEXTS));
    return switch (random.nextInt(20)) {
      case 0, 1, 2, 3 -> text;
      case 4, 5, 6 -> oneOf(LITERALS);
      case 7 -> "{\"prefix\":" + text + "}";
      case 8 -> "{\"suffix\":" + text + "}";
      case 9 -> "{\"prefix\":{\"equals-ignore-case\":" + text + "}}";
      case 10 -> "{\"suffix\":{\"equals-ignore-case\":" + text + "}}";
      case 11 -> "{\"equals-ignore-case\":" + text + "}";
      case 12 -> "{\"wildcard\":" + quote(oneOf(List.of("*", "a*", "*b", "a\\*b", "1*.*1"))) + "}";
      case 13 -> "{\"anything-but\":[" + text + "," + quote(oneOf(TEXTS)) + "]}";
      case 14 -> "{\"anything-but\":" + oneOf(List.of("1", "300.0", "[1,-5]")) + "}";
      case 15 ->
          "{\"anything-but\":{\"%s\":%s}}"
              .formatted(
                  oneOf(List.of("prefix", "suffix", "equals-ignore-case", "wildcard")),
                  oneOf(List.of("\"a\"", "\"b\"", "[\"ab\",\"B\"]")));
      case 16, 17 -> "{\"exists\":" + random.nextBoolean() + "}";
      case 18 ->
          "{\"numeric\":"
              + oneOf(List.of("[\">\",0]", "[\"<=\",1]", "[\"=\",300]", "[\">=\",-5,\"<\",1]"))
              + "}";
      default ->
          "{\"cidr\":" + oneOf(List.of("\"10.0.0.0/24\"", "\"10.0.0.0/8\"", "\"::/16\"")) + "}";
    };
  }

  /** An event with attributes, and with headers that are none. */
  Event event() {
    List<Header> headers = new ArrayList<>();
    headers.add(header(CloudEvents.ID, oneOf(TEXTS)));
    headers.add(header(CloudEvents.SOURCE, oneOf(TEXTS)));
    if (random.nextInt(4) > 0) {
      headers.add(header(CloudEvents.TYPE, oneOf(TEXTS)));
    }
    for (String name : List.of("subject", "region", "time", "a.b", "source.x", "partitionkey")) {
      if (random.nextInt(3) == 0) {
        headers.add(header(CloudEvents.PREFIX + name, oneOf(TEXTS)));
      }
    }
    if (random.nextInt(3) == 0) {
      headers.add(header("ce_specversion", "1.0"));
    }
    if (random.nextInt(3) == 0) {
      headers.add(header("Content-Type", "text/plain"));
    }
    if (random.nextInt(3) == 0) {
      headers.add(header(oneOf(List.of("x-own", "ce_subject", "ce_meshwork", "ce_data")), "a"));
    }
    if (random.nextInt(5) == 0) {
      headers.add(new Header("ce_region", random.nextBoolean() ? null : new byte[] {-1, 'a'}));
    }
    Collections.shuffle(headers, random);
    return new Event(key(), payload(), headers, random.nextInt(2) == 0 ? -1 : random.nextInt());
  }

  private byte @Nullable [] key() {
    return switch (random.nextInt(5)) {
      case 0 -> null;
      case 4 -> new byte[0];
      case 1 -> new byte[] {-1, -2};
      default -> bytes(oneOf(TEXTS));
    };
  }

  private byte @Nullable [] payload() {
    return switch (random.nextInt(9)) {
      case 8 -> null;
      case 0 -> new byte[0];
      case 1 -> bytes("{\"half");
      case 2 -> bytes(value(0));
      case 3 -> bytes(" {\"k\" : " + value(1) + " }\n");
      default -> bytes(object(0));
    };
  }

  private String object(int depth) {
    List<String> members = new ArrayList<>();
    for (String name : NAMES) {
      if (random.nextInt(4) > 0) {
        members.add(quote(name) + ":" + value(depth + 1));
      }
    }
    return "{" + String.join(",", members) + "}";
  }

  private String value(int depth) {
    int kind = random.nextInt(depth < 4 ? 8 : 5);
    if (kind < 3) {
      return quote(oneOf(TEXTS));
    }
    if (kind < 5) {
      return oneOf(LITERALS);
    }
    if (kind == 5) {
      return object(depth);
    }
    List<String> elements = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      elements.add(random.nextBoolean() ? object(depth) : value(depth + 1));
    }
    return "[" + String.join(",", elements) + "]";
  }

  static Header header(String name, String value) {
    return new Header(name, bytes(value));
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String quote(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
