package io.meshwork.transport.memory;

import io.meshwork.transport.spi.Capability;
import io.meshwork.transport.spi.ChannelShape;
import io.meshwork.transport.spi.LimitBroken;
import io.meshwork.transport.spi.Need;
import io.meshwork.transport.spi.PriceItem;
import io.meshwork.transport.spi.Rendering;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.ResourceId;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A rendering while it grows. Needs come in one order, so that equal needs end equal. */
final class MemoryRendering {
  static final String LEDGER = "ledger";
  static final String SLOTS = "slots";
  static final long MAX_PARTITIONS = 1000;
  static final int MAX_PRINCIPAL = 128;

  /** Dependencies before dependants. */
  private static final List<String> KINDS = List.of(LEDGER, SLOTS, Topic.KIND, Acl.KIND);

  private final MemoryBlueprint blueprint;
  private final Set<Capability> capabilities;
  private final Map<ResourceId, Resource> resources = new LinkedHashMap<>();
  private final Map<ResourceId, Set<Need>> fulfilled = new HashMap<>();
  private final List<LimitBroken> broken = new ArrayList<>();

  MemoryRendering(MemoryBlueprint blueprint, Set<Capability> capabilities) {
    this.blueprint = blueprint;
    this.capabilities = capabilities;
  }

  void add(Need need) {
    switch (need) {
      case Need.Channel channel -> channel(channel);
      case Need.Publish publish -> {
        String topic = blueprint.address(publish.channel()).value();
        acl(
            new Acl(Acl.Operation.WRITE, Acl.Target.TOPIC, topic, publish.principal()),
            publish,
            topic);
      }
      case Need.Read read -> {
        String topic = blueprint.address(read.channel()).value();
        String group = read.subscription().value();
        String principal = read.principal();
        acl(new Acl(Acl.Operation.READ, Acl.Target.TOPIC, topic, principal), read, topic);
        acl(new Acl(Acl.Operation.READ, Acl.Target.GROUP, group, principal), read, topic);
        acl(
            new Acl(Acl.Operation.READ, Acl.Target.GROUP_PREFIX, group + ".", principal),
            read,
            topic);
      }
      case Need.Slots slots -> {
        Resource ledger = Resource.of(LEDGER, "crossings", Map.of());
        put(ledger, slots);
        put(
            Resource.of(
                SLOTS,
                slots.group().name(),
                Map.of(SLOTS, Integer.toString(slots.group().slots())),
                ledger.id()),
            slots);
      }
    }
  }

  void limitChannels(long most) {
    List<Need> channels = new ArrayList<>();
    fulfilled.forEach(
        (id, needs) -> {
          if (id.kind().equals(Topic.KIND)) {
            channels.addAll(needs);
          }
        });
    long topics = resources.keySet().stream().filter(id -> id.kind().equals(Topic.KIND)).count();
    if (topics > most) {
      broken.add(
          new LimitBroken(
              MemoryTransport.MAX_CHANNELS,
              "This broker takes %d channels; %d are needed. Raise its setting '%s' or retire some."
                  .formatted(most, topics, MemoryTransport.MAX_CHANNELS),
              Set.copyOf(channels)));
    }
  }

  Rendering done() {
    boolean stores = resources.keySet().stream().anyMatch(id -> id.kind().equals(Topic.KIND));
    return new Rendering(
        resources.values().stream()
            .sorted(MemoryRendering::inOrder)
            .map(this::withoutAbsent)
            .toList(),
        fulfilled,
        broken,
        stores ? List.of(price("storage", "0.10"), price("traffic", "0.02")) : List.of());
  }

  private static int inOrder(Resource one, Resource other) {
    int byKind = Integer.compare(KINDS.indexOf(one.id().kind()), KINDS.indexOf(other.id().kind()));
    return byKind == 0 ? one.id().name().compareTo(other.id().name()) : byKind;
  }

  private void channel(Need.Channel channel) {
    ChannelShape shape = channel.shape();
    String name = blueprint.address(channel.id()).value();
    Map<String, String> attributes = new TreeMap<>();
    attributes.put(Topic.PARTITIONS, Integer.toString(shape.partitions()));
    attributes.put(Topic.RETENTION, shape.retention().toString());
    attributes.put(Topic.MAX_SIZE, Long.toString(shape.maxSize().bytes()));
    if (shape.retainedSize() != null) {
      attributes.put(Topic.RETAINED_SIZE, Long.toString(shape.retainedSize().bytes()));
    }
    Resource topic = Resource.of(Topic.KIND, name, attributes);
    limitShape(channel, name);
    put(topic, channel);
  }

  private void limitShape(Need.Channel channel, String name) {
    int partitions = channel.shape().partitions();
    long most = capabilities.contains(Capability.PARTITIONS) ? MAX_PARTITIONS : 1;
    if (partitions > most || partitions < 1) {
      broken.add(
          MemoryBlueprint.broken(
              "partitions",
              "Channel '%s' needs %d partitions; between 1 and %d are allowed. Ask for that many."
                  .formatted(name, partitions, most),
              channel));
    }
    long size = channel.shape().maxSize().bytes();
    if (size > MemoryWrites.LIMITS.maxEventBytes()) {
      broken.add(
          MemoryBlueprint.broken(
              "maxSize",
              "Channel '%s' needs events of %d bytes; at most %d are allowed. Ask for less."
                  .formatted(name, size, MemoryWrites.LIMITS.maxEventBytes()),
              channel));
    }
  }

  private void acl(Acl acl, Need need, String topic) {
    if (!capabilities.contains(Capability.ACCESS_CONTROL)) {
      return;
    }
    if (acl.principal().length() > MAX_PRINCIPAL) {
      broken.add(
          MemoryBlueprint.broken(
              "principal",
              "Principal '%.40s…' has %d characters; at most %d are allowed. Name a shorter one."
                  .formatted(acl.principal(), acl.principal().length(), MAX_PRINCIPAL),
              need));
    }
    ResourceId named = new ResourceId(Topic.KIND, topic);
    // Channels come before rights: the topic's own id is kept once, not once a rule.
    Resource channel = resources.get(named);
    ResourceId topicId = channel == null ? named : channel.id();
    put(new Resource(acl.id(), new TreeMap<>(acl.attributes()), Set.of(topicId)), need);
  }

  /** A resource of several needs depends on what each of them makes it depend on. */
  private void put(Resource resource, Need need) {
    resources.merge(
        resource.id(),
        resource,
        (before, now) -> {
          if (!before.attributes().equals(now.attributes())) {
            broken.add(
                MemoryBlueprint.broken(
                    "shape",
                    "'%s' is asked for in two shapes; ask for one.".formatted(before.id()),
                    need));
          }
          if (before.dependsOn().containsAll(now.dependsOn())) {
            return before;
          }
          Set<ResourceId> both = new LinkedHashSet<>(before.dependsOn());
          both.addAll(now.dependsOn());
          return new Resource(before.id(), before.attributes(), both);
        });
    fulfilled.computeIfAbsent(resource.id(), any -> new LinkedHashSet<>()).add(need);
  }

  /** What is needed of a channel that nobody needs here depends on nothing here. */
  private Resource withoutAbsent(Resource resource) {
    if (resources.keySet().containsAll(resource.dependsOn())) {
      return resource;
    }
    Set<ResourceId> there = new LinkedHashSet<>(resource.dependsOn());
    there.retainAll(resources.keySet());
    return new Resource(resource.id(), resource.attributes(), there);
  }

  private static PriceItem price(String what, String unitPrice) {
    return new PriceItem(
        what,
        what.equals("storage") ? "GiB-month" : "GiB",
        null,
        new BigDecimal(unitPrice),
        "EUR",
        "the reference transport's own price list",
        LocalDate.of(2026, 11, 1),
        null);
  }
}
