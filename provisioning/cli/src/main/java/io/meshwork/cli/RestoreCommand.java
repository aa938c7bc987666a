package io.meshwork.cli;

import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.MeshJson;
import io.meshwork.api.PlanDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "restore",
    description =
        "Shows the plan for entries as they were at a revision; with --yes brings them back and applies it.")
final class RestoreCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Connection connection = new Connection();
  @Mixin private OutputOptions outputs = new OutputOptions();
  @Mixin private Deploying deploying = new Deploying();
  @Mixin private AllowanceOptions allowances = new AllowanceOptions();

  @Parameters(paramLabel = "REVISION", description = "The revision to go back to.")
  private long revision;

  @Option(
      names = "--scope",
      paramLabel = "TEAM|KIND/NAME",
      description =
          "Only this team's entries, or these; may be repeated. Without it, the whole catalog.")
  private List<String> scope = new ArrayList<>();

  @Option(names = "--yes", description = "Apply it.")
  private boolean yes;

  @Override
  public Integer call() {
    try (Printer printer = outputs.open(spec.commandLine().getOut(), "mesh restore");
        ControlPlaneClient client = connection.open()) {
      return printer.guard(
          () -> {
            PlanDocument plan =
                client.post("/api/v1/plans", request().toString()).as(PlanDocument.class);
            boolean apply = yes && plan.state() == PlanDocument.State.READY;
            if (apply) {
              printer.before(plan);
            } else {
              printer.plan(plan);
            }
            return apply ? deploying.run(client, plan.id(), printer) : ExitCode.of(plan);
          });
    }
  }

  private ObjectNode request() {
    ObjectNode request = MeshJson.mapper().createObjectNode().put("revision", revision);
    ObjectNode about = request.putObject("scope");
    if (scope.size() == 1 && !scope.getFirst().contains("/")) {
      about.put("team", scope.getFirst());
    } else if (!scope.isEmpty()) {
      var list = about.putArray("resources");
      scope.forEach(each -> list.add(ResourceArgument.parse(each).toJson()));
    }
    if (allowances.isGiven()) {
      request.set("allowances", MeshJson.toTree(allowances.read()));
    }
    return request;
  }
}
