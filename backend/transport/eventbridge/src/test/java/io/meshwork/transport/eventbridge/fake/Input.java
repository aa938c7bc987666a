package io.meshwork.transport.eventbridge.fake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A request's members. What nobody asked for is refused, so that no call sends it in vain. */
final class Input {
  private final ObjectNode node;
  private final Set<String> asked = new HashSet<>();

  Input(JsonNode node) {
    if (!(node instanceof ObjectNode object)) {
      throw new AwsFault("SerializationException", "A structure is not a JSON object.");
    }
    this.node = object;
  }

  boolean has(String name) {
    asked.add(name);
    return node.hasNonNull(name);
  }

  String text(String name) {
    String text = textOrNull(name);
    if (text == null) {
      throw AwsFault.invalid("Member '%s' is missing.".formatted(name));
    }
    return text;
  }

  @Nullable String textOrNull(String name) {
    if (!has(name)) {
      return null;
    }
    JsonNode value = node.get(name);
    if (!value.isString()) {
      throw new AwsFault("SerializationException", "Member '%s' is no text.".formatted(name));
    }
    return value.stringValue();
  }

  String name(String member, int longest, String shape) {
    String name = text(member);
    if (name.length() > longest || !name.matches(shape)) {
      throw AwsFault.invalid(
          "Value '%s' at '%s' must match %s and have at most %d characters."
              .formatted(name, member, shape, longest));
    }
    return name;
  }

  int number(String name, int otherwise, int least, int most) {
    if (!has(name)) {
      return otherwise;
    }
    int number = node.get(name).asInt();
    if (number < least || number > most) {
      throw AwsFault.invalid(
          "Member '%s' is %d, not within %d and %d.".formatted(name, number, least, most));
    }
    return number;
  }

  List<Input> list(String name, int most) {
    List<Input> all = new ArrayList<>();
    if (has(name)) {
      node.get(name).forEach(each -> all.add(new Input(each)));
    }
    if (all.size() > most) {
      throw AwsFault.invalid(
          "Member '%s' has %d elements; at most %d are allowed.".formatted(name, all.size(), most));
    }
    return all;
  }

  List<String> texts(String name) {
    List<String> all = new ArrayList<>();
    if (has(name)) {
      node.get(name).forEach(each -> all.add(each.asString()));
    }
    return all;
  }

  Map<String, String> map(String name) {
    Map<String, String> all = new HashMap<>();
    if (has(name)) {
      node.get(name)
          .properties()
          .forEach(each -> all.put(each.getKey(), each.getValue().asString()));
    }
    return all;
  }

  JsonNode json(String name) {
    asked.add(name);
    return node.path(name);
  }

  /** Nothing else may be in it. */
  void end() {
    for (String name : node.propertyNames()) {
      if (!asked.contains(name)) {
        throw new AwsFault("SerializationException", "Unknown member '%s'.".formatted(name));
      }
    }
  }
}
