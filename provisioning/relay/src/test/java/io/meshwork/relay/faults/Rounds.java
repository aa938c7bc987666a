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
import java.util.stream.Stream;

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
    return "%d\t%s\t%s\t%d\t%d\t%d\t%d\t%d%n"
        .formatted(
            count.seed(),
            count.fault(),
            count.delivery(),
            count.published(),
            count.lost(),
            count.repeated(),
            count.violations(),
            count.resumeMillis());
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
              Long.parseLong(cell[7])));
    }
    return all;
  }

  static String report(List<Round.Count> all) {
    StringBuilder text = new StringBuilder();
    text.append("| class | rounds | events | lost | twice | order, bytes broken |\n");
    text.append("|---|---:|---:|---:|---:|---:|\n");
    for (DeliveryClass delivery : DeliveryClass.values()) {
      List<Round.Count> of = all.stream().filter(each -> each.delivery() == delivery).toList();
      text.append(
          "| %s | %d | %d | %d | %d | %d |%n"
              .formatted(
                  delivery.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                  of.size(),
                  of.stream().mapToLong(Round.Count::published).sum(),
                  of.stream().mapToLong(Round.Count::lost).sum(),
                  of.stream().mapToLong(Round.Count::repeated).sum(),
                  of.stream().mapToLong(Round.Count::violations).sum()));
    }
    text.append(
        "\n| what goes wrong | rounds | to resume: p50 | longest |\n|---|---:|---:|---:|\n");
    for (Fault fault : Fault.values()) {
      long[] times = times(all.stream().filter(each -> each.fault() == fault));
      if (times.length > 0) {
        text.append(
            "| %s | %d | %.1f s | %.1f s |%n"
                .formatted(
                    fault.words(),
                    times.length,
                    times[times.length / 2] / 1000.0,
                    times[times.length - 1] / 1000.0));
      }
    }
    long[] times = times(all.stream());
    if (times.length > 0) {
      text.append(
          "%nAll %d rounds: resumed after %.1f s (p50), %.1f s (longest).%n"
              .formatted(
                  times.length,
                  times[times.length / 2] / 1000.0,
                  times[times.length - 1] / 1000.0));
    }
    return text.toString();
  }

  private static long[] times(Stream<Round.Count> rounds) {
    return rounds.mapToLong(Round.Count::resumeMillis).sorted().toArray();
  }
}
