package io.meshwork.console.audit;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasValue;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import io.meshwork.api.Kind;
import io.meshwork.api.Page;
import io.meshwork.console.part.Address;
import io.meshwork.console.part.Empty;
import io.meshwork.console.part.Moments;
import io.meshwork.console.part.Notices;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.controlplane.audit.AuditLog;
import io.meshwork.controlplane.audit.AuditQuery;
import io.meshwork.controlplane.audit.AuditRecord;
import io.meshwork.model.MeshException;
import io.meshwork.model.TeamName;
import jakarta.annotation.security.PermitAll;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who changed what, when, from what to what. */
@Route("audit")
@PageTitle("Audit · Meshwork")
@PermitAll
class AuditView extends io.meshwork.console.part.Page implements BeforeEnterObserver {
  private static final long serialVersionUID = 1L;
  private static final int PAGE = 50;
  private static final List<String> KINDS =
      Stream.concat(Arrays.stream(Kind.values()).map(Kind::word), Stream.of("Key", "Grant"))
          .sorted()
          .toList();
  private static final List<String> OPERATIONS =
      List.of(
          "create",
          "change",
          "retire",
          "restore",
          "transfer",
          "pause",
          "resume",
          "request",
          "approve",
          "reject",
          "revoke",
          "expire",
          "issue");

  private final transient AuditLog log;
  private final transient CurrentActor actor;
  private final transient Clock clock;
  private final transient Map<String, HasValue<?, String>> filters = new LinkedHashMap<>();
  private final Div lines = new Div();
  private final Button more = new Button("Show more", event -> load(false));
  private @Nullable String cursor;
  private boolean settingUp;

  AuditView(AuditLog log, CurrentActor current, Clock clock) {
    super("Audit", "Every change: who made it, when, from what to what.");
    this.log = log;
    this.actor = current;
    this.clock = clock;
    Div row =
        new Div(
            filter("name", "Name", "search"),
            choice("kind", "Kind", "audit-kind", KINDS),
            filter("actor", "Who (subject)", "audit-actor"),
            choice("operation", "What was done", "audit-operation", OPERATIONS),
            filter("team", "Team", "audit-team"));
    row.addClassNames("row", "form-row");
    lines.addClassName("stack");
    lines.setId("audit-lines");
    more.setId("show-more");
    content(row, lines, more);
  }

  private Component filter(String key, String label, String id) {
    TextField field = new TextField(label);
    field.setId(id);
    field.setClearButtonVisible(true);
    field.setValueChangeMode(ValueChangeMode.LAZY);
    field.addValueChangeListener(event -> changed());
    filters.put(key, field);
    return field;
  }

  /** What one may choose, or type. */
  private Component choice(String key, String label, String id, List<String> offered) {
    ComboBox<String> field = new ComboBox<>(label, offered);
    field.setId(id);
    field.setClearButtonVisible(true);
    field.setAllowCustomValue(true);
    field.addCustomValueSetListener(event -> field.setValue(event.getDetail()));
    field.addValueChangeListener(event -> changed());
    filters.put(key, field);
    return field;
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    QueryParameters parameters = event.getLocation().getQueryParameters();
    settingUp = true;
    filters.forEach(
        (key, field) ->
            parameters.getSingleParameter(key).ifPresentOrElse(field::setValue, field::clear));
    settingUp = false;
    load(true);
  }

  private void changed() {
    if (settingUp) {
      return;
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    filters.forEach(
        (key, field) -> {
          if (!field.isEmpty()) {
            parameters.put(key, field.getValue());
          }
        });
    Address.say("audit", parameters);
    load(true);
  }

  private @Nullable String value(String key) {
    HasValue<?, String> field = filters.get(key);
    return field == null || field.isEmpty() ? null : field.getValue().strip();
  }

  private void load(boolean fromStart) {
    if (fromStart) {
      lines.removeAll();
      cursor = null;
    }
    try {
      String team = value("team");
      Page<AuditRecord> page =
          log.list(
              actor.require(),
              new AuditQuery(
                  value("actor"),
                  value("operation"),
                  value("kind"),
                  value("name"),
                  team == null ? null : new TeamName(team),
                  null,
                  null,
                  PAGE,
                  cursor));
      cursor = page.nextCursor();
      page.items().forEach(line -> lines.add(line(line)));
    } catch (MeshException e) {
      Notices.warn(e);
    }
    more.setVisible(cursor != null);
    if (lines.getChildren().findAny().isEmpty()) {
      boolean filtered = filters.values().stream().anyMatch(field -> !field.isEmpty());
      lines.add(
          filtered
              ? new Empty(
                  VaadinIcon.SEARCH,
                  "Nothing matches",
                  "Names, kinds and subjects are compared as a whole, such as EventType or"
                      + " orders.order.placed.")
              : new Empty(
                  VaadinIcon.CLIPBOARD_TEXT,
                  "Nothing has changed yet",
                  "Each change of what your teams own appears here."));
    }
  }

  private Component line(AuditRecord line) {
    Span what = new Span(line.operation() + " " + line.kind() + " " + line.name());
    what.addClassName("audit-what");
    Span who = new Span("by " + line.actorName());
    who.addClassName("muted");
    Div summary = new Div(what, who, Moments.ago(line.at(), clock.instant()));
    summary.addClassName("row");
    Details details = new Details(summary);
    details.addClassName("event-card");
    details.addOpenedChangeListener(
        event -> {
          if (event.isOpened() && details.getContent().findAny().isEmpty()) {
            details.add(new BeforeAfter(line.before(), line.after()));
          }
        });
    return details;
  }
}
