package io.meshwork.cli;

import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.MeshJson;
import io.meshwork.api.PlanDocument;
import java.io.PrintWriter;
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

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "Documents to lay over the catalog: a file, a folder, or -; may be repeated.")
  private List<String> files = new ArrayList<>();

  @Option(
      names = "--team",
      paramLabel = "TEAM",
      description = "Only what this team's resources cause.")
  private @Nullable String team;

  @Option(
      names = "--resource",
      paramLabel = "KIND/NAME",
      description = "Only what this resource causes; may be repeated.")
  private List<String> resources = new ArrayList<>();

  @Option(
      names = {"-o", "--output"},
      defaultValue = "text",
      description = "text or json.")
  private ApplyCommand.Output output = ApplyCommand.Output.TEXT;

  @Override
  public Integer call() {
    ObjectNode request = MeshJson.mapper().createObjectNode();
    ObjectNode scope = request.putObject("scope");
    if (team != null) {
      scope.put("team", team);
    }
    if (!resources.isEmpty()) {
      var list = scope.putArray("resources");
      for (String resource : resources) {
        list.add(ResourceArgument.parse(resource).toJson());
      }
    }
    if (!files.isEmpty()) {
      request.set("documents", MeshJson.tree(DocumentSet.read(files)));
    }
    PrintWriter out = spec.commandLine().getOut();
    try (ControlPlaneClient client = connection.open()) {
      PlanDocument plan = client.post("/api/v1/plans", request.toString()).as(PlanDocument.class);
      if (output == ApplyCommand.Output.JSON) {
        out.println(MeshJson.pretty(plan));
      } else {
        PlanText.print(plan, out);
      }
      return switch (plan.state()) {
        case EMPTY, APPLIED -> ExitCode.DONE;
        case READY -> ExitCode.CHANGES;
        case BLOCKED, STALE -> ExitCode.BLOCKED;
      };
    }
  }
}
