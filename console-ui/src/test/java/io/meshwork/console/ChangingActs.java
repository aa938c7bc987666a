package io.meshwork.console;

import io.meshwork.api.PlanAllowances;
import io.meshwork.api.PlanAllowances.Named;
import io.meshwork.console.ViewActionsIT.Act;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.deployment.plan.Plans;
import io.meshwork.deployment.run.Deployments;
import io.meshwork.model.PublicationName;
import java.util.List;
import java.util.UUID;

/** What can be changed on the pages of plans and deployments, each where it is offered. */
final class ChangingActs {
  private static final String PLANS = "provisioning/plans/";

  private final UUID growing;
  private final UUID foreign;
  private final UUID frozen;
  private final UUID ending;

  ChangingActs(Actor operator) {
    ChangingWorld world = new ChangingWorld(operator, "shop", "acts-place");
    world.apply(world.type("grown", 1) + world.publication("grown"));
    world.apply(world.type("ended", 1) + world.publication("ended"));
    world.deploy();
    world.publish("acts-place.ended");
    world.retire(new PublicationName("acts-place-ended"));
    ending = world.deploy();
    growing = world.plan(world.type("grown", 4)).id();
    world.foreign("acts-place.taken");
    foreign = world.plan(world.type("taken", 1) + world.publication("taken")).id();
    ChangingWorld cold = new ChangingWorld(operator, "shop", "acts-cold");
    cold.region(
        ", freezeWindows: [{from: '2020-01-01T00:00:00Z', until: '2999-01-01T00:00:00Z', reason: peak}]");
    frozen = cold.plan(cold.type("late", 1) + cold.publication("late")).id();
  }

  List<Act> ofPlan(Actor operator, Actor member, Actor reader) {
    return List.of(
        new Act(
            PLANS + growing,
            "allow-named",
            member,
            reader,
            actor ->
                plans()
                    .renew(
                        actor,
                        growing,
                        new PlanAllowances(List.of(), List.of(named("topic acts-place.grown"))))),
        new Act(
            PLANS + foreign,
            "allow-named",
            operator,
            member,
            actor ->
                plans()
                    .renew(
                        actor,
                        foreign,
                        new PlanAllowances(List.of(named("topic acts-place.taken")), List.of()))),
        new Act(
            PLANS + growing,
            "recompute-plan",
            member,
            reader,
            actor -> plans().renew(actor, growing, PlanAllowances.NONE)),
        new Act(
            PLANS + frozen,
            "apply-despite-freeze",
            operator,
            member,
            actor -> deployments().start(actor, frozen, "It burns.")));
  }

  List<Act> ofDeployment(Actor member, Actor reader) {
    String address = "provisioning/deployments/" + ending;
    return List.of(
        new Act(
            address,
            "undo-deployment",
            member,
            reader,
            actor -> plans().undo(actor, ending, PlanAllowances.NONE)),
        new Act(
            address,
            "end-wait",
            member,
            reader,
            actor -> deployments().hurry(actor, ending, "It burns.", List.of())));
  }

  private static Named named(String resource) {
    return new Named("mem-acts-place", resource, "It burns.");
  }

  private static Plans plans() {
    return ViewFixture.bean(Plans.class);
  }

  private static Deployments deployments() {
    return ViewFixture.bean(Deployments.class);
  }
}
