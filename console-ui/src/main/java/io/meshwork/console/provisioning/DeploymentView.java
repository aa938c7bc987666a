package io.meshwork.console.provisioning;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.progressbar.ProgressBar;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import io.meshwork.api.DeploymentDocument;
import io.meshwork.api.PlanDocument;
import io.meshwork.console.part.Empty;
import io.meshwork.console.part.Moments;
import io.meshwork.console.part.Page;
import io.meshwork.console.part.Section;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.deployment.run.Deployments;
import io.meshwork.model.MeshException;
import jakarta.annotation.security.PermitAll;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One deployment, step by step, live. */
@Route("provisioning/deployments/:id")
@PageTitle("Deployment · Meshwork")
@PermitAll
class DeploymentView extends Page implements BeforeEnterObserver {
  private static final long serialVersionUID = 1L;

  private final transient RoomsOfProvisioning rooms;
  private final transient Actor actor;
  private final transient Map<Integer, PlanDocument.ActionDocument> actions = new HashMap<>();
  private @Nullable UUID id;
  private transient Deployments.@Nullable Following following;

  DeploymentView(RoomsOfProvisioning rooms, CurrentActor current) {
    super("Deployment", "");
    this.rooms = rooms;
    this.actor = current.require();
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    try {
      UUID wanted = UUID.fromString(event.getRouteParameters().get("id").orElse(""));
      DeploymentDocument deployment = rooms.deployments().find(actor, wanted);
      id = wanted;
      actions.clear();
      rooms
          .plans()
          .find(actor, deployment.plan())
          .actions()
          .forEach(action -> actions.put(action.number(), action));
      Anchor plan = new Anchor("provisioning/plans/" + deployment.plan(), "Its plan");
      plan.addClassName("list-link");
      Anchor all = new Anchor("provisioning?tab=history", "All deployments");
      all.addClassName("list-link");
      actions(plan, all);
      show(deployment);
    } catch (MeshException | IllegalArgumentException e) {
      id = null;
      content(
          new Empty(
              VaadinIcon.QUESTION_CIRCLE_O,
              "No such deployment",
              "It does not exist, or is not yours."));
    }
  }

  @Override
  protected void onAttach(AttachEvent event) {
    super.onAttach(event);
    UUID followed = id;
    if (followed != null) {
      UI ui = event.getUI();
      following = rooms.deployments().follow(actor, followed, now -> push(ui, now));
    }
  }

  @Override
  protected void onDetach(DetachEvent event) {
    Deployments.Following current = following;
    if (current != null) {
      current.close();
      following = null;
    }
    super.onDetach(event);
  }

  private void push(UI ui, DeploymentDocument now) {
    try {
      var _ = ui.access(() -> show(now));
    } catch (UIDetachedException gone) {
      Deployments.Following current = following;
      if (current != null) {
        current.close();
      }
    }
  }

  private void show(DeploymentDocument deployment) {
    lead(
        "Started by %s at %s."
            .formatted(deployment.startedBy(), Moments.exact(deployment.startedAt())));
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
    content(
        new Section("State", parts.toArray(Component[]::new)),
        new Section("Steps", steps.stream().map(this::line).toArray(Component[]::new)));
  }

  private Component line(DeploymentDocument.Step step) {
    PlanDocument.ActionDocument action = actions.get(step.action());
    String what =
        action == null
            ? "Step " + step.action()
            : action.verb()
                + " "
                + action.resource()
                + " · "
                + (action.broker() == null ? action.region() : action.broker());
    Span words = new Span(what);
    words.addClassName("mono");
    Div line = new Div(Standing.of(step.state()), words);
    line.addClassNames("row", "line");
    String message = step.message();
    if (message != null) {
      Span said = new Span(message);
      said.addClassName("muted");
      line.add(said);
    }
    return line;
  }
}
