package io.meshwork.benchmarks.relay;

import io.meshwork.benchmarks.Drawing;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Draws what the movers did with one source: three columns of bars. */
final class ResultsPlot {
  private static final int LEFT = 190;
  private static final int COLUMN = 250;
  private static final int BAR = 140;
  private static final int ROW = 26;
  private static final int TOP = 60;
  private static final int THICK = 16;
  private static final String OURS = "#1b7f4b";
  private static final String THEIRS = "#8a8f98";

  private final Results results;
  private final List<Mover> movers;
  private final Drawing drawing;

  private ResultsPlot(Results results) {
    this.results = results;
    this.movers = results.movers();
    this.drawing =
        new Drawing(
            LEFT + 3 * COLUMN,
            TOP + movers.size() * ROW + 20,
            "Moving " + results.source().title() + " between two clusters");
  }

  static void write(Results results, Path file) {
    new ResultsPlot(results).write(file);
  }

  private void write(Path file) {
    drawing.text(10, 22, "start", results.source().title() + ", two brokers on the same machine");
    for (int row = 0; row < movers.size(); row++) {
      drawing.text(LEFT - 10, y(row) + THICK - 4, "end", movers.get(row).title());
    }
    column(0, "events a second", "%,.0f", Run::eventsASecond);
    column(1, "processor seconds a million events", "%.2f", Run::cpuAMillion);
    column(2, "peak memory, MB", "%,.0f", Run::peakMegabytes);
    drawing.write(file);
  }

  private void column(int number, String title, String format, ToDoubleFunction<Run> value) {
    double x = LEFT + (double) number * COLUMN;
    double most =
        movers.stream().mapToDouble(mover -> value.applyAsDouble(run(mover))).max().orElse(1);
    drawing.text(x, TOP - 12, "start", title);
    drawing.line(x, TOP - 4, x, y(movers.size()));
    for (int row = 0; row < movers.size(); row++) {
      double each = value.applyAsDouble(run(movers.get(row)));
      double width = BAR * each / most;
      drawing.bar(x, y(row), width, THICK, movers.get(row).isOurs() ? OURS : THEIRS);
      drawing.text(
          x + width + 6, y(row) + THICK - 4, "start", String.format(Locale.ROOT, format, each));
    }
  }

  private Run run(Mover mover) {
    return results.of(mover).orElseThrow();
  }

  private static double y(int row) {
    return TOP + (double) row * ROW;
  }
}
