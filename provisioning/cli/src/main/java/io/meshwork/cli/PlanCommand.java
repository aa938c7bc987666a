package io.meshwork.cli;

import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.MeshJson;
import io.meshwork.api.PlanDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "plan",
    description =
        "Computes what would be done; saves nothing to the catalog. Exit 0: nothing, 2: changes, 3: blocked.")
final class PlanCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Connection connection = new Connection();
  @Mixin private OutputOptions outputs = new OutputOptions();
  @Mixin private DocumentOptions documents = new DocumentOptions();
  @Mixin private AllowanceOptions allowances = new AllowanceOptions();

  @Option(
      names = "--team",
      paramLabel = "TEAM",
      description = "Only what this team's resources cause.")
  private @Nullable String team;

  @Option(
      names = "--resource",
      paramLabel = "KIND/NAME",
      description =
          "Only what this resource causes; may be repeated. With -f: instead of what the files name.")
  private List<String> resources = new ArrayList<>();

  @Override
  public Integer call() {
    try (Printer printer = outputs.open(spec.commandLine().getOut(), "mesh plan");
        ControlPlaneClient client = connection.open()) {
      return printer.guard(
          () -> {
            DocumentSet set = documents.read(printer.faults());
            printer.about(set);
            PlanDocument plan =
                client.post("/api/v1/plans", request(set).toString()).as(PlanDocument.class);
            printer.plan(plan);
            return ExitCode.of(plan);
          });
    }
  }

  private ObjectNode request(DocumentSet set) {
    ObjectNode request = MeshJson.mapper().createObjectNode();
    ObjectNode scope = request.putObject("scope");
    if (team != null) {
      scope.put("team", team);
    } else if (!resources.isEmpty()) {
      var list = scope.putArray("resources");
      resources.forEach(resource -> list.add(ResourceArgument.parse(resource).toJson()));
    } else if (!set.isEmpty()) {
      request.set("scope", MeshJson.toTree(set.scope()));
    }
    if (!set.isEmpty()) {
      request.set("documents", set.json());
    }
    String prune = documents.pruned();
    if (prune != null) {
      request.put("prune", prune);
    }
    if (allowances.isGiven()) {
      request.set("allowances", MeshJson.toTree(allowances.read()));
    }
    return request;
  }
}
