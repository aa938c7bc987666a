package io.meshwork.planner;

import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelId;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.Name;
import io.meshwork.model.catalog.GrantKey;
import io.meshwork.transport.spi.Need;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.ResourceId;
import io.meshwork.transport.spi.SlotGroup;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which resources of one broker a scope causes, and which those and the new links need. */
final class Requirements {
  private final DesiredBroker broker;
  private final BrokerName name;
  private final ScopeView scope;
  private final Map<ResourceId, Resource> resources = new HashMap<>();
  private final Map<ChannelId, List<ResourceId>> channels = new HashMap<>();
  private final Map<SlotGroup, List<ResourceId>> groups = new HashMap<>();
  private final Set<ResourceId> required = new HashSet<>();

  Requirements(BrokerName name, DesiredBroker broker, ScopeView scope, Settled settled) {
    this.broker = broker;
    this.name = name;
    this.scope = scope;
    broker.rendering().resources().forEach(resource -> resources.put(resource.id(), resource));
    broker.rendering().needs().forEach(this::index);
    if (scope.isMesh() || scope.contains(name) || scope.contains(broker.region())) {
      required.addAll(resources.keySet());
    } else {
      broker
          .rendering()
          .needs()
          .forEach(
              (id, needs) -> {
                if (needs.stream().anyMatch(need -> isCaused(need, settled))) {
                  require(List.of(id));
                }
              });
    }
  }

  private void index(ResourceId id, Set<Need> needs) {
    for (Need need : needs) {
      switch (need) {
        case Need.Channel channel ->
            channels.computeIfAbsent(channel.id(), ignored -> new ArrayList<>()).add(id);
        case Need.Slots slots ->
            groups.computeIfAbsent(slots.group(), ignored -> new ArrayList<>()).add(id);
        case Need.Publish ignored -> {}
        case Need.Read ignored -> {}
      }
    }
  }

  private boolean isCaused(Need need, Settled settled) {
    if (scope.containsAny(need.causes())) {
      return true;
    }
    Tree tree = need instanceof Need.Read read ? Tree.of(read.channel()) : null;
    return tree != null
        && need instanceof Need.Read read
        && settled.joins(new GrantKey(read.subscription(), tree.eventType()), tree);
  }

  /** Takes in what a link needs at this broker. */
  void require(DesiredLink link) {
    require(ofLink(link));
  }

  /** The resources at this broker that a link needs. */
  Set<ResourceId> ofLink(DesiredLink link) {
    Set<ResourceId> ids = new HashSet<>();
    if (link.from().broker().equals(name)) {
      ids.addAll(channels.getOrDefault(link.from().channel(), List.of()));
    }
    if (link.to().broker().equals(name)) {
      ids.addAll(channels.getOrDefault(link.to().channel(), List.of()));
      ids.addAll(groups.getOrDefault(link.group(), List.of()));
    }
    return ids;
  }

  private void require(Collection<ResourceId> ids) {
    Deque<ResourceId> open = new ArrayDeque<>(ids);
    for (ResourceId id = open.poll(); id != null; id = open.poll()) {
      Resource resource = resources.get(id);
      if (resource != null && required.add(id)) {
        open.addAll(resource.dependsOn());
        for (Need need : needs(id)) {
          ChannelId channel = accessed(need);
          if (channel != null) {
            open.addAll(channels.getOrDefault(channel, List.of()));
          }
        }
      }
    }
  }

  private static @Nullable ChannelId accessed(Need need) {
    return switch (need) {
      case Need.Publish publish -> publish.channel();
      case Need.Read read -> read.channel();
      case Need.Channel ignored -> null;
      case Need.Slots ignored -> null;
    };
  }

  Set<Need> needs(ResourceId id) {
    return broker.rendering().needs().getOrDefault(id, Set.of());
  }

  boolean isRequired(ResourceId id) {
    return required.contains(id);
  }

  boolean isEmpty() {
    return required.isEmpty();
  }

  boolean isDesired(ResourceId id) {
    return resources.containsKey(id);
  }

  /** Whether the scope may change the shape of a resource that is there. */
  boolean mayChange(ResourceId id) {
    return scope.isMesh()
        || scope.contains(name)
        || needs(id).stream().anyMatch(need -> scope.containsAny(shapers(need)));
  }

  /** The catalog's entries that a resource's shape follows from. */
  private static Collection<? extends Name> shapers(Need need) {
    EventTypeName type = need instanceof Need.Channel channel ? typeOf(channel.id()) : null;
    return type == null ? need.causes() : List.of(type);
  }

  private static @Nullable EventTypeName typeOf(ChannelId channel) {
    Tree tree = Tree.of(channel);
    return tree == null ? null : tree.eventType();
  }

  /** Everybody who asks for a resource. */
  Set<Name> causes(ResourceId id) {
    Set<Name> causes = new HashSet<>();
    needs(id).forEach(need -> causes.addAll(need.causes()));
    return causes;
  }

  /** Everybody who asks for a resource to be as it is. */
  Set<Name> shapeCauses(ResourceId id) {
    Set<Name> causes = new HashSet<>();
    needs(id).forEach(need -> causes.addAll(shapers(need)));
    return causes;
  }

  /** Everybody in the scope who asks for anything here. */
  Set<Name> causes() {
    Set<Name> causes = new HashSet<>();
    required.forEach(id -> causes.addAll(causes(id)));
    return causes;
  }
}
