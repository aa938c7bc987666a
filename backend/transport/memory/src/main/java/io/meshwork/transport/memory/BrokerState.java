package io.meshwork.transport.memory;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.InstallationId;
import io.meshwork.model.MeshException;
import io.meshwork.transport.spi.ConsumerGroup;
import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.Identity;
import io.meshwork.transport.spi.LinkPartition;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.ResourceId;
import io.meshwork.transport.spi.SlotId;
import io.meshwork.transport.spi.TransportError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All that a broker keeps, and what a backup of it holds. Guarded by the broker's lock. */
final class BrokerState {
  /** A resource that is there; a topic has its events too. */
  record Held(Resource resource, Identity identity, @Nullable Topic topic) {}

  /** A principal's secret, and the installation that made it, {@code null}: somebody else did. */
  record Login(String secret, @Nullable InstallationId madeBy) {}

  /** A crossing and when the broker committed it. */
  record Committed(Instant at, Crossing crossing) {}

  final Map<ResourceId, Held> resources = new TreeMap<>();
  final Map<ResourceId, Mark> marks = new TreeMap<>();
  final Map<String, Login> logins = new TreeMap<>();
  final Map<String, Group> groups = new TreeMap<>();
  final Map<String, Map<LinkPartition, Position>> slotPositions = new TreeMap<>();
  final Map<LinkPartition, Position> positions = new LinkedHashMap<>();
  final List<Committed> crossings = new ArrayList<>();

  @Nullable Topic topic(ChannelAddress channel) {
    Held held = resources.get(new ResourceId(Topic.KIND, channel.value()));
    return held == null ? null : held.topic();
  }

  Topic topicOrRefuse(ChannelAddress channel) {
    Topic topic = topic(channel);
    if (topic == null) {
      throw notThere(channel.value());
    }
    return topic;
  }

  static MeshException notThere(String what) {
    return new MeshException(
        TransportError.CHANNEL_NOT_FOUND,
        "'%s' is not there; deploy the plan that makes it.".formatted(what));
  }

  void put(Resource resource, Identity identity) {
    Topic topic =
        resource.id().kind().equals(Topic.KIND) ? new Topic(identity.value(), resource) : null;
    resources.put(resource.id(), new Held(resource, identity, topic));
  }

  void reshape(Held held, Resource to) {
    resources.put(to.id(), new Held(to, held.identity(), held.topic()));
    if (held.topic() != null) {
      held.topic().reshape(to);
    }
  }

  void remove(ResourceId id) {
    resources.remove(id);
    if (id.kind().equals(Topic.KIND)) {
      groups.values().forEach(group -> group.forget(id.name()));
    }
  }

  /** Refuses a principal without the grant; {@code null} is the administrator. */
  void demand(@Nullable String principal, Acl.Operation operation, Acl.Target on, String name) {
    if (principal == null) {
      return;
    }
    if (!Acl.allows(resources.keySet(), new Acl(operation, on, name, principal))) {
      throw new MeshException(
          TransportError.NOT_AUTHORIZED,
          "Principal '%s' may not %s %s '%s'.".formatted(principal, operation, on, name));
    }
  }

  void administer(@Nullable String principal) {
    if (principal != null) {
      throw new MeshException(
          TransportError.NOT_AUTHORIZED,
          "Principal '%s' may not administer this broker.".formatted(principal));
    }
  }

  void commit(SlotId slot, List<Crossing> committed, Instant now) {
    for (Crossing crossing : committed) {
      LinkPartition key = new LinkPartition(crossing.link(), crossing.source());
      slotPositions
          .computeIfAbsent(key(slot), any -> new LinkedHashMap<>())
          .put(key, crossing.through());
      positions.put(key, crossing.through());
      crossings.add(new Committed(now, crossing));
    }
  }

  static String key(SlotId slot) {
    return slot.group().name() + "#" + slot.number();
  }

  List<ConsumerGroup> consumers(ChannelAddress channel) {
    Topic topic = topic(channel);
    List<ConsumerGroup> readers = new ArrayList<>();
    if (topic != null) {
      groups.forEach((name, group) -> group.describe(name, channel, topic).ifPresent(readers::add));
    }
    return readers;
  }

  BrokerState copy() {
    BrokerState copy = new BrokerState();
    resources.forEach(
        (id, held) ->
            copy.resources.put(
                id,
                new Held(
                    held.resource(),
                    held.identity(),
                    held.topic() == null ? null : held.topic().copy())));
    copy.marks.putAll(marks);
    copy.logins.putAll(logins);
    groups.forEach((name, group) -> copy.groups.put(name, group.copy()));
    slotPositions.forEach((slot, map) -> copy.slotPositions.put(slot, new LinkedHashMap<>(map)));
    copy.positions.putAll(positions);
    copy.crossings.addAll(crossings);
    return copy;
  }
}
