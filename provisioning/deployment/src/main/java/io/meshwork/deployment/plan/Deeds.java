package io.meshwork.deployment.plan;

import io.meshwork.api.DeploymentDocument;
import io.meshwork.api.DeploymentDocument.StepState;
import io.meshwork.api.PlanDocument.AttributeChange;
import io.meshwork.deployment.execution.Step;
import io.meshwork.deployment.store.PlanContent;
import io.meshwork.planner.Deed;
import io.meshwork.transport.spi.Operation;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.ResourceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a deployment did: its steps that are done, and those of which nobody knows. */
final class Deeds {
  private Deeds() {}

  static List<Deed> of(PlanContent content, DeploymentDocument deployment) {
    Map<Integer, StepState> states = new HashMap<>();
    deployment.steps().forEach(step -> states.put(step.action(), step.state()));
    List<Deed> deeds = new ArrayList<>();
    for (Step step : content.steps()) {
      if (mayHaveHappened(states.getOrDefault(step.number(), StepState.PENDING))) {
        switch (step) {
          case Step.OnBroker onBroker -> deeds.add(deed(onBroker, content));
          case Step.Switch change ->
              change
                  .links()
                  .forEach(
                      link ->
                          deeds.add(
                              new Deed.Linked(
                                  change.region(), link.id(), link.before(), link.after())));
        }
      }
    }
    return deeds;
  }

  private static boolean mayHaveHappened(StepState state) {
    return switch (state) {
      case DONE, RUNNING, FAILED -> true;
      case PENDING, WAITING, SKIPPED -> false;
    };
  }

  private static Deed deed(Step.OnBroker step, PlanContent content) {
    return switch (step.operation()) {
      case Operation.Create(var resource) -> new Deed.Made(step.broker(), resource);
      case Operation.Change(var from, var to, var identity) ->
          new Deed.Changed(step.broker(), from, to, identity);
      case Operation.Delete(var id, _) ->
          new Deed.Ended(step.broker(), before(id, step.number(), content));
      case Operation.Adopt(var id, var identity) ->
          new Deed.Adopted(step.broker(), bare(id), identity);
      case Operation.Release(var id, var identity) ->
          new Deed.Released(step.broker(), bare(id), identity);
    };
  }

  /** What was deleted, as its plan saw it. */
  private static Resource before(ResourceId id, int number, PlanContent content) {
    TreeMap<String, String> attributes = new TreeMap<>();
    for (AttributeChange change : content.document().actions().get(number - 1).changes()) {
      String value = change.before();
      if (value != null) {
        attributes.put(change.name(), value);
      }
    }
    return new Resource(id, attributes, Set.of());
  }

  private static Resource bare(ResourceId id) {
    return new Resource(id, new TreeMap<>(), Set.of());
  }
}
