package io.meshwork.relay.faults;

import io.meshwork.model.catalog.DeliveryClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * Runs rounds and keeps what each came to: a line a round in {@code rounds.tsv}, to which later
 * runs add, and the tables over all of them in {@code report.md}.
 */
final class Rounds {
  private final Path directory;

  Rounds(Path directory) {
    this.directory = directory;
  }

  /** When to end. */
  sealed interface Until {
    boolean isReached(int rounds, long startedAt);

    record Count(int rounds) implements Until {
      @Override
      public boolean isReached(int done, long startedAt) {
        return done >= rounds;
      }
    }

    record Passed(Duration time) implements Until {
      @Override
      public boolean isReached(int done, long startedAt) {
        return System.nanoTime() - startedAt >= time.toNanos();
      }
    }
  }

  void run(FaultWorld world, long firstSeed, Until until) throws IOException {
    Files.createDirectories(directory);
    long startedAt = System.nanoTime();
    for (int done = 0; !until.isReached(done, startedAt); done++) {
      Round.Count count = new Round(world, firstSeed + done).run();
      Files.writeString(
          directory.resolve("rounds.tsv"),
          line(count),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
      Files.writeString(directory.resolve("report.md"), report(read()));
    }
  }

  private static String line(Round.Count count) {
    return "%d\t%s\t%s\t%d\t%d\t%d\t%d\t%d\t%d%n"
        .formatted(
            count.seed(),
            count.fault(),
            count.delivery(),
            count.published(),
            count.lost(),
            count.repeated(),
            count.violations(),
            count.resumeMillis(),
            count.silenceMillis());
  }

  private List<Round.Count> read() throws IOException {
    List<Round.Count> all = new ArrayList<>();
    for (String line : Files.readAllLines(directory.resolve("rounds.tsv"))) {
      String[] cell = line.split("\t", -1);
      all.add(
          new Round.Count(
              Long.parseLong(cell[0]),
              Fault.valueOf(cell[1]),
              DeliveryClass.valueOf(cell[2]),
              Integer.parseInt(cell[3]),
              Long.parseLong(cell[4]),
              Long.parseLong(cell[5]),
              Integer.parseInt(cell[6]),
              Long.parseLong(cell[7]),
              Long.parseLong(cell[8])));
    }
    return all;
  }

  static String report(List<Round.Count> all) {
    StringBuilder text = new StringBuilder();
    text.append("| clusters | class | rounds | events | lost | twice | order, bytes broken |\n");
    text.append("|---|---|---:|---:|---:|---:|---:|\n");
    for (Fault.Site site : Fault.Site.values()) {
      for (DeliveryClass delivery : DeliveryClass.values()) {
        List<Round.Count> of =
            at(all, site).stream().filter(each -> each.delivery() == delivery).toList();
        if (!of.isEmpty()) {
          text.append(
              "| %s | %s | %d | %d | %d | %d | %d |%n"
                  .formatted(
                      site.words(),
                      delivery.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                      of.size(),
                      sum(of, Round.Count::published),
                      sum(of, Round.Count::lost),
                      sum(of, Round.Count::repeated),
                      sum(of, Round.Count::violations)));
        }
      }
    }
    text.append("\n| what goes wrong | rounds | to resume: p50 | longest ");
    text.append("| silence: p50 | longest |\n|---|---:|---:|---:|---:|---:|\n");
    for (Fault fault : Fault.values()) {
      List<Round.Count> of = all.stream().filter(each -> each.fault() == fault).toList();
      if (!of.isEmpty()) {
        text.append("| %s | %d | %s |%n".formatted(fault.words(), of.size(), times(of)));
      }
    }
    for (Fault.Site site : Fault.Site.values()) {
      List<Round.Count> of = at(all, site);
      if (!of.isEmpty()) {
        text.append(
            "| **all with clusters of %s** | %d | %s |%n"
                .formatted(site.words(), of.size(), times(of)));
      }
    }
    return text.toString();
  }

  private static List<Round.Count> at(List<Round.Count> all, Fault.Site site) {
    return all.stream().filter(each -> each.fault().site() == site).toList();
  }

  private static long sum(List<Round.Count> of, ToLongFunction<Round.Count> what) {
    return of.stream().mapToLong(what).sum();
  }

  private static String times(List<Round.Count> of) {
    return median(of, Round.Count::resumeMillis) + " | " + median(of, Round.Count::silenceMillis);
  }

  private static String median(List<Round.Count> of, ToLongFunction<Round.Count> what) {
    long[] sorted = of.stream().mapToLong(what).sorted().toArray();
    return "%.1f s | %.1f s"
        .formatted(sorted[sorted.length / 2] / 1000.0, sorted[sorted.length - 1] / 1000.0);
  }
}
