package io.meshwork.cli;

import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.MeshJson;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
    name = "apply",
    description = "Creates or changes what documents declare; deletes nothing unless asked.")
final class ApplyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Connection connection = new Connection();

  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "FILE",
      description = "A file, a folder, or - for standard input; may be repeated.")
  private List<String> files = new ArrayList<>();

  @Option(
      names = "--dry-run",
      description = "Only say what would change; exit 2 if anything would.")
  private boolean dryRun;

  @Option(
      names = "--prune",
      paramLabel = "SET",
      description = "Retire what this set holds and the documents do not.")
  private @Nullable String prune;

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
    String documents = DocumentSet.read(files);
    List<String> query = new ArrayList<>();
    if (dryRun) {
      query.add("dryRun=true");
    }
    if (prune != null) {
      query.add("prune=" + URLEncoder.encode(prune, StandardCharsets.UTF_8));
    }
    PrintWriter out = spec.commandLine().getOut();
    try (ControlPlaneClient client = connection.open()) {
      String path = "/api/v1/apply" + (query.isEmpty() ? "" : "?" + String.join("&", query));
      String body = client.post(path, documents).body();
      JsonNode result = MeshJson.tree(body);
      if (output == Output.JSON) {
        out.println(MeshJson.pretty(result));
      } else {
        print(result, out);
      }
      return dryRun && changes(result) ? ExitCode.CHANGES : ExitCode.DONE;
    }
  }

  private static boolean changes(JsonNode result) {
    return result
        .path("documents")
        .valueStream()
        .anyMatch(d -> !d.path("action").asString("").equals("unchanged"));
  }

  private static void print(JsonNode result, PrintWriter out) {
    for (JsonNode document : result.path("documents")) {
      String action = document.path("action").asString("");
      out.printf(
          "%-9s %s %s%n",
          action, document.path("kind").asString(""), document.path("name").asString(""));
      if (action.equals("change")) {
        for (JsonNode change : document.path("changes")) {
          out.printf(
              "          %s: %s -> %s%n",
              change.path("pointer").asString(""),
              shown(change.path("before")),
              shown(change.path("after")));
        }
      }
    }
    out.printf(
        "Revision %s%s.%n",
        result.path("revision"),
        result.path("dryRun").asBoolean(false) ? ", nothing was changed" : "");
  }

  private static String shown(JsonNode value) {
    String text = value.isString() ? value.asString() : value.toString();
    return value.isNull() || value.isMissingNode()
        ? "(absent)"
        : text.length() > 120 ? text.substring(0, 117) + "…" : text;
  }
}
