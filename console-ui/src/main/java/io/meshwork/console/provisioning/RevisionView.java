package io.meshwork.console.provisioning;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import io.meshwork.api.PlanAllowances;
import io.meshwork.api.PlanScope;
import io.meshwork.console.part.Choices;
import io.meshwork.console.part.Empty;
import io.meshwork.console.part.Notices;
import io.meshwork.console.part.Page;
import io.meshwork.console.part.Section;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.controlplane.access.Guarded;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.controlplane.catalog.RevisionDifference;
import io.meshwork.deployment.plan.Basis;
import io.meshwork.model.MeshException;
import io.meshwork.model.Revision;
import io.meshwork.model.TeamName;
import jakarta.annotation.security.PermitAll;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Two revisions compared, such as 41..57, and the way back to the first of them. */
@Route("provisioning/revisions/:range")
@PermitAll
class RevisionView extends Page implements BeforeEnterObserver, HasDynamicTitle {
  private static final long serialVersionUID = 1L;
  private static final Pattern RANGE = Pattern.compile("(\\d{1,9})\\.\\.(\\d{1,9}|latest)");
  private static final String CATALOG = "The whole catalog";

  private final transient RoomsOfProvisioning rooms;
  private final transient CurrentActor actor;
  private String range = "";

  RevisionView(RoomsOfProvisioning rooms, CurrentActor current) {
    super("Revisions", "");
    this.rooms = rooms;
    this.actor = current;
  }

  /** Where two revisions are compared. */
  static String address(long from, long to) {
    return "provisioning/revisions/" + from + ".." + to;
  }

  @Override
  public String getPageTitle() {
    return "Revisions " + range + " · Meshwork";
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    range = event.getRouteParameters().get("range").orElse("");
    title("Revisions " + range);
    Anchor back = new Anchor("provisioning?tab=revisions", "All revisions");
    back.addClassName("list-link");
    Matcher ends = RANGE.matcher(range);
    if (!ends.matches()) {
      nothing("Write two revisions with two points between them, such as 41..57.", back);
      return;
    }
    long from = Long.parseLong(ends.group(1));
    long newest = rooms.catalog().currentRevision().number();
    long to = ends.group(2).equals("latest") ? newest : Long.parseLong(ends.group(2));
    try {
      RevisionDifference difference =
          rooms.history().difference(actor.require(), new Revision(from), new Revision(to));
      Anchor swapped = new Anchor(address(to, from), "The other way round");
      swapped.addClassName("list-link");
      actions(swapped, back);
      show(difference, from, newest);
    } catch (MeshException e) {
      nothing(e.text(), back);
    }
  }

  private void nothing(String why, Component back) {
    lead("");
    actions(back);
    content(new Empty(VaadinIcon.QUESTION_CIRCLE_O, "No such revisions", why));
  }

  private void show(RevisionDifference difference, long from, long newest) {
    int entries = difference.entries().size();
    lead(
        "What is different at %s from what was at %s: %d %s, %d %s."
            .formatted(
                difference.to(),
                difference.from(),
                entries,
                entries == 1 ? "entry" : "entries",
                difference.grants().size(),
                difference.grants().size() == 1 ? "grant" : "grants"));
    List<Component> parts = new ArrayList<>();
    List<String> scopes = scopes();
    if (from < newest && !scopes.isEmpty()) {
      parts.add(restoring(from, scopes));
    }
    if (entries == 0 && difference.grants().isEmpty()) {
      parts.add(
          new Empty(
              VaadinIcon.CHECK_CIRCLE_O,
              "The same",
              "As far as you may see, nothing differs between these two revisions."));
    }
    parts.add(
        new RevisionEntries(
            difference,
            new RevisionEntries.Restoring(
                from,
                from < newest
                    ? (kind, name) -> new RestoreRights(rooms, actor.require()).allows(kind, name)
                    : (kind, name) -> false,
                ref -> plan(from, new PlanScope(null, List.of(ref))))));
    content(parts.toArray(Component[]::new));
  }

  private List<String> scopes() {
    List<String> scopes = new ArrayList<>();
    var now = actor.require();
    if (rooms.permissions().allows(now, Operation.CHANGE, Guarded.mesh())
        && rooms.permissions().allows(now, Operation.PLAN, Guarded.mesh())) {
      scopes.add(CATALOG);
    }
    scopes.addAll(new Choices(rooms.catalog(), now).teams());
    return scopes;
  }

  private Component restoring(long from, List<String> scopes) {
    Select<String> scope = new Select<>();
    scope.setLabel("Bring back");
    scope.setId("restore-scope");
    scope.setItems(scopes);
    scope.setItemLabelGenerator(item -> item.equals(CATALOG) ? item : "What team " + item + " had");
    scope.setValue(scopes.getFirst());
    Button restore =
        new Button(
            "Plan the way back to " + from,
            event ->
                plan(
                    from,
                    scope.getValue().equals(CATALOG)
                        ? PlanScope.MESH
                        : new PlanScope(new TeamName(scope.getValue()), null)));
    restore.setId("restore-revision");
    restore.setDisableOnClick(true);
    restore.addClickListener(event -> restore.setEnabled(true));
    Div row = new Div(scope, restore);
    row.addClassNames("row", "form-row");
    return new Section(
        "Go back to revision " + from,
        new Paragraph(
            "A plan shows what that would change before anything is saved. Applying it brings the"
                + " entries back as one new revision, and then changes the brokers."),
        row);
  }

  private void plan(long from, PlanScope scope) {
    try {
      var plan =
          rooms
              .plans()
              .compute(
                  actor.require(), scope, new Basis.Past(new Revision(from)), PlanAllowances.NONE);
      UI.getCurrent().navigate("provisioning/plans/" + plan.id());
    } catch (MeshException e) {
      Notices.warn(e);
    }
  }
}
