package io.meshwork.console.part;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import io.meshwork.api.PlanDocument;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A plan as a readable diff: what is blocked first, then by region and broker what is done and why.
 */
public final class PlanDiff extends Div {
  private static final long serialVersionUID = 1L;

  /** Shows a plan. */
  public PlanDiff(PlanDocument plan) {
    addClassNames("stack", "plan-diff");
    if (!plan.blocked().isEmpty()) {
      Div card = new Div(new H3("Blocked"));
      card.addClassName("card");
      plan.blocked().forEach(blocked -> card.add(line(blocked)));
      add(card);
    }
    if (plan.actions().isEmpty() && plan.blocked().isEmpty()) {
      add(new Paragraph("Nothing has to be done: the mesh is as it should be."));
    }
    groups(plan.actions()).forEach((place, actions) -> add(group(place, actions)));
    if (!plan.prices().isEmpty()) {
      add(prices(plan.prices()));
    }
  }

  private static Component line(PlanDocument.Blocked blocked) {
    Div head = new Div(new Badge("blocked", Badge.Tone.BAD), new Span(blocked.subject()));
    head.addClassName("row");
    Div line = new Div(head, new Paragraph(blocked.reason()));
    line.addClassName("line");
    return line;
  }

  private static Map<String, List<PlanDocument.ActionDocument>> groups(
      List<PlanDocument.ActionDocument> actions) {
    Map<String, List<PlanDocument.ActionDocument>> groups = new LinkedHashMap<>();
    for (PlanDocument.ActionDocument action : actions) {
      String broker = action.broker();
      String place = action.region() + (broker == null ? " · relays" : " · " + broker);
      groups.computeIfAbsent(place, any -> new ArrayList<>()).add(action);
    }
    return groups;
  }

  private static Component group(String place, List<PlanDocument.ActionDocument> actions) {
    Div group = new Div(new H3(place));
    group.addClassName("card");
    actions.forEach(action -> group.add(line(action)));
    return group;
  }

  private static Component line(PlanDocument.ActionDocument action) {
    Div words = new Div(new Span(verb(action.verb()) + " " + action.resource()));
    for (PlanDocument.AttributeChange change : action.changes()) {
      Div attribute = new Div(text(change));
      attribute.addClassName("diff-attribute");
      words.add(attribute);
    }
    String consequence = action.consequence();
    if (consequence != null) {
      Div warning =
          new Div(new Badge(action.safety(), Badge.Tone.BAD), new Span(" " + consequence));
      words.add(warning);
    }
    Div because = new Div("because of " + String.join(", ", action.causes()));
    because.addClassName("diff-cause");
    words.add(because);
    Span sign = new Span(sign(action.verb()));
    sign.getElement().setAttribute("aria-hidden", "true");
    Div line = new Div(sign, words);
    line.addClassNames("diff-line", tone(action.verb()));
    return line;
  }

  private static String text(PlanDocument.AttributeChange change) {
    String before = change.before();
    String after = change.after();
    if (before == null) {
      return change.name() + ": " + after;
    }
    return change.name() + ": " + before + " → " + (after == null ? "(none)" : after);
  }

  private static Component prices(List<PlanDocument.Price> prices) {
    Div card = new Div(new H3("Price by month"));
    card.addClassName("card");
    for (PlanDocument.Price price : prices) {
      BigDecimal quantity = price.quantity();
      String amount =
          quantity == null
              ? "not known: no rate is declared"
              : quantity.multiply(price.unitPrice()).stripTrailingZeros().toPlainString()
                  + " "
                  + price.currency();
      card.add(
          new Div(
              "%s · %s (%s × %s %s): %s"
                  .formatted(
                      price.broker(),
                      price.what(),
                      quantity == null ? "?" : quantity.toPlainString(),
                      price.unitPrice().toPlainString(),
                      price.currency() + "/" + price.unit(),
                      amount)));
    }
    return card;
  }

  private static String verb(String verb) {
    return verb.equals("switch") ? "switch to" : verb;
  }

  private static String sign(String verb) {
    return switch (verb) {
      case "create", "adopt" -> "+";
      case "delete" -> "−";
      default -> "~";
    };
  }

  private static String tone(String verb) {
    return switch (verb) {
      case "create", "adopt" -> "diff-add";
      case "delete" -> "diff-remove";
      default -> "diff-change";
    };
  }
}
