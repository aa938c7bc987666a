package io.meshwork.console.provisioning;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import io.meshwork.api.DeploymentDocument;
import io.meshwork.console.part.Empty;
import io.meshwork.console.part.Moments;
import io.meshwork.console.part.Page;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.deployment.run.Deployments;
import io.meshwork.model.MeshException;
import jakarta.annotation.security.PermitAll;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One deployment, step by step, live. */
@Route("provisioning/deployments/:id")
@PageTitle("Deployment · Meshwork")
@PermitAll
class DeploymentView extends Page implements BeforeEnterObserver {
  private static final long serialVersionUID = 1L;

  private final transient RoomsOfProvisioning rooms;
  private final transient CurrentActor actor;
  private @Nullable DeploymentSteps steps;
  private @Nullable UUID id;
  private transient Deployments.@Nullable Following following;

  DeploymentView(RoomsOfProvisioning rooms, CurrentActor current) {
    super("Deployment", "");
    this.rooms = rooms;
    this.actor = current;
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    try {
      UUID wanted = UUID.fromString(event.getRouteParameters().get("id").orElse(""));
      DeploymentDocument deployment = rooms.deployments().find(actor.require(), wanted);
      id = wanted;
      DeploymentSteps fresh =
          new DeploymentSteps(rooms.plans().find(actor.require(), deployment.plan()).actions());
      steps = fresh;
      Anchor plan = new Anchor("provisioning/plans/" + deployment.plan(), "Its plan");
      plan.addClassName("list-link");
      Anchor all = new Anchor("provisioning?tab=history", "All deployments");
      all.addClassName("list-link");
      actions(plan, all);
      content(fresh);
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
      following = rooms.deployments().follow(actor.require(), followed, now -> push(ui, now));
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
        "Started by %s on %s."
            .formatted(deployment.startedBy(), Moments.exact(deployment.startedAt())));
    DeploymentSteps current = steps;
    if (current != null) {
      current.show(deployment);
    }
  }
}
