package io.meshwork.transport.kafka;

import io.meshwork.model.InstallationId;
import io.meshwork.transport.spi.Identity;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
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
 * What an installation wrote under one claim. The last one of a claim holds.
 *
 * @param installation whose
 * @param state how far it got
 * @param identity of the resource, {@code null} before it is known
 * @param attributes as made; their names are those that we set
 * @param since where in the log the claim was first {@link State#OWNED}; {@code null}: here
 * @param at when, by the deployer's clock
 */
record Mark(
    InstallationId installation,
    State state,
    @Nullable Identity identity,
    SortedMap<String, String> attributes,
    @Nullable Long since,
    Instant at)
    implements Word {
  static final int FORMAT = 2;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** How far. */
  enum State {
    INTENT,
    OWNED,
    /** Of the first format, which had no tombstones. */
    DELETED
  }

  Mark {
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
  }

  byte[] bytes() {
    ObjectNode node = JSON.createObjectNode();
    node.put("v", FORMAT);
    node.put("installation", installation.toString());
    node.put("state", state.name().toLowerCase(Locale.ROOT));
    if (identity != null) {
      node.put("identity", identity.value());
    }
    ObjectNode shape = node.putObject("attributes");
    attributes.forEach(shape::put);
    if (since != null) {
      node.put("since", since);
    }
    node.put("at", at.toString());
    return JSON.writeValueAsBytes(node);
  }

  /** Reads a record's value, whoever wrote it. */
  static Word read(byte[] bytes) {
    try {
      JsonNode node = JSON.readTree(new String(bytes, StandardCharsets.UTF_8));
      JsonNode format = node.path("v");
      if (!format.isIntegralNumber() || format.asLong() < 1) {
        return new Word.Damaged();
      }
      if (format.asLong() > FORMAT) {
        return new Word.Unread(
            installation(node),
            "is of format %d; this version reads %d".formatted(format.asLong(), FORMAT));
      }
      return mark(node);
    } catch (JacksonException | IllegalArgumentException | DateTimeException _) {
      return new Word.Damaged();
    }
  }

  private static Word mark(JsonNode node) {
    String word = node.path("state").asString("");
    InstallationId installation =
        new InstallationId(UUID.fromString(node.path("installation").asString("")));
    State state =
        switch (word) {
          case "intent" -> State.INTENT;
          case "owned" -> State.OWNED;
          case "deleted" -> State.DELETED;
          default -> null;
        };
    if (state == null) {
      return new Word.Unread(
          installation, "says '%s', which this version does not know".formatted(word));
    }
    Map<String, String> attributes = new TreeMap<>();
    node.path("attributes")
        .propertyStream()
        .forEach(entry -> attributes.put(entry.getKey(), entry.getValue().asString()));
    String identity = node.path("identity").asString("");
    JsonNode since = node.path("since");
    return new Mark(
        installation,
        state,
        identity.isEmpty() ? null : new Identity(identity),
        new TreeMap<>(attributes),
        since.isIntegralNumber() ? since.asLong() : null,
        Instant.parse(node.path("at").asString("")));
  }

  private static @Nullable InstallationId installation(JsonNode node) {
    try {
      return new InstallationId(UUID.fromString(node.path("installation").asString("")));
    } catch (IllegalArgumentException _) {
      return null;
    }
  }
}
