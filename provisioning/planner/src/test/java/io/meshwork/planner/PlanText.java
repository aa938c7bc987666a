package io.meshwork.planner;

import java.util.Locale;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** Writes desired states and plans for people: what golden files hold. */
final class PlanText {
  private PlanText() {}

  static String of(DesiredState state) {
    StringBuilder text = new StringBuilder("desired state of revision " + state.revision() + "\n");
    state
        .brokers()
        .forEach(
            (name, broker) -> {
              text.append("\nbroker %s in %s\n".formatted(name, broker.region()));
              broker
                  .rendering()
                  .resources()
                  .forEach(
                      resource ->
                          text.append(
                              "  %s%s\n"
                                  .formatted(
                                      resource.id(),
                                      resource.attributes().isEmpty()
                                          ? ""
                                          : " " + resource.attributes())));
            });
    state
        .manifests()
        .forEach(
            (region, links) -> {
              text.append("\nmanifest of %s\n".formatted(region));
              links.values().forEach(link -> text.append(of(link)));
            });
    text.append("\nroutes\n");
    for (Route route : state.routes()) {
      text.append(
          "  %s to %s: %s, group %s, reads %s%s\n"
              .formatted(
                  route.grant().eventType(),
                  route.grant().subscription(),
                  word(route.mode()),
                  route.consumerGroup(),
                  route.reads().stream().map(LinkEnd::address).toList(),
                  route.paused() ? ", paused" : ""));
      route.links().forEach(link -> text.append("    by ").append(link).append('\n'));
    }
    state.refusals().forEach(refusal -> text.append(of(refusal)));
    return text.toString();
  }

  private static String of(DesiredLink link) {
    return "  %s %s\n    %s/%s (%d) to %s/%s (%d)\n    %s, starts %s, passes %s, for %s\n"
        .formatted(
            word(link.kind()),
            link.id(),
            link.from().broker(),
            link.from().address(),
            link.from().partitions(),
            link.to().broker(),
            link.to().address(),
            link.to().partitions(),
            word(link.delivery()),
            link.startAt().getClass().getSimpleName().toLowerCase(Locale.ROOT),
            link.filters().isEmpty() ? "all" : link.filters(),
            link.causes());
  }

  static String of(Plan plan) {
    StringBuilder text =
        new StringBuilder(
            "plan of revision %s for %s: %s\n"
                .formatted(
                    plan.revision(),
                    plan.scope(),
                    plan.isEmpty()
                        ? "empty"
                        : plan.isSafe() ? "safe" : plan.isApplicable() ? "applicable" : "blocked"));
    for (int i = 0; i < plan.actions().size(); i++) {
      Action action = plan.actions().get(i);
      text.append(
          "%3d %s %s %s%s\n      because of %s%s\n"
              .formatted(
                  i,
                  word(action.terms().phase()),
                  action.region(),
                  of(action),
                  action.terms().dependsOn().isEmpty()
                      ? ""
                      : " after " + action.terms().dependsOn(),
                  action.terms().causes().stream()
                      .map(Causes::title)
                      .collect(Collectors.joining(", ")),
                  action.terms().consequence() == null ? "" : "; " + action.terms().consequence()));
    }
    plan.blocked()
        .forEach(
            each ->
                text.append(
                    "blocked %s %s: %s\n".formatted(each.code(), each.subject(), each.reason())));
    plan.refusals().forEach(refusal -> text.append(of(refusal)));
    plan.kept()
        .forEach(kept -> text.append("kept %s: %s\n".formatted(kept.broker(), kept.resource())));
    plan.prices()
        .forEach(
            price ->
                text.append(
                    "price %s: %s %s %s\n"
                        .formatted(
                            price.broker(),
                            price.item().what(),
                            price.item().quantity(),
                            price.item().unit())));
    return text.toString();
  }

  private static String of(Refusal refusal) {
    return "refused %s %s along %s\n  %s\n"
        .formatted(refusal.code(), refusal.subjects(), refusal.path(), refusal.message());
  }

  private static String of(Action action) {
    return switch (action) {
      case Action.CreateResource create ->
          "create %s on %s".formatted(create.resource().id(), create.broker());
      case Action.ChangeResource change ->
          "change %s on %s: %s".formatted(change.to().id(), change.broker(), change.changes());
      case Action.AdoptResource adopt ->
          "adopt %s on %s".formatted(adopt.resource().id(), adopt.broker());
      case Action.WithdrawAccess withdraw ->
          "withdraw %s on %s".formatted(withdraw.id(), withdraw.broker());
      case Action.DeleteResource delete ->
          "delete %s on %s".formatted(delete.resource().id(), delete.broker());
      case Action.ReleaseResource release ->
          "release %s on %s".formatted(release.resource().id(), release.broker());
      case Action.SwitchManifest change ->
          "switch: added %s, changed %s, removed %s, %d afterwards"
              .formatted(
                  change.added().stream().map(DesiredLink::id).toList(),
                  change.changed().stream().map(link -> link.after().id()).toList(),
                  change.removed().stream().map(DesiredLink::id).toList(),
                  size(change.resulting()));
    };
  }

  private static int size(SortedMap<?, ?> map) {
    return map.size();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
