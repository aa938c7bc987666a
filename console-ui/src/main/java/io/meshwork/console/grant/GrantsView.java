package io.meshwork.console.grant;

import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import io.meshwork.console.part.Empty;
import io.meshwork.console.part.Page;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.controlplane.access.Permissions;
import io.meshwork.controlplane.catalog.GrantView;
import io.meshwork.controlplane.catalog.Grants;
import jakarta.annotation.security.PermitAll;
import java.time.Clock;
import java.util.List;

/** What waits for a decision that the one who looks may take. */
@Route("grants")
@PageTitle("Grants · Meshwork")
@PermitAll
class GrantsView extends Page implements BeforeEnterObserver {
  private static final long serialVersionUID = 1L;

  private final transient Grants grants;
  private final transient CurrentActor actor;
  private final GrantList list;

  GrantsView(Grants grants, Permissions permissions, CurrentActor current, Clock clock) {
    super(
        "Grants",
        "Subscriptions that ask for event types of your teams. Approving provisions them at once.");
    this.grants = grants;
    this.actor = current;
    this.list = new GrantList(grants, permissions, actor, clock, this::refresh);
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    refresh();
  }

  private void refresh() {
    List<GrantView> waiting = grants.pendingFor(actor.require());
    list.show(waiting);
    if (waiting.isEmpty()) {
      content(
          new Empty(
              VaadinIcon.KEY_O,
              "Nothing waits for you",
              "When a subscription asks for an event type of your team, it appears here. Grants"
                  + " that were given stand on each event type's page."));
    } else {
      content(list);
    }
  }
}
