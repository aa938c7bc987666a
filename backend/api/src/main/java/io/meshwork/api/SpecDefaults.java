package io.meshwork.api;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a document may leave out, and what then holds: the one list. */
final class SpecDefaults {
  private static final Map<Kind, String> DEFAULTS = new EnumMap<>(Kind.class);
  private static final Map<Kind, List<String>> REQUIRED = new EnumMap<>(Kind.class);

  static {
    declare(
        Kind.TEAM,
        List.of(),
        """
        {"members": []}""");
    declare(
        Kind.APPLICATION,
        List.of(),
        """
        {"principals": {}}""");
    declare(
        Kind.REGION,
        List.of("jurisdiction"),
        """
        {"environment": "dev", "reaches": [], "autoApply": "safe", "freezeWindows": [], "fourEyes": false}""");
    declare(
        Kind.BROKER,
        List.of("transport", "region"),
        """
        {"settings": {}, "teams": [], "readOnly": false}""");
    declare(
        Kind.EVENT_TYPE,
        List.of("schema"),
        """
        {"title": "", "compatibility": "backward", "partitions": 6, "retention": "P7D", "maxSize": "1MiB",
         "delivery": "at-least-once", "classification": "internal", "visibility": "public",
         "access": "approval", "routing": "smart", "residency": [], "examples": [],
         "lifecycle": "active", "pins": {}}""");
    declare(Kind.PUBLICATION, List.of("application", "eventType", "broker"), "{}");
    declare(
        Kind.SUBSCRIPTION,
        List.of("application", "eventTypes", "at"),
        """
        {"reads": [], "delivery": "at-least-once", "startAt": "latest", "deadLetter": true, "life": "running"}""");
  }

  private SpecDefaults() {}

  private static void declare(Kind kind, List<String> required, String defaults) {
    REQUIRED.put(kind, required);
    DEFAULTS.put(kind, defaults);
  }

  static List<String> required(Kind kind) {
    return REQUIRED.getOrDefault(kind, List.of());
  }

  /** The spec with what it leaves out. */
  static ObjectNode complete(Kind kind, JsonNode given) {
    ObjectNode complete = (ObjectNode) MeshJson.tree(DEFAULTS.getOrDefault(kind, "{}"));
    given
        .properties()
        .forEach(
            entry -> {
              if (!entry.getValue().isNull()) {
                complete.set(entry.getKey(), entry.getValue());
              }
            });
    return complete;
  }
}
