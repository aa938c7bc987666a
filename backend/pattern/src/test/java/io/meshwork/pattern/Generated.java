package io.meshwork.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Random patterns and events over so few names and values that they often meet. */
final class Generated {
  private static final List<String> TEXTS =
      List.of("a", "ab", "b", "B", "", "a*b", "10.0.0.1", "10.0.1.9", "::1", "ü\\", "order.paid");
  private static final List<String> LITERALS =
      List.of("1", "1.0", "300", "3.0e2", "-5", "0", "true", "false", "null", "0.5");
  private static final List<String> NAMES = List.of("k", "l", "m");
  static final List<String> TYPES = List.of("order.paid", "order.sent", "stock.low");

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

  /** A pattern over any JSON object of {@link #object}. */
  String pattern() {
    return "{" + String.join(",", members(0, new ArrayList<>(NAMES))) + "}";
  }

  /** A pattern over CloudEvents. */
  String filter() {
    List<String> members = new ArrayList<>();
    if (random.nextInt(3) > 0) {
      members.add("\"type\":" + conditions(this::typeCondition));
    }
    if (random.nextInt(3) > 0) {
      members.add("\"data\":" + pattern());
    }
    if (random.nextInt(3) == 0) {
      members.add("\"subject\":" + conditions(this::condition));
    }
    if (random.nextInt(3) == 0) {
      members.add(
          "\"$or\":[{\"source\":%s},{%s\"id\":%s}]"
              .formatted(
                  conditions(this::condition),
                  members.stream().anyMatch(m -> m.startsWith("\"type\""))
                      ? ""
                      : "\"type\":" + conditions(this::typeCondition) + ",",
                  conditions(this::condition)));
    }
    return members.isEmpty() ? filter() : "{" + String.join(",", members) + "}";
  }

  private List<String> members(int depth, List<String> names) {
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
                      ? "{" + String.join(",", members(depth + 1, new ArrayList<>(NAMES))) + "}"
                      : conditions(this::condition)));
    }
    if (names.size() >= 1 && random.nextInt(5) == 0) {
      List<String> branches = new ArrayList<>();
      for (int i = 0; i < 2 + random.nextInt(2); i++) {
        branches.add("{" + String.join(",", members(depth + 1, new ArrayList<>(names))) + "}");
      }
      members.add("\"$or\":[" + String.join(",", branches) + "]");
    }
    return members;
  }

  private String conditions(Supplier<String> one) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(2); i++) {
      all.add(one.get());
    }
    return "[" + String.join(",", all) + "]";
  }

  private String typeCondition() {
    return switch (random.nextInt(5)) {
      case 0 -> "{\"prefix\":\"order.\"}";
      case 1 -> "{\"anything-but\":\"order.paid\"}";
      case 2 -> "{\"suffix\":\"w\"}";
      case 3 -> "{\"wildcard\":\"*.s*\"}";
      default -> quote(oneOf(TYPES));
    };
  }

  private String condition() {
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
          "{\"anything-but\":{\"%s\":\"%s\"}}"
              .formatted(
                  oneOf(List.of("prefix", "suffix", "equals-ignore-case", "wildcard")),
                  oneOf(List.of("a", "b", "ab")));
      case 16, 17 -> "{\"exists\":" + random.nextBoolean() + "}";
      case 18 ->
          "{\"numeric\":"
              + oneOf(List.of("[\">\",0]", "[\"<=\",1]", "[\"=\",300]", "[\">=\",-5,\"<\",1]"))
              + "}";
      default ->
          "{\"cidr\":" + oneOf(List.of("\"10.0.0.0/24\"", "\"10.0.0.0/8\"", "\"::/16\"")) + "}";
    };
  }

  /** A JSON object. */
  String object() {
    return object(0);
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

  String text() {
    return oneOf(TEXTS);
  }

  static String quote(String text) {
    return '"' + text.replace("\\", "\\\\") + '"';
  }
}
