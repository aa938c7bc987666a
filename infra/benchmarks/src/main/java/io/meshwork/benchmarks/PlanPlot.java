package io.meshwork.benchmarks;

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
    Drawing drawing = new Drawing(WIDTH, HEIGHT, "Milliseconds a plan by subscriptions");
    for (int decade = 0; decade <= (int) Y_DECADES; decade++) {
      double value = Math.pow(10, decade + Y_FIRST);
      drawing.line(LEFT, y(value), LEFT + PLOT_WIDTH, y(value));
      drawing.text(LEFT - 8, y(value) + 4, "end", label(value) + " ms");
    }
    for (int decade = 0; decade <= (int) X_DECADES; decade++) {
      int value = (int) Math.pow(10, decade + X_FIRST);
      drawing.line(x(value), BOTTOM, x(value), BOTTOM - PLOT_HEIGHT);
      drawing.text(x(value), BOTTOM + 18, "middle", "%,d".formatted(value));
    }
    drawing.text(LEFT + PLOT_WIDTH / 2.0, BOTTOM + 40, "middle", "subscriptions");
    curve(drawing, points, Point::first, "#b3261e", "whole plan, nothing there");
    curve(drawing, points, Point::again, "#1f5fbf", "whole plan, all there");
    curve(drawing, points, Point::single, "#1b7f4b", "one subscription after a change");
    drawing.write(Checkout.root().resolve(FILE));
  }

  private static void curve(
      Drawing drawing,
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
    drawing.curve(way.toString().strip(), colour);
    double end = y(value.applyAsDouble(points.getLast()));
    drawing.text(LEFT + PLOT_WIDTH - 6, end + 16, "end", colour, name);
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
}
