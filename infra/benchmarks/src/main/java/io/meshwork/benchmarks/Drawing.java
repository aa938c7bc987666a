package io.meshwork.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A picture of figures, as SVG. */
public final class Drawing {
  private static final String INK = "#333";

  private final StringBuilder svg = new StringBuilder();

  /** An empty one with a title for those who hear it. */
  public Drawing(int width, int height, String title) {
    svg.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">%n"
            .formatted(width, height));
    svg.append("<title>%s</title>%n".formatted(title));
    svg.append("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
  }

  /** A line of a grid. */
  public void line(double x1, double y1, double x2, double y2) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>%n",
            x1,
            y1,
            x2,
            y2));
  }

  /** Words, anchored at their start, middle or end. */
  public void text(double x, double y, String anchor, String words) {
    text(x, y, anchor, INK, words);
  }

  /** Words in a colour. */
  public void text(double x, double y, String anchor, String colour, String words) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>%n",
            x,
            y,
            anchor,
            colour,
            words));
  }

  /** A curve through points, written {@code x,y x,y}. */
  public void curve(String points, String colour) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n",
            points,
            colour));
  }

  /** A bar to the right. */
  public void bar(double x, double y, double width, double height, String colour) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>%n",
            x,
            y,
            width,
            height,
            colour));
  }

  /** Ends it. */
  public void write(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, svg + "</svg>\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
