package io.meshwork.deployment.plan;

import io.meshwork.deployment.execution.Cause;
import io.meshwork.deployment.execution.Step;
import io.meshwork.model.Name;
import io.meshwork.model.TeamName;
import io.meshwork.planner.Action;
import io.meshwork.planner.DesiredLink;
import io.meshwork.planner.Plan;
import io.meshwork.transport.spi.Operation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Turns a plan's actions into the steps that are executed. */
final class Steps {
  private Steps() {}

  /** One step an action, numbered from 1. */
  static List<Step> of(Plan plan, Map<Name, TeamName> owners) {
    List<Step> steps = new ArrayList<>();
    for (Action action : plan.actions()) {
      steps.add(step(steps.size() + 1, action, owners));
    }
    return steps;
  }

  private static Step step(int number, Action action, Map<Name, TeamName> owners) {
    List<Cause> causes = causes(action.terms().causes(), owners);
    return switch (action) {
      case Action.CreateResource create ->
          new Step.OnBroker(
              number, create.broker(), new Operation.Create(create.resource()), causes);
      case Action.ChangeResource change ->
          new Step.OnBroker(
              number,
              change.broker(),
              new Operation.Change(change.from(), change.to(), change.identity()),
              causes);
      case Action.AdoptResource adopt ->
          new Step.OnBroker(
              number,
              adopt.broker(),
              new Operation.Adopt(adopt.resource().id(), adopt.identity()),
              causes);
      case Action.WithdrawAccess withdraw ->
          new Step.OnBroker(
              number,
              withdraw.broker(),
              new Operation.Delete(withdraw.id(), withdraw.identity()),
              causes);
      case Action.DeleteResource delete ->
          new Step.OnBroker(
              number,
              delete.broker(),
              new Operation.Delete(delete.resource().id(), delete.identity()),
              causes);
      case Action.ReleaseResource release ->
          new Step.OnBroker(
              number,
              release.broker(),
              new Operation.Release(release.resource().id(), release.identity()),
              causes);
      case Action.SwitchManifest change ->
          new Step.Switch(number, change.region(), links(change, owners));
    };
  }

  private static List<Step.LinkChange> links(
      Action.SwitchManifest change, Map<Name, TeamName> owners) {
    List<Step.LinkChange> links = new ArrayList<>();
    for (DesiredLink link : change.added()) {
      links.add(new Step.LinkChange(link.id(), null, link, causes(link.causes(), owners)));
    }
    for (Action.LinkChange link : change.changed()) {
      links.add(
          new Step.LinkChange(
              link.after().id(),
              link.before(),
              link.after(),
              causes(link.after().causes(), owners)));
    }
    for (DesiredLink link : change.removed()) {
      links.add(new Step.LinkChange(link.id(), link, null, List.of()));
    }
    return links;
  }

  private static List<Cause> causes(Collection<Name> names, Map<Name, TeamName> owners) {
    return names.stream().map(name -> new Cause(name, owners.get(name))).toList();
  }
}
