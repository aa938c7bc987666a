package io.meshwork.transport.memory;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.ChannelId;
import io.meshwork.model.DataSize;
import io.meshwork.model.pattern.EventPattern;
import io.meshwork.transport.spi.Blueprint;
import io.meshwork.transport.spi.Capability;
import io.meshwork.transport.spi.Change;
import io.meshwork.transport.spi.ChannelShape;
import io.meshwork.transport.spi.LimitBroken;
import io.meshwork.transport.spi.Need;
import io.meshwork.transport.spi.Needs;
import io.meshwork.transport.spi.PushDown;
import io.meshwork.transport.spi.Rendering;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.ResourceId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a memory broker holds for the mesh: topics, grants, a ledger and the places of slots. */
final class MemoryBlueprint implements Blueprint {
  private static final String DEAD = "mesh.dead-letter";
  static final int MAX_NAME = 249;
  private static final int READABLE = 200;

  private final Set<Capability> capabilities;
  private final long maxChannels;

  MemoryBlueprint(Set<Capability> capabilities, long maxChannels) {
    this.capabilities = capabilities;
    this.maxChannels = maxChannels;
  }

  /**
   * Injective: an event type holds no {@code .from.} and does not start with {@code mesh.}; a tilde
   * is in no name.
   */
  @Override
  public ChannelAddress address(ChannelId channel) {
    String name =
        switch (channel) {
          case ChannelId.Entry(var type, var broker) -> type.value();
          case ChannelId.Arrival(var type, var origin, var broker) ->
              type.value() + separator(type.value()) + origin.value();
          case ChannelId.Subscribed(var subscription, var broker) ->
              "mesh.subscription." + subscription.value();
          case ChannelId.DeadLetter(var subscription, var broker) ->
              "mesh.dead-letter." + subscription.value();
          case ChannelId.DeadTransfers(var broker) -> DEAD;
        };
    return new ChannelAddress(name.length() <= MAX_NAME ? name : shortened(name));
  }

  @Override
  public Rendering render(Needs needs) {
    MemoryRendering rendering = new MemoryRendering(this, capabilities);
    needs.needs().stream()
        .map(Written::new)
        .sorted(Comparator.comparing(Written::text))
        .forEach(written -> rendering.add(written.need()));
    rendering.limitChannels(maxChannels);
    return rendering.done();
  }

  /** A need with its text, which is made once however often it is compared. */
  private record Written(Need need, String text) {
    Written(Need need) {
      this(need, need.toString());
    }
  }

  @Override
  public Change change(Resource from, Resource to) {
    if (!from.id().equals(to.id())) {
      return new Change.Replace("'%s' becomes '%s'.".formatted(from.id(), to.id()));
    }
    if (from.attributes().equals(to.attributes())) {
      return new Change.Nothing();
    }
    if (!from.id().kind().equals(Topic.KIND)) {
      return new Change.Replace("'%s' is made anew.".formatted(from.id()));
    }
    return topicChange(from.attributes(), to.attributes());
  }

  @Override
  public boolean isAccessRule(ResourceId id) {
    return id.kind().equals(Acl.KIND);
  }

  @Override
  public Optional<ChannelShape> shape(Resource resource) {
    Map<String, String> attributes = resource.attributes();
    String size = attributes.get(Topic.MAX_SIZE);
    if (!resource.id().kind().equals(Topic.KIND) || size == null) {
      return Optional.empty();
    }
    String kept = attributes.get(Topic.RETAINED_SIZE);
    return Optional.of(
        new ChannelShape(
            (int) number(attributes, Topic.PARTITIONS, 1),
            retention(attributes),
            kept == null ? null : new DataSize(Long.parseLong(kept)),
            new DataSize(Long.parseLong(size))));
  }

  @Override
  public boolean isBookkeeping(ResourceId id) {
    return id.kind().equals(MemoryRendering.SLOTS)
        || id.kind().equals(MemoryRendering.LEDGER)
        || id.equals(new ResourceId(Topic.KIND, DEAD));
  }

  /** A memory broker evaluates no filters. */
  @Override
  public PushDown pushDown(EventPattern pattern) {
    return PushDown.NONE;
  }

  private static Change topicChange(Map<String, String> from, Map<String, String> to) {
    long partitionsBefore = number(from, Topic.PARTITIONS, 1);
    long partitionsAfter = number(to, Topic.PARTITIONS, 1);
    if (partitionsAfter < partitionsBefore) {
      return new Change.Replace(
          "Partitions cannot be taken away: all events of the topic are deleted.");
    }
    boolean shorter =
        retention(to).compareTo(retention(from)) < 0
            || number(to, Topic.RETAINED_SIZE, Long.MAX_VALUE)
                < number(from, Topic.RETAINED_SIZE, Long.MAX_VALUE);
    if (partitionsAfter > partitionsBefore) {
      return new Change.Irreversible(
          "Partitions cannot be taken away again, and events of one key move to another partition.");
    }
    return shorter
        ? new Change.Narrows("Events older or more than it may keep are deleted.")
        : new Change.InPlace();
  }

  private static Duration retention(Map<String, String> attributes) {
    return Duration.parse(attributes.getOrDefault(Topic.RETENTION, "PT168H"));
  }

  private static long number(Map<String, String> attributes, String name, long otherwise) {
    String text = attributes.get(name);
    return text == null ? otherwise : Long.parseLong(text);
  }

  /** Capitals are in no name, so a type that ends with {@code .from} is told from its beginning. */
  private static String separator(String type) {
    return type.endsWith(".from") ? ".FROM." : ".from.";
  }

  private static String shortened(String name) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return name.substring(0, READABLE) + "~" + HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256.", e);
    }
  }

  static LimitBroken broken(String limit, String message, Need... needs) {
    return new LimitBroken(limit, message, Set.of(needs));
  }
}
