package io.meshwork.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Draws how the cost of a plan grows, on logarithmic axes, into the reference's folder. */
final class PlanPlot {
  private static final Path FILE = Path.of("docs/reference/plan-cost.svg");
  private static final int WIDTH = 640;
  private static final int HEIGHT = 400;
  private static final int LEFT = 70;
  private static final int BOTTOM = 340;
  private static final int PLOT_WIDTH = 540;
  private static final int PLOT_HEIGHT = 300;
  private static final double X_DECADES = 2;
  private static final double X_FIRST = 3;
  private static final double Y_DECADES = 5;
  private static final double Y_FIRST = -1;

  private PlanPlot() {}

  /** Milliseconds at one size. */
  record Point(int subscriptions, double first, double again, double single) {}

  static void write(List<Point> points) {
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">%n"
            .formatted(WIDTH, HEIGHT));
    svg.append("<title>Milliseconds a plan by subscriptions</title>\n");
    svg.append("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
    for (int decade = 0; decade <= (int) Y_DECADES; decade++) {
      double value = Math.pow(10, decade + Y_FIRST);
      line(svg, LEFT, y(value), LEFT + PLOT_WIDTH, y(value));
      text(svg, LEFT - 8, y(value) + 4, "end", label(value) + " ms");
    }
    for (int decade = 0; decade <= (int) X_DECADES; decade++) {
      int value = (int) Math.pow(10, decade + X_FIRST);
      line(svg, x(value), BOTTOM, x(value), BOTTOM - PLOT_HEIGHT);
      text(svg, x(value), BOTTOM + 18, "middle", "%,d".formatted(value));
    }
    text(svg, LEFT + PLOT_WIDTH / 2.0, BOTTOM + 40, "middle", "subscriptions");
    curve(svg, points, Point::first, "#b3261e", "whole plan, nothing there");
    curve(svg, points, Point::again, "#1f5fbf", "whole plan, all there");
    curve(svg, points, Point::single, "#1b7f4b", "one subscription after a change");
    svg.append("</svg>\n");
    try {
      Path file = root().resolve(FILE);
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, svg.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void curve(
      StringBuilder svg,
      List<Point> points,
      ToDoubleFunction<Point> value,
      String colour,
      String name) {
    StringBuilder way = new StringBuilder();
    for (Point point : points) {
      way.append(
          String.format(
              Locale.ROOT, "%.1f,%.1f ", x(point.subscriptions()), y(value.applyAsDouble(point))));
    }
    svg.append(
        "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n"
            .formatted(way.toString().strip(), colour));
    double end = y(value.applyAsDouble(points.getLast()));
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\" fill=\"%s\">%s</text>%n",
            LEFT + PLOT_WIDTH - 6,
            end + 16,
            colour,
            name));
  }

  private static void line(StringBuilder svg, double x1, double y1, double x2, double y2) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>%n",
            x1,
            y1,
            x2,
            y2));
  }

  private static void text(StringBuilder svg, double x, double y, String anchor, String words) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"#333\">%s</text>%n",
            x,
            y,
            anchor,
            words));
  }

  private static String label(double value) {
    return value < 1
        ? String.format(Locale.ROOT, "%.1f", value)
        : String.format(Locale.ROOT, "%,.0f", value);
  }

  private static double x(double subscriptions) {
    return LEFT + PLOT_WIDTH * (Math.log10(subscriptions) - X_FIRST) / X_DECADES;
  }

  private static double y(double milliseconds) {
    return BOTTOM - PLOT_HEIGHT * (Math.log10(milliseconds) - Y_FIRST) / Y_DECADES;
  }

  private static Path root() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.exists(at.resolve(".mvn"))) {
      Path above = at.getParent();
      if (above == null) {
        return Path.of("").toAbsolutePath();
      }
      at = above;
    }
    return at;
  }
}
