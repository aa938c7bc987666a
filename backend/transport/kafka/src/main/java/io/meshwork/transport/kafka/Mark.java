package io.meshwork.transport.kafka;

import io.meshwork.model.InstallationId;
import io.meshwork.transport.spi.Identity;
import io.meshwork.transport.spi.Ownership;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an installation wrote about one resource. The last one of a resource holds.
 *
 * @param installation whose
 * @param state how far it got
 * @param identity of the resource, {@code null} before it is known
 * @param attributes as made; their names are those that we set
 * @param at when, by the deployer's clock
 */
record Mark(
    InstallationId installation,
    State state,
    @Nullable Identity identity,
    SortedMap<String, String> attributes,
    Instant at) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** How far. */
  enum State {
    INTENT,
    OWNED,
    DELETED
  }

  Mark {
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
  }

  /** Whose the resource of this identity is, as far as this mark tells. */
  static Ownership ownership(@Nullable Mark mark, Identity identity, InstallationId ours) {
    if (mark == null) {
      return new Ownership.Foreign();
    }
    boolean mine = mark.installation.equals(ours);
    return switch (mark.state) {
      case INTENT -> mine ? new Ownership.Intended() : new Ownership.Other(mark.installation);
      case OWNED -> {
        if (!identity.equals(mark.identity)) {
          yield new Ownership.Foreign();
        }
        yield mine ? new Ownership.Ours() : new Ownership.Other(mark.installation);
      }
      case DELETED -> new Ownership.Foreign();
    };
  }

  boolean standsFor(InstallationId who) {
    return installation.equals(who) && state != State.DELETED;
  }

  byte[] bytes() {
    ObjectNode node = JSON.createObjectNode();
    node.put("v", 1);
    node.put("installation", installation.toString());
    node.put("state", state.name().toLowerCase(Locale.ROOT));
    if (identity != null) {
      node.put("identity", identity.value());
    }
    ObjectNode shape = node.putObject("attributes");
    attributes.forEach(shape::put);
    node.put("at", at.toString());
    return JSON.writeValueAsBytes(node);
  }

  /** Reads one; {@code null} for what no deployer wrote. */
  static @Nullable Mark of(byte[] bytes) {
    try {
      JsonNode node = JSON.readTree(new String(bytes, StandardCharsets.UTF_8));
      Map<String, String> attributes = new TreeMap<>();
      node.path("attributes")
          .propertyStream()
          .forEach(entry -> attributes.put(entry.getKey(), entry.getValue().asString()));
      String identity = node.path("identity").asString("");
      return new Mark(
          new InstallationId(UUID.fromString(node.path("installation").asString(""))),
          State.valueOf(node.path("state").asString("").toUpperCase(Locale.ROOT)),
          identity.isEmpty() ? null : new Identity(identity),
          new TreeMap<>(attributes),
          Instant.parse(node.path("at").asString("")));
    } catch (JacksonException | IllegalArgumentException | java.time.DateTimeException _) {
      return null;
    }
  }
}
