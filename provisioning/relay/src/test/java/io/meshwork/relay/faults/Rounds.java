package io.meshwork.relay.faults;

import io.meshwork.model.catalog.DeliveryClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs rounds and keeps what each came to: a line a round and class in {@code rounds.tsv}, to which
 * other runs add, also at the same time, the tables over all of them in {@code report.md}, and what
 * broke a promise in {@code findings.txt}.
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

  /** Each runs the next seed; a round is written when the one after it is over. */
  void run(FaultWorld world, AtomicLong seeds, Until until) throws IOException {
    Files.createDirectories(directory);
    long startedAt = System.nanoTime();
    Round before = null;
    for (int done = 0; !until.isReached(done, startedAt); ) {
      long seed = seeds.getAndIncrement();
      if (Fault.of(world.site(), seed).isPossible()) {
        Round round = new Round(world, seed);
        round.run();
        done++;
        if (before != null) {
          write(before);
        }
        before = round;
      }
    }
    world.drain();
    if (before != null) {
      write(before);
    }
  }

  /** Several may write at the same time: a line is appended as one, the report takes its place. */
  private void write(Round round) throws IOException {
    append("rounds.tsv", round.counts().stream().map(Rounds::line));
    append("findings.txt", round.findings().stream().map(each -> each + "\n"));
    Path fresh = Files.createTempFile(directory, "report", ".new");
    Files.writeString(fresh, report(read()));
    Files.move(fresh, directory.resolve("report.md"), StandardCopyOption.ATOMIC_MOVE);
  }

  private void append(String file, Stream<String> lines) throws IOException {
    Files.writeString(
        directory.resolve(file),
        lines.collect(Collectors.joining()),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private static String line(Round.Count count) {
    return Stream.of(
            count.seed(),
            count.fault(),
            count.delivery(),
            count.published(),
            count.lost(),
            count.repeated(),
            count.violations(),
            count.resumeMillis(),
            count.silenceMillis(),
            count.load())
        .map(Object::toString)
        .collect(Collectors.joining("\t", "", "\n"));
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
              Long.parseLong(cell[3]),
              Long.parseLong(cell[4]),
              Long.parseLong(cell[5]),
              Integer.parseInt(cell[6]),
              Long.parseLong(cell[7]),
              Long.parseLong(cell[8]),
              Long.parseLong(cell[9])));
    }
    return all;
  }

  static String report(List<Round.Count> all) {
    StringBuilder text = new StringBuilder();
    for (Fault.Site site : Fault.Site.values()) {
      List<Round.Count> of = at(all, site);
      if (!of.isEmpty()) {
        text.append("%n## Clusters of %s%n%n".formatted(site.words()));
        text.append(site(of));
      }
    }
    return text.toString();
  }

  private static String site(List<Round.Count> all) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%d rounds, each of events of %d classes; seeds %s to %s. "
            .formatted(
                all.size() / DeliveryClass.values().length,
                DeliveryClass.values().length,
                all.stream().mapToLong(Round.Count::seed).min().orElseThrow(),
                all.stream().mapToLong(Round.Count::seed).max().orElseThrow()));
    text.append("Load of the machine in the round: p50 %s.%n%n".formatted(loads(all)));
    text.append("| class | rounds | events | lost | twice | order, bytes broken ");
    text.append("| to resume: p50 | longest | silence: p50 | longest |\n");
    text.append("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n");
    for (DeliveryClass delivery : DeliveryClass.values()) {
      List<Round.Count> of = all.stream().filter(each -> each.delivery() == delivery).toList();
      text.append(
          "| %s | %d | %d | %d | %d | %d | %s |%n"
              .formatted(
                  delivery.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                  of.size(),
                  sum(of, Round.Count::published),
                  sum(of, Round.Count::lost),
                  sum(of, Round.Count::repeated),
                  sum(of, Round.Count::violations),
                  times(of)));
    }
    text.append("\n| what goes wrong | rounds | lost | twice ");
    text.append("| to resume: p50 | longest | silence: p50 | longest |\n");
    text.append("|---|---:|---:|---:|---:|---:|---:|---:|\n");
    for (Fault fault : Fault.values()) {
      List<Round.Count> of = all.stream().filter(each -> each.fault() == fault).toList();
      if (!of.isEmpty()) {
        text.append(
            "| %s | %d | %d | %d | %s |%n"
                .formatted(
                    fault.words(),
                    of.size() / DeliveryClass.values().length,
                    sum(of, Round.Count::lost),
                    sum(of, Round.Count::repeated),
                    times(of)));
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
    return seconds(of, Round.Count::resumeMillis) + " | " + seconds(of, Round.Count::silenceMillis);
  }

  private static String seconds(List<Round.Count> of, ToLongFunction<Round.Count> what) {
    return "%.1f s | %.1f s".formatted(share(of, what, 0.5) / 1000.0, share(of, what, 1) / 1000.0);
  }

  private static String loads(List<Round.Count> of) {
    return "%.1f, highest %.1f"
        .formatted(
            share(of, Round.Count::load, 0.5) / 100.0, share(of, Round.Count::load, 1) / 100.0);
  }

  private static long share(List<Round.Count> of, ToLongFunction<Round.Count> what, double share) {
    long[] sorted = of.stream().mapToLong(what).sorted().toArray();
    return sorted[(int) Math.min(sorted.length - 1L, Math.round(sorted.length * share))];
  }
}
