package io.meshwork.cli;

import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.MeshJson;
import io.meshwork.api.RenderDocument;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "render",
    description =
        "Shows what would exist for documents, per broker and region, without asking any broker; without -f, for the whole catalog. Exit 3: something cannot be.")
final class RenderCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Connection connection = new Connection();
  @Mixin private DocumentOptions documents = new DocumentOptions();

  @Option(
      names = {"-o", "--output"},
      defaultValue = "text",
      description = "text or json.")
  private DiffCommand.Output output = DiffCommand.Output.TEXT;

  @Override
  public Integer call() {
    ObjectNode request = MeshJson.mapper().createObjectNode();
    DocumentSet set = documents.read(new ArrayList<>());
    if (!set.isEmpty()) {
      request.set("documents", set.json());
    }
    String prune = documents.pruned();
    if (prune != null) {
      request.put("prune", prune);
    }
    try (ControlPlaneClient client = connection.open()) {
      RenderDocument rendered =
          client.post("/api/v1/render", request.toString()).as(RenderDocument.class);
      PrintWriter out = spec.commandLine().getOut();
      if (output == DiffCommand.Output.JSON) {
        out.println(MeshJson.pretty(rendered));
      } else {
        print(rendered, out);
      }
      boolean whole =
          rendered.refusals().isEmpty()
              && rendered.brokers().stream().allMatch(broker -> broker.limits().isEmpty());
      return whole ? ExitCode.DONE : ExitCode.BLOCKED;
    }
  }

  private static void print(RenderDocument rendered, PrintWriter out) {
    for (RenderDocument.Broker broker : rendered.brokers()) {
      out.printf("%s / %s (%s)%n", broker.region(), broker.broker(), broker.transport());
      for (RenderDocument.Resource resource : broker.resources()) {
        out.printf("  %s%n", resource.resource());
        resource.attributes().forEach((name, value) -> out.printf("      %s: %s%n", name, value));
        out.printf("      because of %s%n", String.join(", ", resource.causes()));
      }
      broker.limits().forEach(limit -> out.printf("  CANNOT BE %s%n", limit));
    }
    for (RenderDocument.Link link : rendered.links()) {
      out.printf("link %s, run in %s%n", link.id(), link.region());
      out.printf("  %s -> %s, %s%n", link.from(), link.to(), link.delivery());
      if (link.filtering()) {
        out.printf(
            "  filtered%s%n",
            link.filters().isEmpty() ? "" : " by " + String.join(" or ", link.filters()));
      }
      if (link.transform() != null) {
        out.printf("  projected by %s%n", link.transform());
      }
    }
    for (RenderDocument.Refusal refusal : rendered.refusals()) {
      out.printf("CANNOT BE %s: %s (%s)%n", refusal.subject(), refusal.reason(), refusal.code());
    }
  }
}
