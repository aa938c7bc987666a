package io.meshwork.cli;

import io.meshwork.api.ApiError;
import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.MeshJson;
import io.meshwork.model.MeshException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
    name = "diff",
    description = "Shows what differs between two revisions. Exit 2: something does.")
final class DiffCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Connection connection = new Connection();

  @Parameters(
      paramLabel = "FROM..TO",
      description = "Two revisions, such as 41..57; either may be latest.")
  private String range = "";

  @Option(
      names = {"-o", "--output"},
      defaultValue = "text",
      description = "text or json.")
  private Output output = Output.TEXT;

  enum Output {
    TEXT,
    JSON
  }

  @Override
  public Integer call() {
    String[] ends = range.split("\\.\\.", -1);
    if (ends.length != 2 || ends[0].isEmpty() || ends[1].isEmpty()) {
      throw new MeshException(
          ApiError.INVALID_DOCUMENT,
          "'%s' must be two revisions, such as 41..57.".formatted(range));
    }
    try (ControlPlaneClient client = connection.open()) {
      JsonNode difference =
          MeshJson.tree(
              client.get("/api/v1/revisions/%s/diff/%s".formatted(ends[0], ends[1])).body());
      PrintWriter out = spec.commandLine().getOut();
      if (output == Output.JSON) {
        out.println(MeshJson.pretty(difference));
      } else {
        print(difference, out);
      }
      return difference.path("entries").isEmpty() && difference.path("grants").isEmpty()
          ? ExitCode.DONE
          : ExitCode.CHANGES;
    }
  }

  private static void print(JsonNode difference, PrintWriter out) {
    Changes.print(difference.path("entries"), out);
    for (JsonNode grant : difference.path("grants")) {
      out.printf(
          "grant     %s for %s: %s -> %s%n",
          grant.path("eventType").asString(""),
          grant.path("subscription").asString(""),
          Changes.shown(grant.path("before")),
          Changes.shown(grant.path("after")));
    }
  }
}
