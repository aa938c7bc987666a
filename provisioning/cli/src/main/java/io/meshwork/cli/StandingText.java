package io.meshwork.cli;

import io.meshwork.api.StandingDocument;
import io.meshwork.api.StandingDocument.KeptFinding;
import io.meshwork.api.StandingDocument.Tally;
import io.meshwork.api.StandingDocument.Unverified;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Objects;

/** How far verification in the background is, as text. */
final class StandingText {
  private StandingText() {}

  static void print(StandingDocument found, PrintWriter out) {
    if (!found.findings().isEmpty()) {
      Table table = new Table("FOUND", "FINDING", "EVENTS", "SOURCE", "TARGET", "STATE", "REASON");
      for (KeptFinding each : found.findings()) {
        table.row(
            each.foundAt().toString(),
            each.finding().difference().name().toLowerCase(Locale.ROOT),
            Long.toString(each.finding().events()),
            VerifyCommand.shown(each.finding().source()),
            VerifyCommand.shown(each.finding().target()),
            each.state().name().toLowerCase(Locale.ROOT),
            Objects.requireNonNullElse(each.reason(), ""));
      }
      table.print(out);
    }
    for (Unverified each : found.leftOut()) {
      out.printf(
          "never verified: %d events, %s%n", each.events(), VerifyCommand.shown(each.source()));
    }
    if (found.problem() != null) {
      out.printf("not verified now: %s%n", found.problem());
    }
    out.println(summary(found));
  }

  private static String summary(StandingDocument found) {
    if (found.through() == null) {
      return found.perSecond() == 0
          ? "%s: verification in the background is off".formatted(found.link())
          : "%s: not looked at yet".formatted(found.link());
    }
    Tally counts = found.counts();
    return String.format(
        Locale.ROOT,
        "%s: %s, verified from %s to %s, %.0f s and %d events behind; %d events: %d compared one by"
            + " one, %d by number, %d never verified, %d allowed by its class",
        found.link(),
        found.open() == 0 ? "nothing open" : found.open() + " OPEN",
        found.since(),
        found.through(),
        found.secondsBehind(),
        found.eventsBehind(),
        counts.events(),
        counts.compared(),
        counts.counted(),
        counts.leftOut(),
        counts.allowed());
  }
}
