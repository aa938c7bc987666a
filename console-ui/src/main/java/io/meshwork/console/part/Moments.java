package io.meshwork.console.part;

import com.vaadin.flow.component.html.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Moments as people read them: how long ago, and exactly on hover. */
public final class Moments {
  private static final DateTimeFormatter EXACT =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final int MINUTE = 60;
  private static final int HOUR = 3600;
  private static final int DAY = 86_400;

  private static final List<Unit> UNITS =
      List.of(
          new Unit("day", DAY),
          new Unit("hour", HOUR),
          new Unit("minute", MINUTE),
          new Unit("second", 1));

  private Moments() {}

  /** How long ago, with the exact moment as title. */
  public static Span ago(Instant then, Instant now) {
    Span span = new Span(words(then, now));
    span.getElement().setAttribute("title", EXACT.format(then));
    span.addClassName("number");
    return span;
  }

  /** The exact moment. */
  public static String exact(Instant at) {
    return EXACT.format(at);
  }

  /** A span of time in the largest unit that says it exactly. */
  public static String span(Duration span) {
    long seconds = span.toSeconds();
    for (Unit unit : UNITS) {
      if (seconds >= unit.seconds() && seconds % unit.seconds() == 0) {
        long count = seconds / unit.seconds();
        return count + " " + unit.name() + (count == 1 ? "" : "s");
      }
    }
    return "0 seconds";
  }

  /** How long until a moment; one that has passed is now. */
  public static String until(Instant then, Instant now) {
    long seconds = Math.max(0, Duration.between(now, then).toSeconds());
    if (seconds < MINUTE) {
      return seconds < 5 ? "now" : "in " + seconds + " s";
    }
    if (seconds < HOUR) {
      return "in " + seconds / MINUTE + " min";
    }
    return seconds < 2 * DAY ? "in " + seconds / HOUR + " h" : "in " + seconds / DAY + " days";
  }

  private record Unit(String name, long seconds) {}

  static String words(Instant then, Instant now) {
    long seconds = Math.max(0, Duration.between(then, now).toSeconds());
    if (seconds < 5) {
      return "now";
    }
    if (seconds < MINUTE) {
      return seconds + " s ago";
    }
    if (seconds < HOUR) {
      return seconds / MINUTE + " min ago";
    }
    return seconds < DAY ? seconds / HOUR + " h ago" : seconds / DAY + " d ago";
  }
}
