package io.meshwork.cli;

import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.ManifestRedrive;
import io.meshwork.api.MeshJson;
import io.meshwork.api.RedriveDocument;
import io.meshwork.api.RepairRequest;
import io.meshwork.api.VerificationDocument;
import io.meshwork.api.VerificationDocument.Difference;
import io.meshwork.api.VerificationDocument.Finding;
import io.meshwork.api.VerificationDocument.Range;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "repair",
    description = {
      "Verifies a link and shows which stretches of its source are missing at its target as a whole;"
          + " with --yes, has relays pull those again. Repaired events come late, behind younger"
          + " ones.",
      "Exit 0: ordered, or nothing to repair. Exit 2: something could be repaired and --yes was not"
          + " said."
    })
final class RepairCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Connection connection = new Connection();
  @Mixin private LinkArgument link = new LinkArgument();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Crossings from then on, such as 2026-11-21T20:00:00Z; an hour before --to.")
  private @Nullable Instant from;

  @Option(names = "--to", paramLabel = "TIME", description = "Crossings before then; now.")
  private @Nullable Instant to;

  @Option(names = "--skipped", description = "Also what a position move skipped on purpose.")
  private boolean skipped;

  @Option(
      names = "--per-second",
      paramLabel = "EVENTS",
      description = "Events a second at most; 100.")
  private @Nullable Integer perSecond;

  @Option(names = "--yes", description = "Does it.")
  private boolean yes;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (ControlPlaneClient client = connection.open()) {
      VerificationDocument found = VerifyCommand.pages(client, link, from, to, all -> {});
      List<Finding> chosen = found.findings().stream().filter(this::isToRepair).toList();
      print(found, chosen, out);
      if (chosen.isEmpty() || !yes) {
        return chosen.isEmpty() ? ExitCode.DONE : ExitCode.CHANGES;
      }
      RedriveDocument begun =
          client
              .post(
                  link.path("/verification:repair").text(),
                  MeshJson.write(new RepairRequest(ranges(chosen), perSecond)))
              .as(RedriveDocument.class);
      out.printf(
          "Ordered as %s, %d events a second; mesh dead redrive LINK --stop stops it.%n",
          begun.id(), begun.perSecond());
      return ExitCode.DONE;
    }
  }

  /** What nobody ordered to be missing. */
  private boolean isToRepair(Finding finding) {
    boolean lacking =
        finding.difference() == Difference.HOLE || finding.difference() == Difference.MISSING;
    return lacking && finding.canBeRepaired() && (skipped || finding.explanation() == null);
  }

  private static List<ManifestRedrive.Range> ranges(List<Finding> chosen) {
    List<ManifestRedrive.Range> ranges = new ArrayList<>();
    for (Finding finding : chosen) {
      Range source = finding.source();
      if (source != null) {
        ranges.add(new ManifestRedrive.Range(source.partition(), source.from(), source.to()));
      }
    }
    return ranges;
  }

  private void print(VerificationDocument found, List<Finding> chosen, PrintWriter out) {
    Table table = new Table("FINDING", "EVENTS", "PARTITION", "FROM", "TO");
    for (Finding finding : chosen) {
      Range source = finding.source();
      if (source != null) {
        table.row(
            finding.difference().name().toLowerCase(Locale.ROOT),
            Long.toString(finding.events()),
            Integer.toString(source.partition()),
            source.from(),
            source.to());
      }
    }
    if (!chosen.isEmpty()) {
      table.print(out);
    }
    long explained =
        found.findings().stream()
            .filter(each -> each.canBeRepaired() && each.explanation() != null)
            .count();
    if (explained > 0 && !skipped) {
      out.printf("%d were skipped on purpose; --skipped pulls them too.%n", explained);
    }
    if (chosen.isEmpty()) {
      out.println("Nothing is missing that could be pulled again.");
    } else if (!yes) {
      out.printf(
          "%d stretches would be pulled again. Nothing was changed; --yes does it.%n",
          chosen.size());
    }
  }
}
