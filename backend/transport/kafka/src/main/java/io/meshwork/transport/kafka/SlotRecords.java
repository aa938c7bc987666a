package io.meshwork.transport.kafka;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.LinkId;
import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.Digest;
import io.meshwork.transport.spi.LinkPartition;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.SourcePartition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The records that relays write beside events, as JSON with a version. Keys are arrays whose first
 * element tells their kind: {@code ["p", link, channel, partition]} a position, {@code ["id",
 * transactional id]} an owner, {@code ["lane", transactional id]} a lane's holder.
 */
final class SlotRecords {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String POSITION = "p";
  private static final String OWNER = "id";
  private static final String LANE = "lane";

  private SlotRecords() {}

  static byte[] positionKey(LinkPartition of) {
    ArrayNode key = JSON.createArrayNode();
    key.add(POSITION)
        .add(of.link().value())
        .add(of.partition().channel().value())
        .add(of.partition().number());
    return JSON.writeValueAsBytes(key);
  }

  static byte[] position(Position position) {
    ObjectNode node = JSON.createObjectNode();
    return JSON.writeValueAsBytes(node.put("v", 1).put("position", position.value()));
  }

  static byte[] ownerKey(String transactionalId) {
    return JSON.writeValueAsBytes(JSON.createArrayNode().add(OWNER).add(transactionalId));
  }

  /** That this id has been used, and for how many slots its partition holds all positions. */
  static byte[] owner(int slots, Instant at) {
    ObjectNode node = JSON.createObjectNode();
    return JSON.writeValueAsBytes(node.put("v", 1).put("slots", slots).put("at", at.toString()));
  }

  static byte[] laneKey(String transactionalId) {
    return JSON.writeValueAsBytes(JSON.createArrayNode().add(LANE).add(transactionalId));
  }

  /** Who holds the lane of an id. */
  static byte[] lane(UUID holder, Instant at) {
    ObjectNode node = JSON.createObjectNode();
    node.put("v", 1).put("holder", holder.toString()).put("at", at.toString());
    return JSON.writeValueAsBytes(node);
  }

  static boolean isLane(byte[] key) {
    return parse(key).filter(node -> node.path(0).asString("").equals(LANE)).isPresent();
  }

  static String holder(byte[] value) {
    return parse(value).map(node -> node.path("holder").asString("")).orElse("");
  }

  /** Reads a key; empty when it is of another kind. */
  static Optional<LinkPartition> linkPartition(byte[] key) {
    return parse(key)
        .filter(node -> node.path(0).asString("").equals(POSITION))
        .map(
            node ->
                new LinkPartition(
                    new LinkId(node.path(1).asString("")),
                    new SourcePartition(
                        new ChannelAddress(node.path(2).asString("")), node.path(3).asInt(0))));
  }

  static Optional<Position> position(byte[] value) {
    return parse(value).map(node -> new Position(node.path("position").asString("")));
  }

  static int slots(byte[] value) {
    return parse(value).map(node -> node.path("slots").asInt(0)).orElse(0);
  }

  static byte[] crossing(Crossing crossing) {
    ObjectNode node = JSON.createObjectNode();
    node.put("v", 1);
    node.put("link", crossing.link().value());
    partition(node.putObject("source"), crossing.source());
    node.put("from", crossing.from().value());
    node.put("through", crossing.through().value());
    node.put("passed", crossing.passed());
    node.put("filtered", crossing.filtered());
    node.put("refused", crossing.refused());
    digest(node.putObject("digest"), crossing.digest());
    digest(node.putObject("forwarded"), crossing.forwarded());
    ArrayNode targets = node.putArray("targets");
    for (Crossing.TargetRange range : crossing.targets()) {
      ObjectNode target = targets.addObject();
      partition(target, range.partition());
      target.put("first", range.first().value()).put("last", range.last().value());
    }
    node.put("at", crossing.at().toString());
    return JSON.writeValueAsBytes(node);
  }

  static Optional<Crossing> crossing(byte[] value) {
    return parse(value)
        .map(
            node -> {
              List<Crossing.TargetRange> targets = new ArrayList<>();
              for (JsonNode target : node.path("targets")) {
                targets.add(
                    new Crossing.TargetRange(
                        partition(target), position(target, "first"), position(target, "last")));
              }
              return new Crossing(
                  new LinkId(node.path("link").asString("")),
                  partition(node.path("source")),
                  position(node, "from"),
                  position(node, "through"),
                  node.path("passed").asLong(0),
                  node.path("filtered").asLong(0),
                  node.path("refused").asLong(0),
                  digest(node.path("digest")),
                  digest(node.path("forwarded")),
                  targets,
                  Instant.parse(node.path("at").asString("")));
            });
  }

  private static void digest(ObjectNode node, Digest digest) {
    node.put("events", digest.events()).put("sum", digest.sum());
  }

  private static Digest digest(JsonNode node) {
    return new Digest(node.path("events").asLong(0), node.path("sum").asLong(0));
  }

  private static void partition(ObjectNode node, SourcePartition partition) {
    node.put("channel", partition.channel().value()).put("partition", partition.number());
  }

  private static SourcePartition partition(JsonNode node) {
    return new SourcePartition(
        new ChannelAddress(node.path("channel").asString("")), node.path("partition").asInt(0));
  }

  private static Position position(JsonNode node, String name) {
    return new Position(node.path(name).asString(""));
  }

  private static Optional<JsonNode> parse(byte[] bytes) {
    try {
      return Optional.of(JSON.readTree(new String(bytes, StandardCharsets.UTF_8)));
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }
}
