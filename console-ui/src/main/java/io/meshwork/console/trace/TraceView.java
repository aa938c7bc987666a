package io.meshwork.console.trace;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.progressbar.ProgressBar;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import io.meshwork.api.TraceDocument;
import io.meshwork.console.part.Address;
import io.meshwork.console.part.Empty;
import io.meshwork.console.part.Page;
import io.meshwork.console.part.Section;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.deployment.trace.Trace;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.MeshException;
import jakarta.annotation.security.PermitAll;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Follows one event of a type; what is asked for is in the address. */
@Route("event-types/:name/trace")
@PermitAll
final class TraceView extends Page implements BeforeEnterObserver, HasDynamicTitle {
  private static final long serialVersionUID = 1L;

  private static final Map<String, Duration> SPANS = spans();

  private final transient Trace trace;
  private final transient CurrentActor actor;
  private final transient Clock clock;
  private final TextField id = new TextField("Event id");
  private final TextField around = new TextField("Published about (UTC)");
  private final ComboBox<String> within = new ComboBox<>("Within", List.copyOf(SPANS.keySet()));
  private final Button ask = new Button("Trace");
  private final Div result = new Div();
  private String name = "";

  TraceView(Trace trace, CurrentActor current, Clock clock) {
    super("Trace an event", "");
    this.trace = trace;
    this.actor = current;
    this.clock = clock;
    id.setId("trace-id");
    id.setHelperText("Its ce_id; without one PARTITION/POSITION where it was published.");
    id.setRequired(true);
    around.setId("trace-around");
    around.setHelperText("Such as 2026-11-21T20:00:00Z.");
    within.setId("trace-within");
    ask.setId("trace-event");
    ask.addThemeVariants(ButtonVariant.PRIMARY);
    ask.setDisableOnClick(true);
    ask.addClickListener(event -> changed(event.getSource().getUI().orElseThrow()));
    result.setId("trace-result");
    result.addClassName("stack");
    result.getElement().setAttribute("aria-live", "polite");
  }

  private static Map<String, Duration> spans() {
    Map<String, Duration> spans = new LinkedHashMap<>();
    spans.put("1 minute", Duration.ofMinutes(1));
    spans.put("10 minutes", Duration.ofMinutes(10));
    spans.put("1 hour", Duration.ofHours(1));
    spans.put("24 hours", Duration.ofHours(24));
    return spans;
  }

  @Override
  public String getPageTitle() {
    return "Trace · " + name + " · Meshwork";
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    name = event.getRouteParameters().get("name").orElse("");
    Anchor back = new Anchor("event-types/" + name, name);
    back.addClassName("list-link");
    actions(back);
    lead(
        "Looks for one event of %s in every channel on its way, and says why it is not where it is not."
            .formatted(name));
    QueryParameters asked = event.getLocation().getQueryParameters();
    id.setValue(asked.getSingleParameter("id").orElse(""));
    around.setValue(
        asked
            .getSingleParameter("around")
            .orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.SECONDS).toString()));
    within.setValue(
        asked.getSingleParameter("within").filter(SPANS::containsKey).orElse("10 minutes"));
    Div form = new Div(id, around, within, ask);
    form.addClassNames("row", "form-row");
    content(new Section("Which event", form), result);
    if (id.isEmpty()) {
      show(
          new Empty(
              VaadinIcon.ROAD_BRANCHES,
              "Which event?",
              "Name its id and about when it was published. The newest events with their headers"
                  + " are on the event type's page."));
    } else {
      begin(event.getUI());
    }
  }

  private void changed(UI ui) {
    if (id.isEmpty()) {
      id.setInvalid(true);
      id.setErrorMessage("Name the event's id.");
      ask.setEnabled(true);
      return;
    }
    Map<String, String> said = new LinkedHashMap<>();
    said.put("id", id.getValue());
    said.put("around", around.getValue());
    said.put("within", within.getValue());
    Address.say("event-types/" + name + "/trace", said);
    begin(ui);
  }

  private void begin(UI ui) {
    Trace.Asked asked;
    try {
      asked =
          new Trace.Asked(
              new EventTypeName(name),
              id.getValue().strip(),
              around.isEmpty() ? null : Instant.parse(around.getValue().strip()),
              SPANS.getOrDefault(within.getValue(), Trace.USUAL),
              null);
      around.setInvalid(false);
    } catch (DateTimeParseException e) {
      around.setInvalid(true);
      around.setErrorMessage("Write a time such as 2026-11-21T20:00:00Z.");
      ask.setEnabled(true);
      return;
    } catch (MeshException e) {
      fail(e);
      return;
    }
    ask.setEnabled(false);
    ProgressBar bar = new ProgressBar();
    bar.setIndeterminate(true);
    bar.getElement().setAttribute("aria-label", "Tracing");
    show(new Paragraph("Reading the channels on the way…"), bar);
    Actor who = actor.require();
    Thread.ofVirtual().name("trace-" + name).start(() -> run(ui, who, asked));
  }

  private void run(UI ui, Actor who, Trace.Asked asked) {
    try {
      TraceDocument found = trace.trace(who, asked);
      var _ = ui.access(() -> ended(new TraceTree(found)));
    } catch (MeshException e) {
      try {
        var _ = ui.access(() -> fail(e));
      } catch (UIDetachedException gone) {
        // Nobody looks any more.
      }
    } catch (UIDetachedException e) {
      // Nobody looks any more.
    }
  }

  private void fail(MeshException why) {
    ended(new Empty(VaadinIcon.QUESTION_CIRCLE_O, "Not traced", why.text()));
  }

  private void ended(Component... components) {
    show(components);
    ask.setEnabled(true);
  }

  private void show(Component... components) {
    result.removeAll();
    result.add(components);
  }
}
