package io.meshwork.cli;

import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.DeploymentDocument;
import io.meshwork.api.MeshJson;
import io.meshwork.api.PlanDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "contract",
    description =
        "Ends the wait for undoing: what a deployment takes away may go now. Undoing is then no longer exact.")
final class ContractCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Connection connection = new Connection();

  @Parameters(paramLabel = "DEPLOYMENT", description = "A deployment's id.")
  private UUID deployment;

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "REASON",
      description = "Why; kept in the audit.")
  private String reason = "";

  @Option(
      names = "--force",
      paramLabel = "'BROKER:KIND NAME'",
      description = "This may go although it is in use. May be repeated.")
  private List<String> force = new ArrayList<>();

  @Override
  public Integer call() {
    ObjectNode request = MeshJson.mapper().createObjectNode().put("reason", reason);
    if (!force.isEmpty()) {
      var list = request.putArray("force");
      force.forEach(text -> list.add(MeshJson.toTree(AllowanceOptions.named(text, reason))));
    }
    try (ControlPlaneClient client = connection.open()) {
      DeploymentDocument now =
          client
              .post("/api/v1/deployments/%s:contract".formatted(deployment), request.toString())
              .as(DeploymentDocument.class);
      PlanDocument plan = client.get("/api/v1/plans/" + now.plan()).as(PlanDocument.class);
      DeploymentText.print(now, plan, spec.commandLine().getOut());
      return ExitCode.DONE;
    }
  }
}
