package io.meshwork.console.provisioning;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import io.meshwork.api.DeploymentDocument;
import io.meshwork.api.PlanDocument;
import io.meshwork.api.PlanScope;
import io.meshwork.console.part.Badge;
import io.meshwork.console.part.Moments;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Plans and deployments in one line: where they stand, what they are about. */
final class Standing {
  private Standing() {}

  static Badge of(PlanDocument.State state) {
    return new Badge(
        state.name().toLowerCase(Locale.ROOT),
        switch (state) {
          case READY -> Badge.Tone.WAITING;
          case BLOCKED -> Badge.Tone.BAD;
          case APPLIED -> Badge.Tone.GOOD;
          case EMPTY, STALE -> Badge.Tone.PLAIN;
        });
  }

  static Badge of(DeploymentDocument.State state) {
    return new Badge(
        state.name().toLowerCase(Locale.ROOT),
        switch (state) {
          case WAITING, RUNNING -> Badge.Tone.WAITING;
          case APPLIED -> Badge.Tone.GOOD;
          case FAILED -> Badge.Tone.BAD;
        });
  }

  static Badge of(DeploymentDocument.StepState state) {
    return new Badge(
        state.name().toLowerCase(Locale.ROOT),
        switch (state) {
          case RUNNING, WAITING -> Badge.Tone.WAITING;
          case DONE -> Badge.Tone.GOOD;
          case FAILED -> Badge.Tone.BAD;
          case PENDING, SKIPPED -> Badge.Tone.PLAIN;
        });
  }

  static String about(PlanScope scope) {
    List<PlanScope.ResourceRef> resources = scope.resources();
    if (scope.team() != null) {
      return "team " + scope.team();
    }
    return resources == null
        ? "the whole mesh"
        : resources.stream()
            .map(ref -> ref.kind() + " " + ref.name())
            .collect(Collectors.joining(", "));
  }

  static String changes(PlanDocument plan) {
    int actions = plan.actions().size();
    String words = actions == 1 ? "1 change" : actions + " changes";
    return plan.blocked().isEmpty() ? words : words + ", " + plan.blocked().size() + " blocked";
  }

  static Component line(PlanDocument plan, Instant now) {
    Anchor link = new Anchor("provisioning/plans/" + plan.id(), changes(plan));
    link.addClassName("list-link");
    return row(
        of(plan.state()),
        link,
        new Span("for " + about(plan.scope())),
        muted("by " + plan.createdBy()),
        Moments.ago(plan.createdAt(), now));
  }

  static Component line(DeploymentDocument deployment, Instant now) {
    Anchor link =
        new Anchor(
            "provisioning/deployments/" + deployment.id(),
            "Deployment of " + deployment.steps().size() + " steps");
    link.addClassName("list-link");
    return row(
        of(deployment.state()),
        link,
        muted("by " + deployment.startedBy()),
        Moments.ago(deployment.startedAt(), now));
  }

  private static Span muted(String text) {
    Span span = new Span(text);
    span.addClassName("muted");
    return span;
  }

  private static Div row(Component... parts) {
    Div row = new Div(parts);
    row.addClassNames("row", "line");
    return row;
  }
}
