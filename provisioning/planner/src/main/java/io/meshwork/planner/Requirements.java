package io.meshwork.planner;

import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelId;
import io.meshwork.model.Name;
import io.meshwork.model.catalog.GrantKey;
import io.meshwork.transport.spi.Need;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.ResourceId;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which resources of one broker a scope causes, and which those and the new links need. */
final class Requirements {
  private final DesiredBroker broker;
  private final BrokerName name;
  private final ScopeView scope;
  private final BrokerIndex index;

  /** Everything here is the scope's. */
  private final boolean whole;

  private final Set<ResourceId> required = new HashSet<>();

  Requirements(BrokerName name, DesiredBroker broker, ScopeView scope, Settled settled) {
    this.broker = broker;
    this.name = name;
    this.scope = scope;
    this.index = broker.index();
    this.whole = scope.isMesh() || scope.contains(name) || scope.contains(broker.region());
    if (!whole) {
      CauseIndex causes = broker.causeIndex();
      require(causes.caused(scope));
      for (Tree tree : settled.opening()) {
        for (CauseIndex.Reading reading : causes.readings().getOrDefault(tree, List.of())) {
          GrantKey grant = new GrantKey(reading.need().subscription(), tree.eventType());
          if (settled.joins(grant, tree)) {
            require(List.of(reading.id()));
          }
        }
      }
    }
  }

  /** Takes in what a link needs at this broker. */
  void require(DesiredLink link) {
    require(ofLink(link));
  }

  /** The resources at this broker that a link needs. */
  Set<ResourceId> ofLink(DesiredLink link) {
    Set<ResourceId> ids = new HashSet<>();
    if (link.from().broker().equals(name)) {
      ids.addAll(index.ofChannel(link.from().channel()));
    }
    if (link.to().broker().equals(name)) {
      ids.addAll(index.ofChannel(link.to().channel()));
      ids.addAll(index.ofGroup(link.group()));
      LinkEnd dead = link.deadLetters();
      if (dead != null) {
        ids.addAll(index.ofChannel(dead.channel()));
      }
    }
    return ids;
  }

  private void require(Collection<ResourceId> ids) {
    if (whole) {
      return;
    }
    Deque<ResourceId> open = new ArrayDeque<>(ids);
    for (ResourceId id = open.poll(); id != null; id = open.poll()) {
      Resource resource = index.resource(id);
      if (resource != null && required.add(id)) {
        open.addAll(resource.dependsOn());
        for (Need need : needs(id)) {
          ChannelId channel = accessed(need);
          if (channel != null) {
            open.addAll(index.ofChannel(channel));
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
    return whole ? index.holds(id) : required.contains(id);
  }

  boolean isEmpty() {
    return whole ? broker.rendering().resources().isEmpty() : required.isEmpty();
  }

  /** What may have to be made or changed, dependencies before dependants. */
  List<Resource> candidates() {
    if (whole) {
      return broker.rendering().resources();
    }
    Set<ResourceId> ids = new HashSet<>(required);
    ids.addAll(broker.causeIndex().shaped(scope));
    return index.inOrder(ids);
  }

  boolean isDesired(ResourceId id) {
    return index.holds(id);
  }

  /** Whether the scope may change the shape of a resource that is there. */
  boolean mayChange(ResourceId id) {
    return scope.isMesh()
        || scope.contains(name)
        || needs(id).stream().anyMatch(need -> scope.containsAny(CauseIndex.shapers(need)));
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
    needs(id).forEach(need -> causes.addAll(CauseIndex.shapers(need)));
    return causes;
  }

  /** Everybody in the scope who asks for anything here. */
  Set<Name> causes() {
    Set<Name> causes = new HashSet<>();
    if (whole) {
      broker.rendering().resources().forEach(resource -> causes.addAll(causes(resource.id())));
    } else {
      required.forEach(id -> causes.addAll(causes(id)));
    }
    return causes;
  }
}
