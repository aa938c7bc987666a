package io.meshwork.console.provisioning;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import io.meshwork.api.DeploymentDocument;
import io.meshwork.api.PlanAllowances;
import io.meshwork.api.PlanDocument;
import io.meshwork.console.part.Empty;
import io.meshwork.console.part.Moments;
import io.meshwork.console.part.Notices;
import io.meshwork.console.part.Page;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.deployment.run.Deployments;
import io.meshwork.model.MeshException;
import jakarta.annotation.security.PermitAll;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
  private transient List<PlanDocument.ActionDocument> planned = List.of();
  private transient @Nullable Offered offered;
  private boolean mayPlan;
  private boolean mayApply;
  private transient @Nullable DeploymentDocument shown;
  private transient Deployments.@Nullable Following following;

  /** What decides which buttons there are. */
  private record Offered(boolean undo, boolean end) {}

  DeploymentView(RoomsOfProvisioning rooms, CurrentActor current) {
    super("Deployment", "");
    this.rooms = rooms;
    this.actor = current;
    rooms.pulse().follow(this, this::read, found -> found.ifPresent(this::show));
  }

  private Optional<DeploymentDocument> read() {
    UUID wanted = id;
    return wanted == null
        ? Optional.empty()
        : Optional.of(rooms.deployments().find(actor.require(), wanted));
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    try {
      UUID wanted = UUID.fromString(event.getRouteParameters().get("id").orElse(""));
      DeploymentDocument deployment = rooms.deployments().find(actor.require(), wanted);
      id = wanted;
      offered = null;
      PlanDocument plan = rooms.plans().find(actor.require(), deployment.plan());
      planned = plan.actions();
      mayPlan = rooms.plans().allows(actor.require(), Operation.PLAN, plan.id());
      mayApply = rooms.plans().allows(actor.require(), Operation.APPLY, plan.id());
      DeploymentSteps fresh = new DeploymentSteps(planned, rooms.clock());
      steps = fresh;
      content(about(deployment, plan), fresh);
      show(deployment);
      getUI().ifPresent(this::follow);
    } catch (MeshException | IllegalArgumentException e) {
      id = null;
      content(
          new Empty(
              VaadinIcon.QUESTION_CIRCLE_O,
              "No such deployment",
              "It does not exist, or is not yours."));
    }
  }

  private static Component about(DeploymentDocument deployment, PlanDocument plan) {
    Div about = new Div();
    about.addClassName("stack");
    UUID undone = deployment.undoneBy();
    if (undone != null) {
      about.add(sentence("It was taken back by ", undone));
    }
    UUID undoes = plan.undoes();
    if (undoes != null) {
      about.add(sentence("It takes back ", undoes));
    }
    about.setVisible(undone != null || undoes != null);
    return about;
  }

  private static Paragraph sentence(String words, UUID other) {
    Anchor link = new Anchor("provisioning/deployments/" + other, "another deployment");
    link.addClassName("list-link");
    Paragraph said = new Paragraph(new Span(words), link, new Span("."));
    said.addClassName("notice");
    return said;
  }

  @Override
  protected void onAttach(AttachEvent event) {
    super.onAttach(event);
    follow(event.getUI());
  }

  private void follow(UI ui) {
    unfollow();
    UUID followed = id;
    if (followed != null) {
      following = rooms.deployments().follow(actor.require(), followed, now -> push(ui, now));
    }
  }

  private void unfollow() {
    Deployments.Following current = following;
    if (current != null) {
      current.close();
      following = null;
    }
  }

  @Override
  protected void onDetach(DetachEvent event) {
    unfollow();
    super.onDetach(event);
  }

  private void push(UI ui, DeploymentDocument now) {
    try {
      var _ = ui.access(() -> show(now));
    } catch (UIDetachedException gone) {
      unfollow();
    }
  }

  private void show(DeploymentDocument deployment) {
    if (!deployment.id().equals(id)) {
      return;
    }
    shown = deployment;
    lead(
        "Started by %s on %s."
            .formatted(deployment.startedBy(), Moments.exact(deployment.startedAt())));
    DeploymentSteps current = steps;
    if (current != null) {
      current.show(deployment);
    }
    offer(deployment);
  }

  /** Buttons are made anew only when others are offered, so that a focused one stays. */
  private void offer(DeploymentDocument deployment) {
    DeploymentDocument.Contract contract = deployment.contract();
    boolean ended = deployment.endedAt() != null && deployment.undoneBy() == null;
    Offered now =
        new Offered(ended && mayPlan, ended && contract != null && contract.open() && mayApply);
    if (now.equals(offered)) {
      return;
    }
    offered = now;
    List<Component> parts = new ArrayList<>();
    if (now.undo()) {
      parts.add(undo());
    }
    if (now.end()) {
      Button end = new Button("End the wait", event -> endTheWait());
      end.setId("end-wait");
      parts.add(end);
    }
    parts.add(link("provisioning/plans/" + deployment.plan(), "Its plan"));
    parts.add(link("provisioning?tab=history", "All deployments"));
    actions(parts.toArray(Component[]::new));
  }

  private static Anchor link(String path, String text) {
    Anchor link = new Anchor(path, text);
    link.addClassName("list-link");
    return link;
  }

  private Button undo() {
    Button undo = new Button("Undo", event -> planUndo());
    undo.setId("undo-deployment");
    undo.setTooltipText(
        "Computes the plan that takes it back; nothing is done before you apply it.");
    undo.setDisableOnClick(true);
    undo.addClickListener(event -> undo.setEnabled(true));
    return undo;
  }

  private void planUndo() {
    UUID wanted = id;
    if (wanted == null) {
      return;
    }
    try {
      UUID plan = rooms.plans().undo(actor.require(), wanted, PlanAllowances.NONE).id();
      UI.getCurrent().navigate("provisioning/plans/" + plan);
    } catch (MeshException e) {
      Notices.warn(e);
    }
  }

  private void endTheWait() {
    DeploymentDocument deployment = shown;
    if (deployment != null) {
      new EndTheWait(rooms, actor, deployment, planned).open();
    }
  }
}
