package io.meshwork.console.map;

import io.meshwork.api.LinkDocument;
import io.meshwork.api.LinkReport;
import io.meshwork.console.part.Facts;
import io.meshwork.model.catalog.Rate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a link gets on, and what holds it up, in words. */
final class WorkFacts {
  private static final double MILLIS = 1000.0;

  private WorkFacts() {}

  static void add(Facts facts, LinkDocument link) {
    LinkReport.Work work = link.work();
    String limits = limits(link.rate(), link.teamRate(), link.team());
    if (!limits.isEmpty()) {
      facts.fact("At most", limits);
    }
    LinkReport.Beside beside = work.beside();
    if (beside != null) {
      facts.fact("Beside the others", reason(beside));
    }
    if (!limits.isEmpty() || work.waitedMillis() > 0) {
      facts.fact(
          "Waited for its rate",
          String.format(Locale.ROOT, "%,.1f seconds", work.waitedMillis() / MILLIS));
    }
    facts
        .fact(
            "Read",
            String.format(
                Locale.ROOT,
                "%,d in whole batches, %,d one by one, %,d in merged batches",
                work.forwarded(),
                work.reencoded(),
                work.merged()))
        .fact("Transactions", String.format(Locale.ROOT, "%,d", work.transactions()))
        .fact("Dead letters written", String.format(Locale.ROOT, "%,d", work.deadLetters()));
  }

  static String reason(LinkReport.Beside beside) {
    return switch (beside) {
      case FAILING -> "failing: its target does not take its events";
      case LAGGING -> "lagging: it is far behind the others of its channel";
      case HELD -> "held: it has used up its rate, or its team's";
    };
  }

  private static String limits(@Nullable Rate own, @Nullable Rate ofTeam, String team) {
    String its = own == null ? "" : own.toString();
    String theirs =
        ofTeam == null ? "" : "%s for all links of team %s here".formatted(ofTeam, team);
    return its.isEmpty() || theirs.isEmpty() ? its + theirs : its + "; " + theirs;
  }
}
