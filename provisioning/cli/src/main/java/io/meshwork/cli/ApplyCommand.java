package io.meshwork.cli;

import io.meshwork.api.ApiError;
import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.MeshJson;
import io.meshwork.api.PlanDocument;
import io.meshwork.model.MeshException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "apply",
    description = {
      "Creates or changes what documents declare; deletes nothing unless asked.",
      "With --plan: saves them as one revision and deploys exactly that plan, if it was made of them and nothing moved."
    })
final class ApplyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Connection connection = new Connection();
  @Mixin private OutputOptions outputs = new OutputOptions();
  @Mixin private DocumentOptions documents = new DocumentOptions();
  @Mixin private Deploying deploying = new Deploying();

  @Option(
      names = "--plan",
      paramLabel = "ID|FILE",
      description =
          "The plan that mesh plan -f made of these documents: its id, or what -o json=FILE wrote.")
  private @Nullable String plan;

  @Option(
      names = "--dry-run",
      description = "Only say what would change; exit 2 if anything would.")
  private boolean dryRun;

  @Override
  public Integer call() {
    if (!documents.isGiven()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "Missing: --file, the documents; a file, a folder, or -.");
    }
    try (Printer printer = outputs.open(spec.commandLine().getOut(), "mesh apply");
        ControlPlaneClient client = connection.open()) {
      return printer.guard(
          () -> {
            DocumentSet set = documents.read(printer.faults());
            printer.about(set);
            String made = plan;
            return made == null
                ? save(client, set, printer)
                : deploy(client, set, id(made), printer);
          });
    }
  }

  private int save(ControlPlaneClient client, DocumentSet set, Printer printer) {
    String path =
        new RequestPath("/api/v1/apply")
            .with("dryRun", dryRun ? true : null)
            .with("prune", documents.pruned())
            .text();
    JsonNode result = MeshJson.tree(client.post(path, set.json().toString()).body());
    printer.applied(result);
    return dryRun && changes(result) ? ExitCode.CHANGES : ExitCode.DONE;
  }

  private int deploy(ControlPlaneClient client, DocumentSet set, UUID id, Printer printer) {
    if (dryRun) {
      throw new MeshException(
          ApiError.INVALID_DOCUMENT,
          "--dry-run and --plan exclude each other: the plan is the dry run.");
    }
    ObjectNode same = MeshJson.mapper().createObjectNode();
    same.set("documents", set.json());
    String prune = documents.pruned();
    if (prune != null) {
      same.put("prune", prune);
    }
    client.post("/api/v1/plans/%s:compare".formatted(id), same.toString());
    PlanDocument made = client.get("/api/v1/plans/" + id).as(PlanDocument.class);
    if (made.state() == PlanDocument.State.EMPTY) {
      printer.plan(made);
      return ExitCode.DONE;
    }
    return deploying.run(client, id, printer);
  }

  private static UUID id(String plan) {
    if (Files.isRegularFile(Path.of(plan))) {
      return MeshJson.read(Inputs.text(plan), PlanDocument.class).id();
    }
    try {
      return UUID.fromString(plan);
    } catch (IllegalArgumentException e) {
      throw new MeshException(
          ApiError.INVALID_DOCUMENT,
          "'%s' is neither a plan's id nor a file that mesh plan -o json=FILE wrote."
              .formatted(plan),
          e);
    }
  }

  private static boolean changes(JsonNode result) {
    return result
        .path("documents")
        .valueStream()
        .anyMatch(d -> !d.path("action").asString("").equals("unchanged"));
  }

  /** What was saved, for people. */
  static void print(JsonNode result, PrintWriter out) {
    Changes.print(result.path("documents"), out);
    result.path("notes").forEach(note -> out.printf("! %s%n", note.asString("")));
    out.printf(
        "Revision %s%s.%n",
        result.path("revision"),
        result.path("dryRun").asBoolean(false) ? ", nothing was changed" : "");
  }
}
