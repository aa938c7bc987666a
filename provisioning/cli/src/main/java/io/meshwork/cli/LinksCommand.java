package io.meshwork.cli;

import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.LinkDocument;
import io.meshwork.api.MeshJson;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(name = "links", description = "Shows the links that you may see, live.")
final class LinksCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Connection connection = new Connection();

  @Override
  public Integer call() {
    Table table =
        new Table("LINK", "STATE", "EVENTS", "EVENTS/S", "LAG", "LAG S", "P99 MS", "PROBLEM");
    try (ControlPlaneClient client = connection.open()) {
      JsonNode page = MeshJson.tree(client.get("/api/v1/links").body());
      for (JsonNode item : page.path("items")) {
        LinkDocument link = MeshJson.mapper().treeToValue(item, LinkDocument.class);
        String problem = link.problem();
        table.row(
            link.id(),
            link.state(),
            Long.toString(link.events()),
            String.format(Locale.ROOT, "%.1f", link.eventsPerSecond()),
            Long.toString(link.lagEvents()),
            String.format(Locale.ROOT, "%.1f", link.lagSeconds()),
            String.format(Locale.ROOT, "%.1f", link.latency().p99()),
            problem == null ? "" : problem);
      }
    }
    table.print(spec.commandLine().getOut());
    return ExitCode.DONE;
  }
}
