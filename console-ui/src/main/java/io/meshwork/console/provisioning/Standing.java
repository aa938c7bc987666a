package io.meshwork.console.provisioning;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import io.meshwork.api.DeploymentDocument;
import io.meshwork.console.part.Badge;
import io.meshwork.console.part.Moments;
import java.time.Instant;
import java.util.Locale;

/** Deployments and their steps in a line: where they stand. */
final class Standing {
  private Standing() {}

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
