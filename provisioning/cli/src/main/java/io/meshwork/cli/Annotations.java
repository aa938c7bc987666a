package io.meshwork.cli;

import io.meshwork.api.DeploymentDocument;
import io.meshwork.api.PlanDocument;
import io.meshwork.model.MeshException;
import io.meshwork.model.Violation;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** GitHub's workflow commands: annotations at the lines that something comes from. */
final class Annotations {
  private final PrintWriter out;
  private final DocumentSet documents;

  Annotations(PrintWriter out, DocumentSet documents) {
    this.out = out;
    this.documents = documents;
  }

  void plan(PlanDocument plan) {
    for (PlanDocument.Blocked blocked : plan.blocked()) {
      say("error", first(blocked.causes()), blocked.code(), PlanText.why(blocked));
    }
    for (PlanDocument.ActionDocument action : plan.actions()) {
      String consequence = action.consequence();
      if (consequence != null) {
        say(
            "warning",
            first(action.causes()),
            action.verb() + " " + action.resource(),
            consequence + " " + action.undo());
      }
    }
    say("notice", null, "Plan " + plan.id(), PlanText.summary(plan));
  }

  void deployment(DeploymentDocument deployment, @Nullable PlanDocument plan) {
    for (DeploymentDocument.Step step : deployment.steps()) {
      String message = step.message();
      if (step.state() == DeploymentDocument.StepState.FAILED) {
        PlanDocument.ActionDocument action = DeploymentText.action(plan, step);
        say(
            "error",
            action == null ? null : first(action.causes()),
            action == null ? "Step " + step.action() : action.verb() + " " + action.resource(),
            message == null ? "failed" : message);
      }
    }
    say(
        deployment.state() == DeploymentDocument.State.FAILED ? "error" : "notice",
        null,
        "Deployment " + deployment.id(),
        DeploymentText.summary(deployment));
  }

  void applied(JsonNode result) {
    for (JsonNode document : result.path("documents")) {
      String title = document.path("kind").asString("") + " " + document.path("name").asString("");
      String action = document.path("action").asString("");
      if (!action.equals("unchanged")) {
        say(action.equals("retire") ? "warning" : "notice", documents.place(title), title, action);
      }
    }
    for (JsonNode note : result.path("notes")) {
      say("warning", null, "Set", note.asString(""));
    }
  }

  void refused(MeshException e, List<DocumentSet.Fault> faults) {
    if (!faults.isEmpty()) {
      faults.forEach(fault -> say("error", fault.place(), e.code().name(), fault.message()));
      return;
    }
    boolean placed = false;
    for (Violation violation : e.violations()) {
      DocumentSet.Place place = documents.pointed(violation.pointer());
      say("error", place, e.code().name(), violation.pointer() + " " + violation.message());
      placed = true;
    }
    if (!placed) {
      say("error", null, e.code().name(), e.text());
    }
  }

  private DocumentSet.@Nullable Place first(List<String> causes) {
    for (String cause : causes) {
      DocumentSet.Place place = documents.place(cause);
      if (place != null) {
        return place;
      }
    }
    return null;
  }

  private void say(String level, DocumentSet.@Nullable Place place, String title, String message) {
    String at =
        place == null ? "" : "file=%s,line=%d,".formatted(property(place.file()), place.line());
    out.printf("::%s %stitle=%s::%s%n", level, at, property(title), data(message));
  }

  private static String data(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }
}
