package io.meshwork.cli;

import io.meshwork.api.PlanDocument;
import java.io.PrintWriter;
import java.util.List;

/** A plan as people read it in a terminal. */
final class PlanText {
  private PlanText() {}

  static void print(PlanDocument plan, PrintWriter out) {
    out.printf("Plan %s over revision %d: %s%n", plan.id(), plan.revision(), summary(plan));
    String place = "";
    for (PlanDocument.ActionDocument action : plan.actions()) {
      String here = action.region() + (action.broker() == null ? "" : " / " + action.broker());
      if (!here.equals(place)) {
        out.printf("%n%s%n", here);
        place = here;
      }
      out.printf("  %s %s  [%s]%n", sign(action.verb()), action.resource(), action.safety());
      for (PlanDocument.AttributeChange change : action.changes()) {
        out.printf(
            "      %s: %s -> %s%n", change.name(), absent(change.before()), absent(change.after()));
      }
      if (action.consequence() != null) {
        out.printf("      ! %s%n", action.consequence());
      }
      out.printf("      because of %s%n", String.join(", ", action.causes()));
    }
    for (PlanDocument.Blocked blocked : plan.blocked()) {
      out.printf("%nBLOCKED %s: %s (%s)%n", blocked.subject(), blocked.reason(), blocked.code());
    }
    prices(plan.prices(), out);
  }

  private static String summary(PlanDocument plan) {
    return switch (plan.state()) {
      case EMPTY -> "nothing to do.";
      case READY -> plan.actions().size() + " actions. Apply it with: mesh deploy " + plan.id();
      case BLOCKED -> plan.blocked().size() + " reasons why it cannot be applied.";
      case APPLIED -> "applied already.";
      case STALE -> "the mesh has moved on; plan again.";
    };
  }

  private static void prices(List<PlanDocument.Price> prices, PrintWriter out) {
    if (prices.isEmpty()) {
      return;
    }
    out.printf("%nPrice by month%n");
    for (PlanDocument.Price price : prices) {
      String total =
          price.quantity() == null
              ? "not known: no rate is declared"
              : price.quantity()
                  + " x "
                  + price.unitPrice()
                  + " = "
                  + price.quantity().multiply(price.unitPrice()).toPlainString()
                  + " "
                  + price.currency();
      out.printf(
          "  %s %s (%s): %s  [%s, %s]%n",
          price.broker(), price.what(), price.unit(), total, price.source(), price.asOf());
    }
  }

  private static String sign(String verb) {
    return switch (verb) {
      case "create", "adopt" -> "+";
      case "delete" -> "-";
      default -> "~";
    };
  }

  private static String absent(@org.jspecify.annotations.Nullable String value) {
    return value == null ? "(absent)" : value;
  }
}
