package io.meshwork.console.provisioning;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.progressbar.ProgressBar;
import io.meshwork.api.DeploymentDocument;
import io.meshwork.api.PlanDocument;
import io.meshwork.console.part.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How far a deployment is, and each of its steps in the words of its plan. */
final class DeploymentSteps extends Div {
  private static final long serialVersionUID = 1L;

  private final transient Map<Integer, PlanDocument.ActionDocument> actions;

  /** Nothing is shown yet. */
  DeploymentSteps(List<PlanDocument.ActionDocument> planned) {
    addClassName("page-content");
    actions =
        planned.stream()
            .collect(Collectors.toMap(PlanDocument.ActionDocument::number, Function.identity()));
  }

  void show(DeploymentDocument deployment) {
    removeAll();
    add(
        new Section("State", state(deployment).toArray(Component[]::new)),
        new Section(
            "Steps", deployment.steps().stream().map(this::line).toArray(Component[]::new)));
  }

  private static List<Component> state(DeploymentDocument deployment) {
    List<DeploymentDocument.Step> steps = deployment.steps();
    long done =
        steps.stream().filter(step -> step.state() == DeploymentDocument.StepState.DONE).count();
    Div head =
        new Div(
            Standing.of(deployment.state()),
            new Span("%d of %d steps done".formatted(done, steps.size())));
    head.addClassName("row");
    head.setId("deployment-state");
    head.getElement().setAttribute("role", "status");
    List<Component> parts = new ArrayList<>(List.of(head));
    if (!steps.isEmpty()) {
      ProgressBar bar = new ProgressBar(0, steps.size(), done);
      bar.getElement().setAttribute("aria-label", "Steps done");
      parts.add(bar);
    }
    String problem = deployment.problem();
    if (problem != null) {
      Paragraph words = new Paragraph(problem);
      words.addClassName("fault");
      parts.add(words);
    }
    return parts;
  }

  private Component line(DeploymentDocument.Step step) {
    Span words = new Span(words(step, actions.get(step.action())));
    words.addClassName("mono");
    Div line = new Div(Standing.of(step.state()), words);
    line.addClassNames("row", "line");
    String message = step.message();
    if (message != null) {
      Span said = new Span(message);
      said.addClassName(step.state() == DeploymentDocument.StepState.FAILED ? "fault" : "muted");
      line.add(said);
    }
    return line;
  }

  private static String words(
      DeploymentDocument.Step step, PlanDocument.@Nullable ActionDocument action) {
    if (action == null) {
      return "Step " + step.action();
    }
    String broker = action.broker();
    return "%s %s · %s"
        .formatted(
            action.verb(),
            action.resource(),
            broker == null ? "relays of " + action.region() : broker);
  }
}
