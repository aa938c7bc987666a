package io.meshwork.console.provisioning;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.icon.VaadinIcon;
import io.meshwork.api.DeploymentDocument;
import io.meshwork.api.PlanDocument;
import io.meshwork.console.part.Empty;
import io.meshwork.console.part.PlanLine;
import io.meshwork.console.part.Section;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.deployment.plan.PlanQuery;
import java.time.Instant;
import java.util.List;

/** Deployments and plans, the newest first; follows by itself. */
final class HistoryTab extends Div {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 30;

  private final transient RoomsOfProvisioning rooms;

  /** What was done and what was planned. */
  private record Past(List<DeploymentDocument> deployments, List<PlanDocument> plans) {}

  HistoryTab(RoomsOfProvisioning rooms, CurrentActor actor) {
    this.rooms = rooms;
    addClassName("stack");
    show(read(rooms, actor));
    rooms.pulse().follow(this, () -> read(rooms, actor), this::show);
  }

  private static Past read(RoomsOfProvisioning rooms, CurrentActor actor) {
    return new Past(
        rooms.deployments().list(actor.require(), SHOWN, null).items(),
        rooms.plans().list(actor.require(), PlanQuery.newest(SHOWN)).items());
  }

  private void show(Past past) {
    removeAll();
    Instant now = rooms.clock().instant();
    if (past.deployments().isEmpty()) {
      add(
          new Empty(
              VaadinIcon.TIME_BACKWARD,
              "Nothing was applied yet",
              "Each deployment appears here with its steps."));
    } else {
      add(
          new Section(
              "Deployments",
              past.deployments().stream()
                  .map(deployment -> Standing.line(deployment, now))
                  .toArray(Component[]::new)));
    }
    if (!past.plans().isEmpty()) {
      add(
          new Section(
              "Plans",
              past.plans().stream()
                  .map(plan -> PlanLine.line(plan, now))
                  .toArray(Component[]::new)));
    }
  }
}
