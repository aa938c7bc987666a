package io.meshwork.cli;

import io.meshwork.api.PlanDocument;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A plan as people read it in a terminal. */
final class PlanText {
  private PlanText() {}

  static void print(PlanDocument plan, PrintWriter out) {
    out.printf("Plan %s over revision %d: %s%n", plan.id(), plan.revision(), summary(plan));
    if (plan.undoes() != null) {
      out.printf("Takes back deployment %s.%n", plan.undoes());
    }
    if (plan.restores() != null) {
      out.printf("Brings back what revision %d had.%n", plan.restores());
    }
    if (!plan.notes().isEmpty()) {
      out.printf("%nFirst, in the catalog%n");
      plan.notes().forEach(note -> out.printf("  %s%n", note));
    }
    for (String phase : List.of("expand", "switch", "contract")) {
      phase(
          phase,
          plan.actions().stream().filter(action -> action.phase().equals(phase)).toList(),
          out);
    }
    plan.blocked().forEach(blocked -> blocked(blocked, out));
    prices(plan.prices(), out);
    if (plan.state() == PlanDocument.State.READY) {
      out.printf("%nApply it with: mesh deploy %s%n", plan.id());
    }
  }

  /** One sentence. */
  static String summary(PlanDocument plan) {
    return switch (plan.state()) {
      case EMPTY -> "nothing to do.";
      case READY ->
          plan.actions().isEmpty()
              ? plan.undoes() == null
                  ? "only the catalog changes."
                  : "only cancels what still waits to be taken away."
              : counted(plan.actions().size(), "action") + ".";
      case BLOCKED -> counted(plan.blocked().size(), "reason") + " why it cannot be applied.";
      case APPLIED -> "applied already.";
      case STALE -> "the mesh has moved on; plan again.";
    };
  }

  private static String counted(int count, String what) {
    return count == 1 ? "1 " + what : "%d %ss".formatted(count, what);
  }

  private static void phase(
      String phase, List<PlanDocument.ActionDocument> actions, PrintWriter out) {
    if (actions.isEmpty()) {
      return;
    }
    out.printf("%n%s%n", heading(phase));
    List<String> waits = actions.getFirst().waitsFor();
    if (!waits.isEmpty()) {
      out.printf("  waits until %s%n", String.join("; and ", waits));
    }
    String place = "";
    for (PlanDocument.ActionDocument action : actions) {
      String here = action.region() + (action.broker() == null ? "" : " / " + action.broker());
      if (!here.equals(place)) {
        out.printf("  %s%n", here);
        place = here;
      }
      action(action, waits, out);
    }
  }

  private static String heading(String phase) {
    return switch (phase) {
      case "expand" -> "1. EXPAND: what is added, at once";
      case "switch" -> "2. SWITCH: relays change over when that is there";
      default -> "3. CONTRACT: what is taken away, later";
    };
  }

  private static void action(
      PlanDocument.ActionDocument action, List<String> told, PrintWriter out) {
    out.printf("    %s %s  [%s]%n", sign(action.verb()), action.resource(), action.safety());
    for (PlanDocument.AttributeChange change : action.changes()) {
      out.printf(
          "        %s: %s -> %s%n", change.name(), absent(change.before()), absent(change.after()));
    }
    if (action.consequence() != null) {
      out.printf("        ! %s%n", action.consequence());
    }
    if (!action.waitsFor().isEmpty() && !action.waitsFor().equals(told)) {
      out.printf("        waits until %s%n", String.join("; and ", action.waitsFor()));
    }
    out.printf("        because of %s%n", String.join(", ", action.causes()));
    out.printf("        undo: %s%n", action.undo());
  }

  private static void blocked(PlanDocument.Blocked blocked, PrintWriter out) {
    out.printf("%nBLOCKED %s: %s (%s)%n", blocked.subject(), blocked.reason(), blocked.code());
    for (PlanDocument.AttributeChange change : blocked.changes()) {
      out.printf(
          "    %s: %s -> %s%n", change.name(), absent(change.before()), absent(change.after()));
    }
    String noticed = noticed(blocked);
    if (!noticed.isEmpty()) {
      out.printf("    who notices: %s%n", noticed);
    }
    if (!blocked.causes().isEmpty()) {
      out.printf("    because of %s%n", String.join(", ", blocked.causes()));
    }
    if (blocked.forcible()) {
      out.printf(
          "    force it with: --force '%s:%s=REASON'%n", blocked.broker(), blocked.resource());
    }
  }

  /** The reason and who would notice, in one text. */
  static String why(PlanDocument.Blocked blocked) {
    String noticed = noticed(blocked);
    return blocked.reason() + (noticed.isEmpty() ? "" : " Who notices: " + noticed + ".");
  }

  private static String noticed(PlanDocument.Blocked blocked) {
    String readers =
        blocked.readers().stream()
            .map(
                reader ->
                    "group %s (%d members, %d events behind)"
                        .formatted(reader.group(), reader.members(), reader.lag()))
            .collect(Collectors.joining(", "));
    PlanDocument.Traffic traffic = blocked.traffic();
    if (traffic == null) {
      return readers;
    }
    return "%s%sup to %d events are kept, %d of the last hour, %d of the last day"
        .formatted(
            readers,
            readers.isEmpty() ? "" : "; ",
            traffic.retained(),
            traffic.lastHour(),
            traffic.lastDay());
  }

  private static void prices(List<PlanDocument.Price> prices, PrintWriter out) {
    if (prices.isEmpty()) {
      return;
    }
    out.printf("%nPrice by month%n");
    for (PlanDocument.Price price : prices) {
      out.printf(
          "  %s %s (%s): %s  [%s, %s]%n",
          price.broker(), price.what(), price.unit(), total(price), price.source(), price.asOf());
    }
  }

  /** What one price line comes to. */
  static String total(PlanDocument.Price price) {
    String note = price.note();
    return price.quantity() == null
        ? "not known: " + (note == null ? "no rate is declared" : note)
        : price.quantity()
            + " x "
            + price.unitPrice()
            + " = "
            + price.quantity().multiply(price.unitPrice()).toPlainString()
            + " "
            + price.currency();
  }

  /** What a verb does, as one sign. */
  static String sign(String verb) {
    return switch (verb) {
      case "create", "adopt" -> "+";
      case "delete", "withdraw", "release" -> "-";
      default -> "~";
    };
  }

  private static String absent(@Nullable String value) {
    return value == null ? "(absent)" : value;
  }
}
