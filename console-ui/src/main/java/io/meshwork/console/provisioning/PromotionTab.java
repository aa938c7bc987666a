package io.meshwork.console.provisioning;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.Location;
import com.vaadin.flow.router.QueryParameters;
import io.meshwork.api.Kind;
import io.meshwork.api.PromotionBaseline.Difference;
import io.meshwork.console.part.Badge;
import io.meshwork.console.part.Choices;
import io.meshwork.console.part.Empty;
import io.meshwork.console.part.Section;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.MeshException;
import io.meshwork.model.catalog.Environment;
import io.meshwork.model.catalog.RegionSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What runs in one environment and not, or not so, in another; and the step from one to it. */
final class PromotionTab extends Div {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 50;

  private final transient RoomsOfProvisioning rooms;
  private final transient CurrentActor actor;
  private final Select<String> from = new Select<>();
  private final Select<String> to = new Select<>();
  private final TextField search = new TextField();
  private final Section list = new Section("Differences");
  private int limit = SHOWN;

  PromotionTab(RoomsOfProvisioning rooms, CurrentActor actor, QueryParameters asked) {
    this.rooms = rooms;
    this.actor = actor;
    addClassName("stack");
    List<String> environments = environments();
    if (environments.size() < 2) {
      add(
          new Empty(
              VaadinIcon.ROAD,
              "One environment",
              "Each region names its environment, such as dev or prod. With two of them, this shows"
                  + " what runs in one and not in the other, and promotes schema versions."));
      return;
    }
    String ahead =
        asked.getSingleParameter("from").filter(environments::contains).orElse(first(environments));
    choose(from, "Ahead", "promote-from", environments, ahead);
    choose(
        to,
        "To follow",
        "promote-to",
        environments,
        asked
            .getSingleParameter("to")
            .filter(environments::contains)
            .orElseGet(
                () ->
                    environments.stream().filter(e -> !e.equals(ahead)).findFirst().orElseThrow()));
    search.setId("search");
    search.setAriaLabel("Search differences");
    search.setPlaceholder("Kind or name");
    search.setPrefixComponent(VaadinIcon.SEARCH.create());
    search.setClearButtonVisible(true);
    search.addClassName("search");
    search.setValueChangeMode(ValueChangeMode.LAZY);
    search.addValueChangeListener(event -> show());
    Div row = new Div(from, to, search);
    row.addClassNames("row", "form-row");
    add(row, list);
    show();
  }

  private static String first(List<String> environments) {
    return environments.contains("dev") ? "dev" : environments.getFirst();
  }

  private List<String> environments() {
    return new Choices(rooms.catalog(), actor.require())
        .all(Kind.REGION).stream()
            .map(region -> region.spec(RegionSpec.class).environment().value())
            .distinct()
            .sorted()
            .toList();
  }

  private void choose(
      Select<String> select, String label, String id, List<String> items, String value) {
    select.setLabel(label);
    select.setId(id);
    select.setItems(items);
    select.setValue(value);
    select.addValueChangeListener(event -> chosen());
  }

  private void chosen() {
    UI.getCurrent()
        .getPage()
        .getHistory()
        .replaceState(
            null,
            new Location(
                "provisioning",
                QueryParameters.simple(
                    Map.of("tab", "promotion", "from", from.getValue(), "to", to.getValue()))));
    limit = SHOWN;
    show();
  }

  private void show() {
    List<Component> lines = new ArrayList<>();
    try {
      List<Difference> all =
          rooms
              .promotions()
              .baseline(
                  actor.require(), new Environment(from.getValue()), new Environment(to.getValue()))
              .differences();
      String words = search.getValue().strip();
      List<Difference> found =
          all.stream().filter(each -> (each.kind() + " " + each.name()).contains(words)).toList();
      found.stream().limit(limit).forEach(each -> lines.add(line(each)));
      if (found.isEmpty()) {
        lines.add(all.isEmpty() ? same() : nothing());
      } else if (found.size() > limit) {
        lines.add(more());
      }
    } catch (MeshException e) {
      Span words = new Span(e.text());
      words.addClassName("fault");
      lines.add(words);
    }
    list.show(lines.toArray(Component[]::new));
  }

  private Component same() {
    return new Empty(
        VaadinIcon.CHECK_CIRCLE_O,
        "The same",
        "%s runs all that %s runs, in the same versions, as far as you may see."
            .formatted(to.getValue(), from.getValue()));
  }

  private static Component nothing() {
    return new Empty(VaadinIcon.SEARCH, "Nothing matches", "Use fewer letters.");
  }

  private Button more() {
    Button more =
        new Button(
            "Show more",
            event -> {
              limit += SHOWN;
              show();
            });
    more.setId("show-more");
    return more;
  }

  private Component line(Difference each) {
    Div line =
        new Div(
            new Badge(each.aspect().equals("present") ? "missing" : each.aspect(), tone(each)),
            name(each),
            new Span(words(each)));
    line.addClassNames("row", "line");
    Integer version = version(each);
    if (version != null
        && rooms
            .catalog()
            .allows(actor.require(), Operation.ADMINISTER, new EventTypeName(each.name()))) {
      Button promote = new Button("Promote", event -> promote(each.name(), version));
      promote.setId("promote-" + each.name());
      promote.setAriaLabel("Promote " + each.name() + " to " + to.getValue());
      line.add(promote);
    }
    return line;
  }

  private static Badge.Tone tone(Difference each) {
    return each.aspect().equals("present") ? Badge.Tone.WAITING : Badge.Tone.PLAIN;
  }

  private static @Nullable Integer version(Difference each) {
    String there = each.inFrom();
    return each.kind().equals(Kind.EVENT_TYPE.word())
            && there != null
            && there.matches("\\d{1,9}")
            && !there.equals("0")
        ? Integer.valueOf(there)
        : null;
  }

  private static Component name(Difference each) {
    String text = each.kind() + " " + each.name();
    for (Kind kind : List.of(Kind.EVENT_TYPE, Kind.SUBSCRIPTION)) {
      if (kind.word().equals(each.kind())) {
        Anchor link = new Anchor(kind.path() + "/" + each.name(), text);
        link.addClassName("list-link");
        return link;
      }
    }
    return new Span(text);
  }

  private String words(Difference each) {
    if (each.aspect().equals("present")) {
      return "runs in %s%s and not in %s"
          .formatted(
              from.getValue(),
              each.kind().equals(Kind.EVENT_TYPE.word()) ? " in version " + each.inFrom() : "",
              to.getValue());
    }
    return "%s in %s, %s in %s"
        .formatted(shown(each.inFrom()), from.getValue(), shown(each.inTo()), to.getValue());
  }

  private static String shown(@Nullable String text) {
    return text == null ? "none" : text;
  }

  private void promote(String name, int version) {
    new PromoteDialog(
            rooms, actor, new EventTypeName(name), new Environment(to.getValue()), version)
        .open();
  }
}
