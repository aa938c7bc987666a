package io.meshwork.console.provisioning;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import io.meshwork.api.Kind;
import io.meshwork.api.PlanDocument.AttributeChange;
import io.meshwork.api.PlanScope;
import io.meshwork.console.part.Badge;
import io.meshwork.console.part.Changes;
import io.meshwork.console.part.Empty;
import io.meshwork.console.part.Section;
import io.meshwork.controlplane.catalog.ApplyResult;
import io.meshwork.controlplane.catalog.RevisionDifference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What differs between two revisions, entry by entry and field by field. */
final class RevisionEntries extends Div {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 50;
  private static final int FEW = 6;

  private final transient RevisionDifference difference;
  private final transient Restoring restoring;
  private final TextField search = new TextField();
  private final Div list = new Div();
  private int limit = SHOWN;

  /**
   * What bringing an entry back takes.
   *
   * @param revision to which
   * @param allowed whether the entry of this kind and name may be brought back
   * @param act brings it back
   */
  record Restoring(
      long revision, BiPredicate<String, String> allowed, Consumer<PlanScope.ResourceRef> act) {}

  RevisionEntries(RevisionDifference difference, Restoring restoring) {
    this.difference = difference;
    this.restoring = restoring;
    addClassName("stack");
    list.addClassName("stack");
    if (difference.entries().size() > FEW) {
      search.setId("search");
      search.setAriaLabel("Search what differs");
      search.setPlaceholder("Kind, name or field");
      search.setPrefixComponent(VaadinIcon.SEARCH.create());
      search.setClearButtonVisible(true);
      search.addClassName("search");
      search.setValueChangeMode(ValueChangeMode.LAZY);
      search.addValueChangeListener(
          event -> {
            limit = SHOWN;
            show();
          });
      add(search);
    }
    add(list);
    if (!difference.grants().isEmpty()) {
      add(grants());
    }
    show();
  }

  private void show() {
    list.removeAll();
    String words = search.getValue().toLowerCase(Locale.ROOT).strip();
    List<ApplyResult.Difference> found =
        difference.entries().stream().filter(entry -> matches(entry, words)).toList();
    found.stream().limit(limit).forEach(entry -> list.add(entry(entry)));
    if (found.isEmpty() && !words.isEmpty()) {
      list.add(new Empty(VaadinIcon.SEARCH, "Nothing matches", "Use fewer words."));
    }
    if (found.size() > limit) {
      Button more =
          new Button(
              "Show more",
              event -> {
                limit += SHOWN;
                show();
              });
      more.setId("show-more");
      list.add(more);
    }
  }

  private static boolean matches(ApplyResult.Difference entry, String words) {
    return (entry.kind() + " " + entry.name()).toLowerCase(Locale.ROOT).contains(words)
        || entry.changes().stream()
            .anyMatch(change -> change.pointer().toLowerCase(Locale.ROOT).contains(words));
  }

  private Component entry(ApplyResult.Difference entry) {
    Div head = row(badge(entry.action()), name(entry));
    Div card = new Div(head);
    card.addClassNames("card", "stack");
    if (!entry.changes().isEmpty()) {
      List<AttributeChange> changes = new ArrayList<>();
      entry
          .changes()
          .forEach(
              change ->
                  changes.add(
                      new AttributeChange(
                          field(change.pointer()), value(change.before()), value(change.after()))));
      card.add(
          new Changes(
              entry.kind() + " " + entry.name(),
              List.of("Field", "Before", "After"),
              changes,
              "(none)"));
    }
    if (restoring.allowed().test(entry.kind(), entry.name())) {
      Button back =
          new Button(
              "Only this one back to " + restoring.revision(),
              event ->
                  restoring.act().accept(new PlanScope.ResourceRef(entry.kind(), entry.name())));
      back.addThemeVariants(ButtonVariant.TERTIARY);
      back.setId("restore-one-" + entry.kind() + "-" + entry.name());
      back.setAriaLabel(
          "Bring %s %s back to revision %d"
              .formatted(entry.kind(), entry.name(), restoring.revision()));
      card.add(back);
    }
    return card;
  }

  private static Component name(ApplyResult.Difference entry) {
    String text = entry.kind() + " " + entry.name();
    for (Kind kind : List.of(Kind.EVENT_TYPE, Kind.SUBSCRIPTION, Kind.APPLICATION)) {
      if (kind.word().equals(entry.kind())) {
        Anchor link = new Anchor(kind.path() + "/" + entry.name(), text);
        link.addClassName("list-link");
        return link;
      }
    }
    return new Span(text);
  }

  /** A pointer as people read it. */
  private static String field(String pointer) {
    return pointer.substring(1).replace("/", " › ").replace("~1", "/").replace("~0", "~");
  }

  /** JSON, but that a text needs no quotes to be read. */
  private static @Nullable String value(@Nullable String json) {
    if (json == null) {
      return null;
    }
    return json.length() > 2 && json.startsWith("\"") && json.endsWith("\"") && !json.contains("\\")
        ? json.substring(1, json.length() - 1)
        : json;
  }

  private static Badge badge(ApplyResult.Action action) {
    return switch (action) {
      case CREATE -> new Badge("new", Badge.Tone.GOOD);
      case CHANGE -> new Badge("changed", Badge.Tone.WAITING);
      case RETIRE -> new Badge("retired", Badge.Tone.BAD);
      case UNCHANGED -> new Badge("the same", Badge.Tone.PLAIN);
    };
  }

  private Component grants() {
    return new Section(
        "Grants",
        difference.grants().stream()
            .map(
                grant -> {
                  Div line =
                      row(
                          new Span(grant.eventType() + " for " + grant.subscription()),
                          new Span(word(grant.before()) + " → " + word(grant.after())));
                  line.addClassName("line");
                  return line;
                })
            .toArray(Component[]::new));
  }

  private static String word(@Nullable String state) {
    return state == null ? "not asked for" : state;
  }

  private static Div row(Component... parts) {
    Div row = new Div(parts);
    row.addClassName("row");
    return row;
  }
}
