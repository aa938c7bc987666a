package io.meshwork.console.provisioning;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextField;
import io.meshwork.api.PlanAllowances;
import io.meshwork.api.PlanAllowances.Named;
import io.meshwork.api.PlanDocument;
import io.meshwork.api.PlanDocument.Blocked;
import io.meshwork.console.part.Badge;
import io.meshwork.console.part.Facts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What has to be decided before a plan may be applied: each with why, who notices and a way out.
 */
final class BlockedSection extends Div {
  private static final long serialVersionUID = 1L;

  private final transient PlanAllowances given;
  private final transient May may;
  private final transient Consumer<PlanAllowances> decide;
  private final transient Map<Checkbox, Named> adopt = new LinkedHashMap<>();
  private final transient Map<Checkbox, Named> force = new LinkedHashMap<>();
  private final TextField reason = new TextField("Reason, kept in the audit");
  private final Paragraph none = new Paragraph("Tick what shall be done all the same.");

  /** What the one who looks may allow. */
  record May(boolean force, boolean adopt) {}

  /** Decisions are handed on as all that the plan is then allowed. */
  BlockedSection(PlanDocument plan, May may, Consumer<PlanAllowances> decide) {
    this.given = plan.allowances();
    this.may = may;
    this.decide = decide;
    addClassNames("card", "blocked");
    setId("blocked");
    add(
        new H2(
            plan.blocked().size() == 1
                ? "One thing to decide first"
                : plan.blocked().size() + " things to decide first"));
    plan.blocked().stream()
        .sorted(Comparator.comparing(Way::of))
        .map(this::line)
        .forEach(this::add);
    if (!adopt.isEmpty() || !force.isEmpty()) {
      add(decision());
    }
  }

  private Component decision() {
    reason.setId("allow-reason");
    reason.setRequiredIndicatorVisible(true);
    reason.addClassName("reason");
    none.addClassName("fault");
    none.setId("allow-none");
    none.getElement().setAttribute("role", "alert");
    none.setVisible(false);
    Button button = new Button("Compute again with what is ticked", event -> allow());
    button.setId("allow-named");
    Div row = new Div(reason, button);
    row.addClassNames("row", "form-row");
    Div all = new Div(say("Nothing is done before the new plan is applied."), row, none);
    all.addClassName("stack");
    return all;
  }

  private void allow() {
    boolean ticked =
        Stream.concat(adopt.keySet().stream(), force.keySet().stream())
            .anyMatch(box -> Boolean.TRUE.equals(box.getValue()));
    none.setVisible(!ticked);
    reason.setInvalid(reason.isEmpty());
    if (reason.isEmpty()) {
      reason.setErrorMessage("Say why: whoever reads the audit later asks this first.");
      reason.focus();
    } else if (ticked) {
      decide.accept(new PlanAllowances(with(given.adopt(), adopt), with(given.force(), force)));
    }
  }

  private List<Named> with(List<Named> before, Map<Checkbox, Named> offered) {
    List<Named> all = new ArrayList<>(before);
    offered.forEach(
        (box, named) -> {
          if (Boolean.TRUE.equals(box.getValue())) {
            all.add(new Named(named.broker(), named.resource(), reason.getValue().strip()));
          }
        });
    return all;
  }

  /** What can be done about it, the most dangerous first. */
  enum Way {
    FORCE("cannot be undone", Badge.Tone.BAD),
    ADOPT("made by others", Badge.Tone.WAITING),
    GONE("cannot come back", Badge.Tone.BAD),
    MEND("refused", Badge.Tone.BAD),
    BROKER("broker", Badge.Tone.WAITING),
    OTHER_FIRST("needs another", Badge.Tone.PLAIN);

    private final String word;
    private final Badge.Tone tone;

    Way(String word, Badge.Tone tone) {
      this.word = word;
      this.tone = tone;
    }

    static Way of(Blocked blocked) {
      return switch (blocked.code()) {
        case "FOREIGN_RESOURCE" -> ADOPT;
        case "CANNOT_COME_BACK" -> GONE;
        case "BROKER_AWAY", "BROKER_READ_ONLY" -> BROKER;
        case "NEEDS_BLOCKED" -> OTHER_FIRST;
        default -> blocked.forcible() ? FORCE : MEND;
      };
    }

    Badge badge(Blocked blocked) {
      String said =
          switch (blocked.code()) {
            case "REPLACEMENT" -> "deleted and made anew";
            case "BROKER_AWAY" -> "broker away";
            case "BROKER_READ_ONLY" -> "read-only broker";
            case "OTHER_INSTALLATION" -> "another installation's";
            default -> word;
          };
      return new Badge(said, tone);
    }
  }

  private Component line(Blocked blocked) {
    Way way = Way.of(blocked);
    Span subject = new Span(blocked.subject());
    subject.addClassNames("mono", "action-what");
    Div head = new Div(way.badge(blocked), subject);
    head.addClassName("row");
    Div line = new Div(head, new Paragraph(blocked.reason()));
    line.addClassNames("line", "stack");
    Facts facts = facts(blocked);
    if (facts.getChildren().findAny().isPresent()) {
      line.add(facts);
    }
    line.add(wayOut(way, blocked));
    return line;
  }

  private static Facts facts(Blocked blocked) {
    Facts facts = new Facts();
    for (PlanDocument.AttributeChange change : blocked.changes()) {
      facts.fact("Would change", ActionLine.text(change.name(), change.before(), change.after()));
    }
    if (!blocked.readers().isEmpty()) {
      facts.fact("Readers", PlanWords.readers(blocked.readers()));
    }
    PlanDocument.Traffic traffic = blocked.traffic();
    if (traffic != null) {
      facts.fact("Events", PlanWords.traffic(traffic));
    }
    if (!blocked.causes().isEmpty()) {
      facts.fact("Depends on it", new Causes(blocked.causes()));
    }
    return facts;
  }

  private Component wayOut(Way way, Blocked blocked) {
    return switch (way) {
      case FORCE -> allowing(may.force(), "force", "Force", blocked);
      case ADOPT -> allowing(may.adopt(), "adopt", "Adopt", blocked);
      case GONE -> say("It stays as it is: undo the later change first, or leave it.");
      case MEND -> say("Mend what it names in the catalog, then compute the plan again.");
      case BROKER -> broker(blocked.broker());
      case OTHER_FIRST -> say("It is done once what it needs is decided.");
    };
  }

  private static Component broker(@Nullable String broker) {
    if (broker == null) {
      return say("Compute the plan again when the broker answers.");
    }
    Anchor link = new Anchor("brokers?q=" + broker, "Look at broker " + broker);
    link.addClassName("list-link");
    return new Div(link, new Span(", then compute the plan again."));
  }

  private Component allowing(boolean allowed, String id, String verb, Blocked blocked) {
    String broker = blocked.broker();
    String resource = blocked.resource();
    if (broker == null || resource == null) {
      return say("Mend what it names in the catalog, then compute the plan again.");
    }
    if (!allowed) {
      return say(
          id.equals("adopt")
              ? "An operator may take it over by name, with a reason."
              : "A member of its team or an operator may force it by name, with a reason.");
    }
    Checkbox box = new Checkbox("%s %s on %s".formatted(verb, resource, broker));
    box.setId(id + "-" + place(broker, resource));
    (id.equals("adopt") ? adopt : force).put(box, new Named(broker, resource, null));
    return box;
  }

  private static String place(String broker, String resource) {
    return (broker + "-" + resource).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }

  private static Component say(String words) {
    Div said = new Div(words);
    said.addClassName("muted");
    return said;
  }
}
