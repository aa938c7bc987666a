package io.meshwork.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The sample's event types and publications, made of real webhooks: one type a kind of webhook,
 * each with its own part of the schema and an example.
 */
final class SampleDocuments {
  static final String PREFIX = "github.";

  static final int PARTITIONS = 2;

  /** What one of the sample's topics keeps at most: 128 MB. */
  static final long TOPIC_BYTES = 128_000_000;

  /** Of 50 events a second, so much is about 1 GB in all topics together. */
  private static final String RETENTION = "PT3H";

  /** Types that somebody has to grant. */
  private static final Set<String> BY_APPROVAL =
      Set.of("code_scanning_alert", "dependabot_alert", "security_advisory");

  private static final String REFERENCE = "#/definitions/";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private SampleDocuments() {}

  /** One kind of webhook: its name and one payload. */
  record Webhook(String name, JsonNode payload) {}

  static List<Webhook> webhooks(Path directory) throws IOException {
    return Files.readAllLines(directory.resolve("events.ndjson")).stream()
        .map(JSON::readTree)
        .map(line -> new Webhook(line.path("name").asString(), line.path("payload")))
        .toList();
  }

  /** All documents as one text: event types, then their publications. */
  static String text(Path directory) throws IOException {
    JsonNode definitions =
        JSON.readTree(Files.readString(directory.resolve("schema.json"))).path("definitions");
    Map<String, JsonNode> examples = new TreeMap<>();
    for (Webhook webhook : webhooks(directory)) {
      examples.merge(webhook.name(), webhook.payload(), SampleDocuments::shorter);
    }
    var types = new StringBuilder();
    var publications = new StringBuilder();
    examples.forEach(
        (name, example) -> {
          types.append("---\n").append(eventType(name, example, definitions)).append('\n');
          publications.append("---\n").append(publication(name)).append('\n');
        });
    return types.append(publications).toString();
  }

  private static JsonNode shorter(JsonNode one, JsonNode other) {
    return other.toString().length() < one.toString().length() ? other : one;
  }

  private static ObjectNode eventType(String name, JsonNode example, JsonNode definitions) {
    ObjectNode document = document("EventType", PREFIX + name);
    ObjectNode metadata = (ObjectNode) document.path("metadata");
    metadata.put("description", "GitHub's webhook '" + name + "'.");
    metadata.putObject("labels").put("source", "github");
    ObjectNode spec = document.putObject("spec");
    spec.put("title", "GitHub " + name.replace('_', ' '));
    ObjectNode schema = spec.putObject("schema");
    schema.put("format", "json-schema");
    schema.set("definition", schema(name, definitions));
    spec.put("partitions", PARTITIONS);
    spec.put("retention", RETENTION);
    // A partition's share of the 128 MB that a topic keeps at most.
    spec.put("retainedSize", TOPIC_BYTES / PARTITIONS / 1024 + "KiB");
    spec.put("access", BY_APPROVAL.contains(name) ? "approval" : "open");
    if (example.path("repository").path("full_name").isString()) {
      spec.put("key", "/repository/full_name");
    }
    spec.putArray("examples").add(example);
    return document;
  }

  private static ObjectNode publication(String name) {
    ObjectNode document = document("Publication", "github-bridge." + name);
    ObjectNode spec = document.putObject("spec");
    spec.put("application", "github-bridge");
    spec.put("eventType", PREFIX + name);
    spec.put("broker", "kafka-eu");
    return document;
  }

  private static ObjectNode document(String kind, String name) {
    ObjectNode document = JSON.createObjectNode();
    document.put("apiVersion", "mesh/v1");
    document.put("kind", kind);
    ObjectNode metadata = document.putObject("metadata");
    metadata.put("name", name);
    metadata.put("team", "platform");
    return document;
  }

  /** The definition of one webhook with all that it refers to, and nothing else. */
  private static ObjectNode schema(String name, JsonNode definitions) {
    String root = definitions.has(name + "_event") ? name + "_event" : name + "$event";
    Map<String, JsonNode> needed = new LinkedHashMap<>();
    gather(root, definitions, needed);
    ObjectNode schema = JSON.createObjectNode();
    schema.put("$schema", "http://json-schema.org/draft-07/schema#");
    schema.put("type", "object");
    schema.putArray("allOf").addObject().put("$ref", REFERENCE + root);
    ObjectNode own = schema.putObject("definitions");
    needed.forEach(own::set);
    return schema;
  }

  private static void gather(String name, JsonNode definitions, Map<String, JsonNode> needed) {
    if (needed.containsKey(name)) {
      return;
    }
    JsonNode definition = definitions.path(name);
    if (definition.isMissingNode()) {
      throw new LocalException("The sample's schema.json defines no '" + name + "'.");
    }
    needed.put(name, definition);
    for (JsonNode reference : definition.findValues("$ref")) {
      gather(reference.asString().substring(REFERENCE.length()), definitions, needed);
    }
  }
}
