package io.meshwork.cli;

import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.LinkDocument;
import io.meshwork.api.LinkReport;
import io.meshwork.api.MeshJson;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(name = "links", description = "Shows the links that you may see, live.")
final class LinksCommand implements Callable<Integer> {
  private static final double MILLIS = 1000.0;

  @Spec private CommandSpec spec;
  @Mixin private Connection connection = new Connection();

  @Override
  public Integer call() {
    Table table =
        new Table(
            "LINK",
            "STATE",
            "EVENTS",
            "EVENTS/S",
            "LAG",
            "LAG S",
            "P99 MS",
            "DEAD",
            "BESIDE",
            "WAITED S",
            "LIMIT",
            "FINDINGS",
            "PROBLEM");
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
            Long.toString(link.work().deadLetters()),
            beside(link.work().beside()),
            String.format(Locale.ROOT, "%.1f", link.work().waitedMillis() / MILLIS),
            limit(link),
            findings(link),
            problem == null ? "" : problem);
      }
    }
    table.print(spec.commandLine().getOut());
    return ExitCode.DONE;
  }

  private static String beside(LinkReport.@Nullable Beside why) {
    return why == null ? "" : why.name().toLowerCase(Locale.ROOT);
  }

  private static String findings(LinkDocument link) {
    LinkDocument.Verified verified = link.verification();
    return verified == null ? "" : Long.toString(verified.openFindings());
  }

  private static String limit(LinkDocument link) {
    return Stream.of(
            link.rate() == null ? "" : link.rate().toString(),
            link.teamRate() == null ? "" : "team " + link.teamRate())
        .filter(each -> !each.isEmpty())
        .collect(Collectors.joining(", "));
  }
}
