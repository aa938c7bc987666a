package io.meshwork.cli;

import java.io.PrintWriter;
import tools.jackson.databind.JsonNode;

/** What changes in the catalog, entry by entry and field by field. */
final class Changes {
  private static final int WIDTH = 120;

  private Changes() {}

  static void print(JsonNode differences, PrintWriter out) {
    for (JsonNode difference : differences) {
      String action = difference.path("action").asString("");
      out.printf(
          "%-9s %s %s%n",
          action, difference.path("kind").asString(""), difference.path("name").asString(""));
      if (action.equals("change")) {
        for (JsonNode change : difference.path("changes")) {
          out.printf(
              "          %s: %s -> %s%n",
              change.path("pointer").asString(""),
              shown(change.path("before")),
              shown(change.path("after")));
        }
      }
    }
  }

  static String shown(JsonNode value) {
    String text = value.isString() ? value.asString() : value.toString();
    return value.isNull() || value.isMissingNode()
        ? "(absent)"
        : text.length() > WIDTH ? text.substring(0, WIDTH - 3) + "…" : text;
  }
}
