package io.meshwork.transport.kafka;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.ChannelId;
import io.meshwork.model.DataSize;
import io.meshwork.transport.spi.ChannelShape;
import io.meshwork.transport.spi.LimitBroken;
import io.meshwork.transport.spi.Need;
import io.meshwork.transport.spi.Rendering;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.ResourceId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;

/** One rendering while it is drawn. Everything is kept by id, so the needs' order says nothing. */
final class Drawing {
  private final KafkaSettings settings;
  private final Map<ResourceId, Resource> topics = new TreeMap<>();
  private final Map<ResourceId, Resource> rules = new TreeMap<>();
  private final Map<ResourceId, Set<Need>> needs = new TreeMap<>();
  private final Map<ResourceId, Need.Channel> channels = new TreeMap<>();
  private final Set<Need> slots = new HashSet<>();
  private final List<Need> rights = new ArrayList<>();
  private final List<LimitBroken> broken = new ArrayList<>();

  private final Map<ChannelId, DataSize> traffic;

  Drawing(KafkaSettings settings, Map<ChannelId, DataSize> traffic) {
    this.settings = settings;
    this.traffic = traffic;
  }

  void add(Need need) {
    switch (need) {
      case Need.Channel channel -> channel(channel);
      case Need.Slots group -> {
        slots.add(group);
        topic(Topics.slots(group.group(), settings.minInsyncReplicas()), group);
      }
      case Need.Publish publish -> rights.add(publish);
      case Need.Read read -> rights.add(read);
    }
  }

  Rendering rendering() {
    if (!slots.isEmpty()) {
      Resource crossings = Topics.crossings(longestRetention(), settings.minInsyncReplicas());
      slots.forEach(need -> topic(crossings, need));
    }
    if (settings.acls()) {
      rights.forEach(this::right);
    }
    lookForTwins();
    broken.sort(Comparator.comparing(LimitBroken::limit).thenComparing(LimitBroken::message));
    List<Resource> resources = new ArrayList<>(topics.values());
    resources.addAll(rules.values());
    return new Rendering(
        resources,
        needs,
        broken,
        PriceList.of(
            settings.priceList(),
            new PriceList.Load(
                partitions(),
                channels.values(),
                rights.stream()
                    .filter(Need.Read.class::isInstance)
                    .map(Need.Read.class::cast)
                    .toList(),
                traffic)));
  }

  private void channel(Need.Channel channel) {
    ChannelAddress address = Addresses.of(channel.id());
    Resource resource =
        Topics.channel(
            address,
            channel.shape(),
            KafkaBlueprint.writtenByRelays(channel),
            settings.minInsyncReplicas());
    topic(resource, channel);
    channels.put(resource.id(), channel);
    checkShape(address, channel.shape(), channel);
  }

  private void checkShape(ChannelAddress address, ChannelShape shape, Need need) {
    if (shape.maxSize().bytes() > KafkaSlotSink.MAX_EVENT_BYTES) {
      broken.add(
          new LimitBroken(
              "event size",
              "Topic '%s' shall take events of %d bytes; relays carry at most %d over Kafka. Lower maxSize, or keep large payloads elsewhere and send their address."
                  .formatted(address, shape.maxSize().bytes(), KafkaSlotSink.MAX_EVENT_BYTES),
              Set.of(need)));
    }
    if (shape.partitions() < 1) {
      broken.add(
          new LimitBroken(
              "partitions",
              "Topic '%s' shall have %d partitions; Kafka's least is 1."
                  .formatted(address, shape.partitions()),
              Set.of(need)));
    }
  }

  private void topic(Resource resource, Need need) {
    Resource earlier = topics.put(resource.id(), resource);
    if (earlier != null && !earlier.equals(resource)) {
      broken.add(
          new LimitBroken(
              "one shape a topic",
              "Topic '%s' is needed in two shapes; a topic has one."
                  .formatted(resource.id().name()),
              Set.of(need)));
    }
    needs.computeIfAbsent(resource.id(), _ -> new HashSet<>()).add(need);
  }

  private void right(Need need) {
    switch (need) {
      case Need.Publish(var channel, var _, var principal, var _) -> {
        if (named(principal, need)) {
          topicRule(principal, AclOperation.WRITE, Addresses.of(channel), need);
        }
      }
      case Need.Read(var channel, var _, var principal, var subscription, var _) -> {
        if (named(principal, need)) {
          topicRule(principal, AclOperation.READ, Addresses.of(channel), need);
          rule(
              Acls.rule(
                  principal,
                  AclOperation.READ,
                  ResourceType.GROUP,
                  PatternType.LITERAL,
                  subscription.value()),
              need);
          rule(
              Acls.rule(
                  principal,
                  AclOperation.READ,
                  ResourceType.GROUP,
                  PatternType.PREFIXED,
                  KafkaBlueprint.groupPrefix(subscription)),
              need);
        }
      }
      case Need.Channel _, Need.Slots _ -> throw new IllegalArgumentException("Not a right");
    }
  }

  private void topicRule(
      String principal, AclOperation operation, ChannelAddress address, Need need) {
    ResourceId topic = Topics.id(address);
    ResourceId[] dependsOn =
        topics.containsKey(topic) ? new ResourceId[] {topic} : new ResourceId[0];
    rule(
        Acls.rule(
            principal,
            operation,
            ResourceType.TOPIC,
            PatternType.LITERAL,
            address.value(),
            dependsOn),
        need);
  }

  private void rule(Resource resource, Need need) {
    rules.put(resource.id(), resource);
    needs.computeIfAbsent(resource.id(), _ -> new HashSet<>()).add(need);
  }

  /** To Kafka, {@code User:*} is everybody. */
  private boolean named(String principal, Need need) {
    String user = Acls.user(principal);
    if (user.isBlank() || user.equals("*") || user.chars().anyMatch(Character::isISOControl)) {
      broken.add(
          new LimitBroken(
              "principal",
              "Principal '%s' names nobody, or everybody; give the application a user of its own."
                  .formatted(principal),
              Set.of(need)));
      return false;
    }
    return true;
  }

  /** Kafka refuses a topic whose name differs from another's only in dots and underscores. */
  private void lookForTwins() {
    Map<String, List<ResourceId>> alike = new TreeMap<>();
    for (ResourceId id : topics.keySet()) {
      alike.computeIfAbsent(id.name().replace('_', '.'), _ -> new ArrayList<>()).add(id);
    }
    for (List<ResourceId> twins : alike.values()) {
      if (twins.size() > 1) {
        Set<Need> causes = new HashSet<>();
        twins.forEach(id -> causes.addAll(needs.getOrDefault(id, Set.of())));
        broken.add(
            new LimitBroken(
                "topic names",
                "Topics %s differ only in '.' and '_', which Kafka does not tell apart. Rename one."
                    .formatted(twins.stream().map(id -> "'" + id.name() + "'").toList()),
                causes));
      }
    }
  }

  private Duration longestRetention() {
    return channels.values().stream()
        .map(channel -> channel.shape().retention())
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  private long partitions() {
    return topics.values().stream()
        .map(topic -> topic.attributes().get(Topics.PARTITIONS))
        .mapToLong(partitions -> Long.parseLong(String.valueOf(partitions)))
        .sum();
  }

  @Override
  public String toString() {
    return "Drawing" + Collections.unmodifiableSet(topics.keySet());
  }
}
