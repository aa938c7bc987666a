package io.meshwork.cli;

import io.meshwork.api.DeploymentDocument;
import io.meshwork.api.PlanDocument;
import io.meshwork.model.MeshException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** JUnit's XML: a test case an action, a failure what is blocked or failed. */
final class JUnitXml {
  private final String suite;
  private final List<Case> cases = new ArrayList<>();

  JUnitXml(String suite) {
    this.suite = suite;
  }

  private enum Result {
    PASSED,
    FAILED,
    SKIPPED
  }

  private record Case(String place, String name, Result result, String type, String message) {}

  void plan(PlanDocument plan) {
    for (PlanDocument.ActionDocument action : plan.actions()) {
      cases.add(new Case(place(action), name(action), Result.PASSED, "", ""));
    }
    for (PlanDocument.Blocked blocked : plan.blocked()) {
      cases.add(
          new Case(
              blocked.broker() == null ? "mesh" : blocked.broker(),
              blocked.subject(),
              Result.FAILED,
              blocked.code(),
              PlanText.why(blocked)));
    }
  }

  void deployment(DeploymentDocument deployment, @Nullable PlanDocument plan) {
    for (DeploymentDocument.Step step : deployment.steps()) {
      PlanDocument.ActionDocument action = DeploymentText.action(plan, step);
      String message = step.message();
      cases.add(
          new Case(
              action == null ? "mesh" : place(action),
              action == null ? "step " + step.action() : name(action),
              result(step.state()),
              step.state().name(),
              message == null ? "" : message));
    }
    if (deployment.state() == DeploymentDocument.State.FAILED) {
      cases.add(
          new Case(
              "mesh",
              "deployment " + deployment.id(),
              Result.FAILED,
              "FAILED",
              DeploymentText.summary(deployment)));
    }
  }

  void applied(JsonNode result) {
    for (JsonNode document : result.path("documents")) {
      cases.add(
          new Case(
              "catalog",
              "%s %s %s"
                  .formatted(
                      document.path("action").asString(""),
                      document.path("kind").asString(""),
                      document.path("name").asString("")),
              Result.PASSED,
              "",
              ""));
    }
  }

  void refused(MeshException e) {
    cases.add(new Case("mesh", suite, Result.FAILED, e.code().name(), e.text()));
  }

  private static Result result(DeploymentDocument.StepState state) {
    return switch (state) {
      case DONE -> Result.PASSED;
      case FAILED -> Result.FAILED;
      case PENDING, WAITING, RUNNING, SKIPPED -> Result.SKIPPED;
    };
  }

  private static String place(PlanDocument.ActionDocument action) {
    return action.broker() == null ? action.region() : action.region() + "." + action.broker();
  }

  private static String name(PlanDocument.ActionDocument action) {
    return action.verb() + " " + action.resource();
  }

  void print(PrintWriter out) {
    out.println("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    out.printf(
        "<testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" skipped=\"%d\" errors=\"0\">%n",
        escape(suite), cases.size(), count(Result.FAILED), count(Result.SKIPPED));
    for (Case each : cases) {
      String head =
          "  <testcase classname=\"%s\" name=\"%s\""
              .formatted(escape(each.place()), escape(each.name()));
      switch (each.result()) {
        case PASSED -> out.println(head + "/>");
        case FAILED ->
            out.printf(
                "%s>%n    <failure type=\"%s\" message=\"%s\"/>%n  </testcase>%n",
                head, escape(each.type()), escape(each.message()));
        case SKIPPED ->
            out.printf(
                "%s>%n    <skipped message=\"%s\"/>%n  </testcase>%n",
                head, escape(each.type() + " " + each.message()));
      }
    }
    out.println("</testsuite>");
  }

  private long count(Result result) {
    return cases.stream().filter(each -> each.result() == result).count();
  }

  /** As XML 1.0 takes it: what it has no sign for becomes a question mark. */
  private static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            point -> {
              switch (point) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\n' -> escaped.append("&#10;");
                default ->
                    escaped.appendCodePoint(
                        (point < ' ' && point != '\t') || point == 0xFFFE || point == 0xFFFF
                            ? '?'
                            : point);
              }
            });
    return escaped.toString();
  }
}
