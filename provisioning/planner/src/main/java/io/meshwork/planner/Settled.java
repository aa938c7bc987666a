package io.meshwork.planner;

import io.meshwork.model.ChannelId;
import io.meshwork.model.Name;
import io.meshwork.model.catalog.GrantKey;
import io.meshwork.transport.spi.Need;
import io.meshwork.transport.spi.ObservedResource;
import io.meshwork.transport.spi.Ownership;
import io.meshwork.transport.spi.ResourceId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What can be told of the present: which grants have been served before, and which trees a scope is
 * about. A grant that was never served is its team's pending change and goes out with no other
 * scope.
 */
final class Settled {
  private final Set<GrantKey> served = new HashSet<>();
  private final Map<Tree, Set<Name>> publications = new HashMap<>();
  private final Set<Tree> unpublished = new HashSet<>();
  private final ScopeView scope;

  Settled(DesiredState desired, MeshObservation observed, ScopeView scope) {
    this.scope = scope;
    if (scope.isMesh()) {
      return;
    }
    for (AppliedManifest manifest : observed.applied().values()) {
      for (DesiredLink link : manifest.links().values()) {
        link.demands().keySet().forEach(name -> served.add(new GrantKey(name, link.eventType())));
      }
    }
    desired
        .brokers()
        .forEach(
            (name, broker) -> {
              for (Need need : broker.needs().needs()) {
                if (need instanceof Need.Channel channel
                    && channel.id() instanceof ChannelId.Entry entry) {
                  publications.put(new Tree(entry.eventType(), name), channel.causes());
                }
              }
              if (observed.brokers().get(name) instanceof BrokerView.Seen(var observation)) {
                addUnpublished(broker, observation.resources().keySet());
                addReaders(
                    broker,
                    observation.resources(),
                    observed.causes().getOrDefault(name, Map.of()));
              }
            });
  }

  private void addUnpublished(DesiredBroker broker, Set<ResourceId> there) {
    broker
        .rendering()
        .needs()
        .forEach(
            (id, needs) -> {
              if (!there.contains(id)) {
                for (Need need : needs) {
                  Tree tree = published(need);
                  if (tree != null) {
                    unpublished.add(tree);
                  }
                }
              }
            });
  }

  private static @Nullable Tree published(Need need) {
    return switch (need) {
      case Need.Publish publish -> Tree.of(publish.channel());
      case Need.Channel channel ->
          channel.id() instanceof ChannelId.Entry ? Tree.of(channel.id()) : null;
      case Need.Read ignored -> null;
      case Need.Slots ignored -> null;
    };
  }

  /** A rule that several subscriptions share proves nothing, unless it was applied for them. */
  private void addReaders(
      DesiredBroker broker,
      Map<ResourceId, ObservedResource> there,
      Map<ResourceId, Set<Name>> causes) {
    broker
        .rendering()
        .needs()
        .forEach(
            (id, needs) -> {
              ObservedResource observed = there.get(id);
              if (observed == null || !(observed.ownership() instanceof Ownership.Ours)) {
                return;
              }
              Set<Name> applied = causes.getOrDefault(id, Set.of());
              for (Need need : needs) {
                Tree tree = need instanceof Need.Read read ? Tree.of(read.channel()) : null;
                if (tree != null
                    && need instanceof Need.Read read
                    && (needs.size() == 1 || applied.contains(read.subscription()))) {
                  served.add(new GrantKey(read.subscription(), tree.eventType()));
                }
              }
            });
  }

  /**
   * Whether a grant of others goes out with the scope: it is served already, and the scope brings a
   * publication that was not there before.
   */
  boolean joins(GrantKey grant, Tree tree) {
    return served.contains(grant) && unpublished.contains(tree) && isScoped(tree);
  }

  /** Whether anybody publishes into the tree. */
  boolean isPublished(Tree tree) {
    return publications.containsKey(tree);
  }

  /** Whether the scope holds the event type or a publication that feeds the tree now. */
  boolean isScoped(Tree tree) {
    return scope.contains(tree.eventType())
        || scope.containsAny(publications.getOrDefault(tree, Set.of()));
  }
}
