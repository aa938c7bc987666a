package io.meshwork.console.provisioning;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import io.meshwork.api.PlanDocument.ActionDocument;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One phase of a plan: what it waits for, then its actions by place, in each the dangerous first.
 * Long lists show their beginning; the rest on demand.
 */
final class PhaseSection extends Div {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 12;

  PhaseSection(PhaseOf phase, List<ActionDocument> actions) {
    addClassNames("card", "phase");
    setId("phase-" + phase.name().toLowerCase(java.util.Locale.ROOT));
    Span count = new Span(actions.size() == 1 ? "1 step" : actions.size() + " steps");
    count.addClassName("muted");
    Div head = new Div(new H2(phase.title()), count);
    head.addClassName("row");
    Paragraph lead = new Paragraph(phase.lead());
    lead.addClassName("muted");
    add(head, lead);
    List<String> waits = actions.getFirst().waitsFor();
    if (!waits.isEmpty()) {
      add(waits(waits));
    }
    places(actions).forEach((place, there) -> add(place(place, there)));
  }

  private static Component waits(List<String> waits) {
    UnorderedList list =
        new UnorderedList(waits.stream().map(ListItem::new).toArray(ListItem[]::new));
    list.addClassName("waits");
    Div card = new Div(new Span("Each step waits until"), list);
    card.addClassName("notice");
    return card;
  }

  private static Map<String, List<ActionDocument>> places(List<ActionDocument> actions) {
    Map<String, List<ActionDocument>> places = new LinkedHashMap<>();
    for (ActionDocument action : actions) {
      String broker = action.broker();
      places
          .computeIfAbsent(
              broker == null ? "Relays of " + action.region() : broker + " in " + action.region(),
              any -> new ArrayList<>())
          .add(action);
    }
    places.values().forEach(there -> there.sort(Comparator.comparing(Danger::of)));
    return places;
  }

  private static Component place(String place, List<ActionDocument> actions) {
    Div group = new Div(new H3(place));
    group.addClassName("phase-place");
    Div lines = new Div();
    lines.addClassName("action-lines");
    group.add(lines);
    int shown = Math.max(SHOWN, (int) actions.stream().filter(PhaseSection::isHigh).count());
    actions.stream().limit(shown).map(ActionLine::new).forEach(lines::add);
    if (actions.size() > shown) {
      List<ActionDocument> rest = actions.subList(shown, actions.size());
      Button more = new Button("Show %d more on %s".formatted(rest.size(), place));
      more.setId("show-more");
      more.addThemeVariants(ButtonVariant.TERTIARY);
      more.addClickListener(
          event -> {
            rest.stream().map(ActionLine::new).forEach(lines::add);
            group.remove(more);
          });
      group.add(more);
    }
    return group;
  }

  private static boolean isHigh(ActionDocument action) {
    return Danger.of(action).isHigh();
  }
}
