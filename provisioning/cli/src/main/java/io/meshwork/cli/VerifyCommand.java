package io.meshwork.cli;

import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.StandingDocument;
import io.meshwork.api.VerificationDocument;
import io.meshwork.api.VerificationDocument.Counts;
import io.meshwork.api.VerificationDocument.Finding;
import io.meshwork.api.VerificationDocument.Range;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "verify",
    description = {
      "Compares what a link read with what its target holds, by its crossings.",
      "Exit 0: all equal. Exit 2: something is missing, twice, foreign or different."
    })
final class VerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Connection connection = new Connection();
  @Mixin private LinkArgument link = new LinkArgument();
  @Mixin private TextOrJson output = new TextOrJson();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Crossings from then on, such as 2026-11-21T20:00:00Z; an hour before --to.")
  private @Nullable Instant from;

  @Option(names = "--to", paramLabel = "TIME", description = "Crossings before then; now.")
  private @Nullable Instant to;

  @Option(
      names = "--standing",
      description =
          "How far verification in the background is, and what it found; no broker is asked.")
  private boolean standing;

  @Override
  public Integer call() {
    if (standing) {
      return standing();
    }
    VerificationDocument found = ask();
    output.print(spec, found, VerifyCommand::print);
    return found.hasViolations() ? ExitCode.CHANGES : ExitCode.DONE;
  }

  private int standing() {
    if (from != null || to != null) {
      throw new ParameterException(
          spec.commandLine(), "--standing takes no --from and no --to: it tells of all so far.");
    }
    try (ControlPlaneClient client = connection.open()) {
      StandingDocument found =
          client.get(link.path("/verification/standing").text()).as(StandingDocument.class);
      output.print(spec, found, StandingText::print);
      return found.hasFindings() ? ExitCode.CHANGES : ExitCode.DONE;
    }
  }

  private VerificationDocument ask() {
    PrintWriter err = spec.commandLine().getErr();
    try (ControlPlaneClient client = connection.open()) {
      return pages(
          client,
          link,
          from,
          to,
          all -> {
            err.printf(
                "%s: %d events compared up to %s%n", link.name(), judged(all.counts()), all.next());
            err.flush();
          });
    }
  }

  /** Page by page, as one; says how far it is. */
  static VerificationDocument pages(
      ControlPlaneClient client,
      LinkArgument link,
      @Nullable Instant from,
      @Nullable Instant to,
      Consumer<VerificationDocument> progress) {
    VerificationDocument all = page(client, link, from, to);
    while (all.next() != null) {
      progress.accept(all);
      all = all.with(page(client, link, all.next(), all.asked()));
    }
    return all;
  }

  private static VerificationDocument page(
      ControlPlaneClient client,
      LinkArgument link,
      @Nullable Instant since,
      @Nullable Instant until) {
    return client
        .get(link.path("/verification").with("from", since).with("to", until).text())
        .as(VerificationDocument.class);
  }

  private static long judged(Counts counts) {
    return counts.compared() + counts.counted();
  }

  private static void print(VerificationDocument found, PrintWriter out) {
    if (!found.findings().isEmpty()) {
      Table table = new Table("AT", "FINDING", "EVENTS", "SOURCE", "TARGET", "ALLOWED");
      for (Finding finding : found.findings()) {
        table.row(
            finding.at().toString(),
            finding.difference().name().toLowerCase(Locale.ROOT),
            Long.toString(finding.events()),
            shown(finding.source()),
            shown(finding.target()),
            finding.allowed()
                ? Objects.requireNonNullElse(finding.explanation(), found.delivery())
                : "no");
      }
      table.print(out);
    }
    if (found.moreFindings() > 0) {
      out.printf("%d more are not named; verify a shorter time.%n", found.moreFindings());
    }
    Counts counts = found.counts();
    String verdict =
        found.hasViolations() ? "NOT EQUAL" : counts.crossings() == 0 ? "nothing crossed" : "equal";
    out.printf(
        "%s, %s to %s: %s; %d crossings of %d events: %d compared one by one, %d by number,"
            + " %d not retained, %d not readable; %d filtered, %d refused%n",
        found.link(),
        found.from(),
        found.to(),
        verdict,
        counts.crossings(),
        counts.passed(),
        counts.compared(),
        counts.counted(),
        counts.notRetained(),
        counts.unreadable(),
        counts.filtered(),
        counts.refused());
  }

  static String shown(@Nullable Range range) {
    return range == null
        ? "-"
        : "%s/%d %s..%s".formatted(range.channel(), range.partition(), range.from(), range.to());
  }
}
