package io.meshwork.projection;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** A JSON value as a tree, exact to the digit; projection as one would write it on a tree. */
sealed interface Json {
  record Scalar(String text) implements Json {}

  record Text(String value) implements Json {}

  record Array(List<Json> elements) implements Json {}

  /** Members in order; a name may be there twice, and the last one counts. */
  record Members(List<Member> members) implements Json {
    Json get(String name) {
      return members.stream()
          .filter(member -> member.name().equals(name))
          .reduce((one, other) -> other)
          .map(Member::value)
          .orElse(null);
    }
  }

  record Member(String name, Json value) {}

  /** What a projection should come to, {@code null}: nothing. */
  static Json project(Map<String, String> entries, Json payload) {
    if (entries.containsKey("")) {
      return find(payload, steps(entries.get("")));
    }
    Tree tree = new Tree(new LinkedHashMap<>());
    entries.forEach((target, source) -> tree.put(steps(target), find(payload, steps(source))));
    return tree.json();
  }

  /** A tree that grows; what is {@code null} only holds its place in the order. */
  record Tree(Map<String, Object> inner) {
    void put(List<String> path, Json value) {
      if (path.size() == 1) {
        inner.put(path.getFirst(), value);
      } else {
        Tree next =
            (Tree) inner.computeIfAbsent(path.getFirst(), _ -> new Tree(new LinkedHashMap<>()));
        next.put(path.subList(1, path.size()), value);
      }
    }

    Json json() {
      List<Member> members = new ArrayList<>();
      inner.forEach(
          (name, value) -> {
            Json json = value instanceof Tree tree ? tree.json() : (Json) value;
            if (json != null && !(value instanceof Tree && ((Members) json).members().isEmpty())) {
              members.add(new Member(name, json));
            }
          });
      return new Members(members);
    }
  }

  private static Json find(Json at, List<String> path) {
    if (at == null || path.isEmpty()) {
      return at;
    }
    String step = path.getFirst();
    Json inner =
        switch (at) {
          case Members members -> members.get(step);
          case Array(List<Json> elements) ->
              step.matches("0|[1-9]\\d*") && Integer.parseInt(step) < elements.size()
                  ? elements.get(Integer.parseInt(step))
                  : null;
          case Scalar _, Text _ -> null;
        };
    return find(inner, path.subList(1, path.size()));
  }

  static List<String> steps(String pointer) {
    List<String> steps = new ArrayList<>();
    if (!pointer.isEmpty()) {
      for (String step : pointer.substring(1).split("/", -1)) {
        steps.add(step.replace("~1", "/").replace("~0", "~"));
      }
    }
    return steps;
  }

  /** Reads one, numbers as they are written. */
  static Json read(byte[] text) {
    try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
      parser.nextToken();
      Json value = read(parser);
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("more text behind the end");
      }
      return value;
    }
  }

  private static Json read(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        List<Member> members = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          members.add(new Member(name, read(parser)));
        }
        yield new Members(members);
      }
      case START_ARRAY -> {
        List<Json> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(read(parser));
        }
        yield new Array(elements);
      }
      case VALUE_STRING -> new Text(parser.getString());
      default -> new Scalar(parser.getString());
    };
  }

  /** Values that are hard to keep, with few names, so that pointers hit. */
  final class Source {
    private static final List<String> NAMES = List.of("a", "b", "", "0", "1", "é/~", "\"\\\n");
    private static final List<String> SCALARS =
        List.of(
            "1.10",
            "-0",
            "0.0",
            "1E400",
            "-1e-400",
            "12345678901234567890123456789",
            "0.10000000000000000000000000000000000000001",
            "true",
            "false",
            "null");
    private static final List<String> TEXTS = List.of("", "x", "é€😀", "\"\\/\b\u0001", "1.10");

    private final Random random;

    Source(long seed) {
      this.random = new Random(seed);
    }

    <T> T oneOf(List<T> all) {
      return all.get(random.nextInt(all.size()));
    }

    Json value(int depth) {
      int kind = depth == 0 ? random.nextInt(2) : random.nextInt(5);
      if (kind < 2) {
        return kind == 0 ? new Scalar(oneOf(SCALARS)) : new Text(oneOf(TEXTS));
      }
      int size = random.nextInt(4);
      if (kind == 2) {
        List<Json> elements = new ArrayList<>();
        for (int i = 0; i < size; i++) {
          elements.add(value(depth - 1));
        }
        return new Array(elements);
      }
      List<Member> members = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        members.add(new Member(oneOf(NAMES), value(depth - 1)));
      }
      return new Members(members);
    }

    String pointer(int least) {
      StringBuilder pointer = new StringBuilder();
      int steps = least + random.nextInt(4);
      for (int i = 0; i < steps; i++) {
        pointer.append('/').append(oneOf(NAMES).replace("~", "~0").replace("/", "~1"));
      }
      return pointer.toString();
    }

    /** Targets that do not exclude each other. */
    Map<String, String> entries() {
      Map<String, String> entries = new LinkedHashMap<>();
      for (int i = 0; i < 6; i++) {
        String target = pointer(random.nextInt(8) == 0 ? 0 : 1);
        if (entries.keySet().stream().noneMatch(each -> inside(each, target))) {
          entries.put(target, pointer(0));
        }
      }
      return entries;
    }

    private static boolean inside(String one, String other) {
      return one.equals(other) || one.startsWith(other + "/") || other.startsWith(one + "/");
    }

    /** As somebody might write it: with spaces, escapes, and line ends. */
    String text(Json json) {
      StringBuilder text = new StringBuilder();
      write(json, text);
      return text.append(space()).toString();
    }

    private void write(Json json, StringBuilder to) {
      to.append(space());
      switch (json) {
        case Scalar(String scalar) -> to.append(scalar);
        case Text(String value) -> quote(value, to);
        case Array(List<Json> elements) -> {
          to.append('[');
          for (int i = 0; i < elements.size(); i++) {
            to.append(i == 0 ? "" : ",");
            write(elements.get(i), to);
          }
          to.append(space()).append(']');
        }
        case Members(List<Member> members) -> {
          to.append('{');
          for (int i = 0; i < members.size(); i++) {
            to.append(i == 0 ? "" : ",").append(space());
            quote(members.get(i).name(), to);
            to.append(space()).append(':');
            write(members.get(i).value(), to);
          }
          to.append(space()).append('}');
        }
      }
    }

    private String space() {
      return oneOf(List.of("", "", " ", "\n\t", "\r\n"));
    }

    private void quote(String value, StringBuilder to) {
      to.append('"');
      value
          .codePoints()
          .forEach(
              c -> {
                String as = Character.toString(c);
                if (c < ' ' || c == '"' || c == '\\' || random.nextInt(4) == 0) {
                  as.chars().forEach(unit -> to.append("\\u%04x".formatted(unit)));
                } else {
                  to.append(as);
                }
              });
      to.append('"');
    }
  }
}
