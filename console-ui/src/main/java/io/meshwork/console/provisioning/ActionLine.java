package io.meshwork.console.provisioning;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import io.meshwork.api.PlanDocument;
import io.meshwork.api.PlanDocument.ActionDocument;
import io.meshwork.console.part.Facts;
import org.jspecify.annotations.Nullable;

/**
 * One action: what it does, what that means, who asked for it. How it is taken back and when it
 * acts is folded where nothing can be lost.
 */
final class ActionLine extends Div {
  private static final long serialVersionUID = 1L;

  ActionLine(ActionDocument action) {
    addClassNames("action-line", tone(action.verb()));
    Danger danger = Danger.of(action);
    Span sign = new Span(sign(action.verb()));
    sign.addClassName("action-sign");
    sign.getElement().setAttribute("aria-hidden", "true");
    Span what = new Span(verb(action) + " " + action.resource());
    what.addClassNames("mono", "action-what");
    Div head = new Div(what, danger.badge());
    head.addClassName("row");
    Div words = new Div();
    words.addClassName("action-words");
    String consequence = action.consequence();
    if (danger.isHigh()) {
      words.add(head);
      if (consequence != null) {
        Paragraph means = new Paragraph(consequence);
        means.addClassName("fault");
        words.add(means);
      }
      words.add(facts(action));
    } else {
      Span because = new Span("because of " + String.join(", ", action.causes()));
      because.addClassNames("muted", "small");
      head.add(because);
      Details more = new Details(head, facts(action));
      more.addClassName("action-more");
      words.add(more);
      if (consequence != null) {
        words.add(new Paragraph(consequence));
      }
    }
    add(sign, words);
  }

  private static Facts facts(ActionDocument action) {
    Facts facts = new Facts();
    facts.fact("Asked for by", new Causes(action.causes()));
    if (!action.readers().isEmpty()) {
      facts.fact("Readers", PlanWords.readers(action.readers()));
    }
    PlanDocument.Traffic traffic = action.traffic();
    if (traffic != null) {
      facts.fact("Events", PlanWords.traffic(traffic));
    }
    if (!action.changes().isEmpty()) {
      facts.fact("Settings", changes(action));
    }
    return facts
        .fact("Acts only if", action.precondition())
        .fact("Undo", action.undo())
        .fact("Step", Integer.toString(action.number()));
  }

  private static Component changes(ActionDocument action) {
    Div all = new Div();
    for (PlanDocument.AttributeChange change : action.changes()) {
      Div one = new Div(text(change.name(), change.before(), change.after()));
      one.addClassNames("mono", "small");
      all.add(one);
    }
    return all;
  }

  /** A setting before and after. */
  static String text(String name, @Nullable String before, @Nullable String after) {
    if (before == null) {
      return name + ": " + after;
    }
    return name + ": " + before + " → " + (after == null ? "(none)" : after);
  }

  private static String verb(ActionDocument action) {
    if (action.verb().equals("switch")) {
      return "switch to the new";
    }
    return action.verb().equals("change") && action.phase().equals("contract")
        ? "narrow"
        : action.verb();
  }

  private static String sign(String verb) {
    return switch (verb) {
      case "create", "adopt" -> "+";
      case "delete", "withdraw", "release" -> "−";
      default -> "~";
    };
  }

  private static String tone(String verb) {
    return switch (verb) {
      case "create", "adopt" -> "action-add";
      case "delete", "withdraw", "release" -> "action-remove";
      default -> "action-change";
    };
  }
}
