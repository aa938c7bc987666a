package io.meshwork.planner;

import io.meshwork.model.BrokerName;
import io.meshwork.model.Name;
import io.meshwork.model.catalog.GrantKey;
import io.meshwork.transport.spi.Observation;
import io.meshwork.transport.spi.ObservedResource;
import io.meshwork.transport.spi.Ownership;
import io.meshwork.transport.spi.ResourceId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What can be told of the present: which grants have been served before, and which trees a scope is
 * about. A grant that was never served is its team's pending change and goes out with no other
 * scope.
 */
final class Settled {
  private final DesiredState desired;
  private final MeshObservation observed;
  private final ScopeView scope;
  private final Set<Tree> opening = new HashSet<>();
  private @Nullable Set<GrantKey> served;

  Settled(DesiredState desired, MeshObservation observed, ScopeView scope) {
    this.desired = desired;
    this.observed = observed;
    this.scope = scope;
    if (!scope.isMesh()) {
      desired.brokers().forEach(this::addOpening);
    }
  }

  private void addOpening(BrokerName name, DesiredBroker broker) {
    if (observed.brokers().get(name) instanceof BrokerView.Seen(var observation)) {
      CauseIndex index = broker.causeIndex();
      index
          .entries()
          .forEach(
              (tree, publications) -> {
                if (isScoped(tree, publications)
                    && !isThere(index.publishing().getOrDefault(tree, List.of()), observation)) {
                  opening.add(tree);
                }
              });
    }
  }

  private static boolean isThere(List<ResourceId> ids, Observation observation) {
    return observation.resources().keySet().containsAll(ids);
  }

  private Set<GrantKey> served() {
    Set<GrantKey> known = served;
    if (known == null) {
      known = new HashSet<>();
      for (AppliedManifest manifest : observed.applied().values()) {
        for (DesiredLink link : manifest.links().values()) {
          for (var name : link.demands().keySet()) {
            known.add(new GrantKey(name, link.eventType()));
          }
        }
      }
      for (Map.Entry<BrokerName, DesiredBroker> each : desired.brokers().entrySet()) {
        BrokerName name = each.getKey();
        if (observed.brokers().get(name) instanceof BrokerView.Seen(var observation)) {
          addReaders(
              known,
              each.getValue().causeIndex(),
              observation.resources(),
              observed.causes().getOrDefault(name, Map.of()));
        }
      }
      served = known;
    }
    return known;
  }

  /** A rule that several subscriptions share proves nothing, unless it was applied for them. */
  private static void addReaders(
      Set<GrantKey> served,
      CauseIndex index,
      Map<ResourceId, ObservedResource> there,
      Map<ResourceId, Set<Name>> causes) {
    index
        .readings()
        .forEach(
            (tree, readings) -> {
              for (CauseIndex.Reading reading : readings) {
                ObservedResource resource = there.get(reading.id());
                if (resource != null
                    && resource.ownership() instanceof Ownership.Ours
                    && (reading.alone()
                        || causes
                            .getOrDefault(reading.id(), Set.of())
                            .contains(reading.need().subscription()))) {
                  served.add(new GrantKey(reading.need().subscription(), tree.eventType()));
                }
              }
            });
  }

  /** The trees into which the scope brings a publication that was not there before. */
  Set<Tree> opening() {
    return opening;
  }

  /**
   * Whether a grant of others goes out with the scope: it is served already, and the scope brings a
   * publication that was not there before.
   */
  boolean joins(GrantKey grant, Tree tree) {
    return opening.contains(tree) && served().contains(grant);
  }

  /** Whether anybody publishes into the tree. */
  boolean isPublished(Tree tree) {
    return publications(tree) != null;
  }

  /** Whether the scope holds the event type or a publication that feeds the tree now. */
  boolean isScoped(Tree tree) {
    Set<Name> publications = publications(tree);
    return isScoped(tree, publications == null ? Set.of() : publications);
  }

  private boolean isScoped(Tree tree, Set<Name> publications) {
    return scope.contains(tree.eventType()) || scope.containsAny(publications);
  }

  private @Nullable Set<Name> publications(Tree tree) {
    DesiredBroker broker = desired.brokers().get(tree.origin());
    return broker == null ? null : broker.causeIndex().entries().get(tree);
  }
}
