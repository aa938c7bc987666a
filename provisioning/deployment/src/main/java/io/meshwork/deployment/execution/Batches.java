package io.meshwork.deployment.execution;

import io.meshwork.model.BrokerName;
import io.meshwork.transport.spi.Deployer;
import io.meshwork.transport.spi.Operation;
import io.meshwork.transport.spi.ResourceId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Cuts steps into what may be asked for in one call.
 *
 * <p>Invariant: whatever a step needs, and whatever stands before it in the plan for the same
 * broker and resource, is in an earlier batch. Steps on different brokers never need one another
 * between two switches, so they are grouped there.
 */
final class Batches {
  private Batches() {}

  static List<List<? extends Step>> of(List<Step> steps) {
    List<List<? extends Step>> batches = new ArrayList<>();
    Map<BrokerName, List<Step.OnBroker>> byBroker = new LinkedHashMap<>();
    for (Step step : steps) {
      switch (step) {
        case Step.OnBroker onBroker ->
            byBroker.computeIfAbsent(onBroker.broker(), _ -> new ArrayList<>()).add(onBroker);
        case Step.Switch change -> {
          byBroker.values().forEach(group -> cut(group, batches));
          byBroker.clear();
          batches.add(List.of(change));
        }
      }
    }
    byBroker.values().forEach(group -> cut(group, batches));
    return batches;
  }

  private static void cut(List<Step.OnBroker> group, List<List<? extends Step>> batches) {
    List<Step.OnBroker> batch = new ArrayList<>();
    Set<ResourceId> inBatch = new HashSet<>();
    for (Step.OnBroker step : group) {
      if (batch.size() == Deployer.MAX_BATCH || dependsOn(step.operation(), inBatch)) {
        batches.add(List.copyOf(batch));
        batch.clear();
        inBatch.clear();
      }
      batch.add(step);
      inBatch.add(step.operation().id());
    }
    if (!batch.isEmpty()) {
      batches.add(List.copyOf(batch));
    }
  }

  private static boolean dependsOn(Operation operation, Set<ResourceId> earlier) {
    if (earlier.contains(operation.id())) {
      return true;
    }
    return switch (operation) {
      case Operation.Create(var resource) ->
          resource.dependsOn().stream().anyMatch(earlier::contains);
      case Operation.Change(_, var to, _) -> to.dependsOn().stream().anyMatch(earlier::contains);
      // What was deleted before may have stood on this one.
      case Operation.Delete(var id, _) ->
          earlier.stream().anyMatch(other -> !other.kind().equals(id.kind()));
      case Operation.Adopt _, Operation.Release _ -> false;
    };
  }
}
