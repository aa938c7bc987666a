package io.meshwork.benchmarks.relay;

import io.meshwork.benchmarks.Figures;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What all movers did with one source, and how they compare. */
final class Results {
  private final Source source;
  private final Map<Mover, List<Run>> runs = new EnumMap<>(Mover.class);
  private final Map<Mover, String> failures = new EnumMap<>(Mover.class);

  Results(Source source) {
    this.source = source;
  }

  Source source() {
    return source;
  }

  void add(Mover mover, Run run) {
    runs.computeIfAbsent(mover, _ -> new ArrayList<>()).add(run);
  }

  void failed(Mover mover, String why) {
    failures.put(mover, why);
  }

  /** By mover, of those that did not always do it. */
  Map<Mover, String> failures() {
    return failures;
  }

  /** The rounds of a mover, in order. */
  List<Run> rounds(Mover mover) {
    return List.copyOf(runs.getOrDefault(mover, List.of()));
  }

  /** All its rounds together. */
  Optional<Run> of(Mover mover) {
    return rounds(mover).stream().reduce(Run::and);
  }

  /** One mover against another, when both did it. */
  Optional<Run.Ratio> ratio(Mover mover, Mover other) {
    return of(mover).flatMap(run -> of(other).map(run::against));
  }

  /** Movers that did it, in order. */
  List<Mover> movers() {
    return List.copyOf(runs.keySet());
  }

  void keep(Figures figures) {
    for (Mover mover : movers()) {
      Run run = of(mover).orElseThrow();
      String name = source.word() + ", " + mover.word() + ": ";
      figures.keep(name + "rate", run.eventsASecond(), "events/s");
      figures.keep(name + "bytes", run.megabytesASecond(source.shape().recordBytes()), "MB/s");
      figures.keep(name + "processor", run.cpuAMillion(), "s a million events");
      figures.keep(name + "brokers' processor", run.brokersCpuAMillion(), "s a million events");
      figures.keep(name + "peak memory", run.peakMegabytes(), "MB");
      figures.keep(name + "events counted", run.events(), "events");
      figures.keep(name + "time counted", run.seconds(), "s");
      int round = 0;
      for (Run each : rounds(mover)) {
        figures.keep(name + "rate, round " + ++round, each.eventsASecond(), "events/s");
      }
      keepRatio(figures, name, mover, Mover.RAW);
      keepRatio(figures, name, mover, Mover.RAW_TX);
      keepRatio(figures, name, mover, Mover.MIRROR);
    }
  }

  private void keepRatio(Figures figures, String name, Mover mover, Mover other) {
    if (mover == other) {
      return;
    }
    ratio(mover, other)
        .ifPresent(
            ratio -> {
              String against = name + "against " + other.word() + ", ";
              figures.keep(against + "rate", ratio.rate(), "times");
              figures.keep(against + "processor", ratio.cpu(), "times");
              figures.keep(against + "memory", ratio.memory(), "times");
            });
  }
}
