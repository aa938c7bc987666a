package io.meshwork.transport.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a broker is configured with.
 *
 * @param name the key in the broker's document
 * @param label for people
 * @param help one sentence: what it does and what to write
 * @param kind what values it takes
 * @param choices the values allowed, empty: any of the kind
 * @param defaultValue used when absent; {@code null} with {@code required} unset: may stay absent
 * @param required whether a broker cannot do without
 */
public record Setting(
    String name,
    String label,
    String help,
    Kind kind,
    List<String> choices,
    @Nullable String defaultValue,
    boolean required) {
  /** What values a setting takes. */
  public enum Kind {
    /** Any text. */
    TEXT,
    /** A whole number. */
    NUMBER,
    /** {@code true} or {@code false}. */
    TRUTH,
    /** A reference to a secret: {@code env:NAME} or {@code file:path}; never the secret itself. */
    SECRET
  }

  /** Copies the choices. */
  public Setting {
    choices = List.copyOf(choices);
  }
}
