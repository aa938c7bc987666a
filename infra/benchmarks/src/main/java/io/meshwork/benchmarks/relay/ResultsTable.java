package io.meshwork.benchmarks.relay;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The table that a person reads: one line a mover. */
final class ResultsTable {
  private static final String HEAD =
      "%-34s %10s %6s %8s %8s %8s | %-20s | %-20s | %s%n"
          .formatted(
              "",
              "events/s",
              "MB/s",
              "CPU s/M",
              "brokers",
              "peak MB",
              "x raw-tx: rate cpu m",
              "x mm2: rate cpu mem",
              "events/s by round");

  private ResultsTable() {}

  static String of(Results results) {
    StringBuilder table = new StringBuilder();
    table.append("%n%s%n".formatted(results.source().title()));
    Mover loop = loop(results);
    table.append(HEAD.replace("raw-tx", "%-6s".formatted(loop.word())));
    results.movers().forEach(mover -> table.append(line(results, mover, loop)));
    results
        .failures()
        .forEach((mover, why) -> table.append("%-34s FAILED: %s%n".formatted(mover.title(), why)));
    return table.toString();
  }

  /** The loop that it is compared with. */
  private static Mover loop(Results results) {
    return results.source().movers().contains(Mover.RAW_TX) ? Mover.RAW_TX : Mover.RAW;
  }

  private static String line(Results results, Mover mover, Mover loop) {
    Run run = results.of(mover).orElseThrow();
    return String.format(
        Locale.ROOT,
        "%-34s %,10.0f %6.0f %8.2f %8.2f %8.0f | %-20s | %-20s | %s%n",
        mover.title(),
        run.eventsASecond(),
        run.megabytesASecond(results.source().shape().recordBytes()),
        run.cpuAMillion(),
        run.brokersCpuAMillion(),
        run.peakMegabytes(),
        ratio(results.ratio(mover, loop)),
        ratio(results.ratio(mover, Mover.MIRROR)),
        rounds(results.rounds(mover)));
  }

  private static String ratio(Optional<Run.Ratio> ratio) {
    return ratio
        .map(
            all ->
                String.format(
                    Locale.ROOT, "%6.2f %6.2f %6.2f", all.rate(), all.cpu(), all.memory()))
        .orElse("");
  }

  private static String rounds(List<Run> rounds) {
    return rounds.stream()
        .map(round -> String.format(Locale.ROOT, "%,.0f", round.eventsASecond()))
        .collect(Collectors.joining(" / "));
  }
}
