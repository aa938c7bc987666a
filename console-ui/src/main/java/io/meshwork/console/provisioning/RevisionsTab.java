package io.meshwork.console.provisioning;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import io.meshwork.api.Page;
import io.meshwork.console.part.Address;
import io.meshwork.console.part.Empty;
import io.meshwork.console.part.Moments;
import io.meshwork.console.part.Section;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.controlplane.catalog.RevisionLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every state that the catalog was in, newest first: any two can be compared. */
final class RevisionsTab extends Div {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 30;

  private final transient RoomsOfProvisioning rooms;
  private final transient CurrentActor actor;
  private final TextField search = new TextField();
  private final IntegerField from = new IntegerField("From");
  private final IntegerField to = new IntegerField("To");
  private final Section list = new Section("Revisions");
  private final transient List<RevisionLine> shown = new ArrayList<>();
  private final long newest;
  private @Nullable String cursor;

  RevisionsTab(RoomsOfProvisioning rooms, CurrentActor actor, String words) {
    this.rooms = rooms;
    this.actor = actor;
    this.newest = rooms.catalog().currentRevision().number();
    addClassName("stack");
    search.setId("search");
    search.setAriaLabel("Search revisions");
    search.setPlaceholder("What was done, or by whom");
    search.setPrefixComponent(VaadinIcon.SEARCH.create());
    search.setClearButtonVisible(true);
    search.addClassName("search");
    search.setValueChangeMode(ValueChangeMode.LAZY);
    search.setValue(words);
    search.addValueChangeListener(event -> searched(event.isFromClient()));
    add(comparing(), search, list);
    load(true);
  }

  private Component comparing() {
    for (IntegerField field : List.of(from, to)) {
      field.setMin(1);
      field.setMax((int) Math.min(Integer.MAX_VALUE, newest));
      field.setStepButtonsVisible(true);
    }
    from.setId("compare-from");
    to.setId("compare-to");
    from.setValue((int) Math.max(1, newest - 1));
    to.setValue((int) newest);
    Button compare = new Button("Compare", event -> compare());
    compare.addThemeVariants(ButtonVariant.PRIMARY);
    compare.setId("compare-revisions");
    compare.setEnabled(newest > 0);
    Div row = new Div(from, to, compare);
    row.addClassNames("row", "form-row");
    return new Section("Compare two revisions", row);
  }

  private void compare() {
    Integer first = from.getValue();
    Integer last = to.getValue();
    from.setInvalid(first == null || first < 1 || first > newest);
    to.setInvalid(last == null || last < 1 || last > newest);
    String between = "A revision is a number from 1 to " + newest + ".";
    from.setErrorMessage(between);
    to.setErrorMessage(between);
    if (!from.isInvalid() && !to.isInvalid()) {
      UI.getCurrent().navigate(RevisionView.address(first, last));
    }
  }

  private void searched(boolean byHand) {
    if (byHand) {
      Address.say("provisioning", Map.of("tab", "revisions", "q", search.getValue()));
    }
    load(true);
  }

  private void load(boolean fromStart) {
    if (fromStart) {
      shown.clear();
      cursor = null;
    }
    Page<RevisionLine> page =
        rooms.history().list(actor.require(), search.getValue(), SHOWN, cursor);
    shown.addAll(page.items());
    cursor = page.nextCursor();
    Instant now = rooms.clock().instant();
    List<Component> lines = new ArrayList<>();
    shown.forEach(line -> lines.add(line(line, now)));
    if (cursor != null) {
      Button more = new Button("Show more", event -> load(false));
      more.setId("show-more");
      lines.add(more);
    }
    if (lines.isEmpty()) {
      lines.add(
          search.isEmpty()
              ? new Empty(
                  VaadinIcon.TIME_BACKWARD,
                  "No revisions yet",
                  "Each change of the catalog makes one. Any two can be compared here, and any"
                      + " past one brought back by a plan.")
              : new Empty(VaadinIcon.SEARCH, "Nothing matches", "Use fewer words."));
    }
    list.show(lines.toArray(Component[]::new));
  }

  private Component line(RevisionLine revision, Instant now) {
    long number = revision.revision().number();
    Anchor what =
        new Anchor(
            RevisionView.address(number - 1, number),
            revision.cause().isEmpty() ? "Something that you may not see" : revision.cause());
    what.addClassName("list-link");
    what.setEnabled(number > 1);
    Span mark = new Span(Long.toString(number));
    mark.addClassNames("mono", "number");
    Div line = new Div(mark, what);
    if (!revision.by().isEmpty()) {
      line.add(muted("by " + revision.by()));
    }
    line.add(muted(Moments.ago(revision.at(), now)));
    if (number < newest) {
      Anchor since = new Anchor(RevisionView.address(number, newest), "Compare with now");
      since.addClassName("list-link");
      since.setAriaLabel("Compare revision %d with now".formatted(number));
      line.add(since);
    }
    line.addClassNames("row", "line");
    return line;
  }

  private static Span muted(String text) {
    return muted(new Span(text));
  }

  private static Span muted(Span span) {
    span.addClassName("muted");
    return span;
  }
}
