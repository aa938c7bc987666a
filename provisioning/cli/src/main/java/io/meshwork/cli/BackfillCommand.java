package io.meshwork.cli;

import io.meshwork.api.BackfillDocument;
import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.MeshJson;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "backfill",
    description = {
      "Shows what bringing a subscription the earlier events that only its present filter takes"
          + " would mean; with --yes, does it. What it has got already does not come again.",
      "Exit 0: ordered, or there is nothing to look at. Exit 2: something would change and --yes"
          + " was not said. Exit 1: refused."
    })
final class BackfillCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Connection connection = new Connection();
  @Mixin private TextOrJson output = new TextOrJson();

  @Parameters(paramLabel = "SUBSCRIPTION", description = "Which subscription.")
  private String subscription = "";

  @Option(
      names = "--from",
      paramLabel = "TIME",
      required = true,
      description =
          "earliest: with the oldest event that is left; or a time, such as 2026-11-21T20:00:00Z.")
  private String from = "";

  @Option(names = "--yes", description = "Does it.")
  private boolean yes;

  @Option(
      names = "--reason",
      paramLabel = "REASON",
      defaultValue = "Its filter was widened.",
      description = "Why; kept in the audit. Default: ${DEFAULT-VALUE}")
  private String reason = "";

  @Override
  public Integer call() {
    try (ControlPlaneClient client = connection.open()) {
      String path = "/api/v1/subscriptions/" + RequestPath.encoded(subscription);
      BackfillDocument found =
          yes
              ? client
                  .post(path + ":backfill", MeshJson.write(Map.of("from", from, "reason", reason)))
                  .as(BackfillDocument.class)
              : client
                  .get(new RequestPath(path + "/backfill").with("from", from).text())
                  .as(BackfillDocument.class);
      output.print(spec, found, this::print);
      if (found.refusal() != null) {
        return ExitCode.ERROR;
      }
      return yes || found.events() == 0 ? ExitCode.DONE : ExitCode.CHANGES;
    }
  }

  private void print(BackfillDocument found, PrintWriter out) {
    String refusal = found.refusal();
    if (refusal != null) {
      out.println(refusal);
      return;
    }
    if (found.events() == 0) {
      out.println("Everything since then was read with the present filter: nothing to look at.");
      return;
    }
    Table table = new Table("LINK", "PARTITION", "FROM", "EVENTS TO LOOK AT");
    for (BackfillDocument.Link link : found.links()) {
      for (BackfillDocument.Stretch each : link.partitions()) {
        table.row(
            link.link(),
            Integer.toString(each.partition()),
            each.position(),
            Long.toString(each.events()));
      }
    }
    table.print(out);
    if (yes) {
      out.printf(
          "Ordered: %d events are looked at again, and those that only the present filter takes are"
              + " brought. Its relays take it with their next manifest; mesh position LINK shows"
              + " when.%n",
          found.events());
    } else {
      out.printf(
          "%d events would be looked at again; those that only the present filter takes would be"
              + " brought, each once. Nothing was changed; --yes does it.%n",
          found.events());
    }
  }
}
