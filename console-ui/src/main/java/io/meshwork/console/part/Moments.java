package io.meshwork.console.part;

import com.vaadin.flow.component.html.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Moments as people read them: how long ago, and exactly on hover. */
public final class Moments {
  private static final DateTimeFormatter EXACT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);
  private static final int MINUTE = 60;
  private static final int HOUR = 3600;
  private static final int DAY = 86_400;

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
