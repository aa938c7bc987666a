package io.meshwork.cli;

import io.meshwork.api.DeploymentDocument;
import io.meshwork.api.PlanDocument;
import io.meshwork.model.MeshException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A summary for a pull request. */
final class PlanMarkdown {
  private PlanMarkdown() {}

  static void print(PlanDocument plan, PrintWriter out) {
    out.printf("### Meshwork plan: %s%n%n", PlanText.summary(plan));
    out.printf("`%s` over revision %d", plan.id(), plan.revision());
    if (plan.restores() != null) {
      out.printf(", brings back revision %d", plan.restores());
    }
    out.printf("%n%n");
    if (!plan.blocked().isEmpty()) {
      out.printf("**Blocked**%n%n");
      plan.blocked()
          .forEach(
              blocked ->
                  out.printf(
                      "- `%s` **%s**: %s%n",
                      blocked.code(), text(blocked.subject()), text(PlanText.why(blocked))));
      out.println();
    }
    if (!plan.notes().isEmpty()) {
      out.printf("**Catalog**%n%n");
      plan.notes().forEach(note -> out.printf("- %s%n", text(note)));
      out.println();
    }
    if (!plan.actions().isEmpty()) {
      actions(plan.actions(), out);
    }
    if (!plan.prices().isEmpty()) {
      out.printf("**Price by month**%n%n| broker | what | total |%n|---|---|---|%n");
      plan.prices()
          .forEach(
              price ->
                  out.printf(
                      "| %s | %s (%s) | %s |%n",
                      text(price.broker()),
                      text(price.what()),
                      text(price.unit()),
                      text(PlanText.total(price))));
    }
  }

  private static void actions(List<PlanDocument.ActionDocument> actions, PrintWriter out) {
    out.printf("| phase | where | what | consequence | undo |%n|---|---|---|---|---|%n");
    for (PlanDocument.ActionDocument action : actions) {
      String consequence = action.consequence();
      out.printf(
          "| %s | %s | %s %s | %s | %s |%n",
          action.phase(),
          text(action.broker() == null ? action.region() : action.broker()),
          action.verb(),
          code(action.resource()),
          consequence == null ? "" : text(consequence),
          text(action.undo()));
    }
    out.println();
    actions.stream()
        .filter(action -> !action.waitsFor().isEmpty())
        .findFirst()
        .ifPresent(
            action ->
                out.printf(
                    "What is taken away waits until %s.%n%n",
                    text(String.join("; and ", action.waitsFor()))));
  }

  static void print(DeploymentDocument deployment, @Nullable PlanDocument plan, PrintWriter out) {
    out.printf("### Meshwork deployment: %s%n%n", text(DeploymentText.summary(deployment)));
    out.printf("`%s` of plan `%s`%n%n", deployment.id(), deployment.plan());
    out.printf("| step | state | |%n|---|---|---|%n");
    for (DeploymentDocument.Step step : deployment.steps()) {
      PlanDocument.ActionDocument action = DeploymentText.action(plan, step);
      String message = step.message();
      out.printf(
          "| %s | %s | %s |%n",
          action == null
              ? Integer.toString(step.action())
              : action.verb() + " " + code(action.resource()),
          step.state().name().toLowerCase(Locale.ROOT),
          text(message == null ? DeploymentText.waits(step) : message));
    }
  }

  static void applied(JsonNode result, PrintWriter out) {
    out.printf(
        "### Meshwork catalog: revision %s%s%n%n",
        result.path("revision"),
        result.path("dryRun").asBoolean(false) ? ", nothing was changed" : "");
    for (JsonNode document : result.path("documents")) {
      String action = document.path("action").asString("");
      if (!action.equals("unchanged")) {
        out.printf(
            "- %s %s %s%n",
            action, document.path("kind").asString(""), code(document.path("name").asString("")));
      }
    }
    result.path("notes").forEach(note -> out.printf("- %s%n", text(note.asString(""))));
  }

  static void refused(MeshException e, PrintWriter out) {
    out.printf("### Meshwork: refused%n%n`%s` %s%n%n", e.code().name(), text(e.text()));
    e.violations()
        .forEach(
            violation ->
                out.printf("- %s %s%n", code(violation.pointer()), text(violation.message())));
  }

  /** Free text that cannot break a table or become a link or a tag. */
  private static String text(String text) {
    StringBuilder escaped = new StringBuilder();
    for (char sign : text.replace('\n', ' ').replace('\r', ' ').toCharArray()) {
      if ("\\`*_{}[]<>|~@".indexOf(sign) >= 0) {
        escaped.append('\\');
      }
      escaped.append(sign);
    }
    return escaped.toString();
  }

  private static String code(String text) {
    return "`" + text.replace("`", "'").replace("|", "\\|").replace('\n', ' ') + "`";
  }
}
