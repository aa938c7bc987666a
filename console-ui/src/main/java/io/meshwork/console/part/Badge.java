package io.meshwork.console.part;

import com.vaadin.flow.component.html.Span;

/** A short state in colour; the word says it too, so colour is never alone. */
public final class Badge extends Span {
  private static final long serialVersionUID = 1L;

  /** What the colour means. */
  public enum Tone {
    /** As it should be. */
    GOOD,
    /** Somebody must do something. */
    BAD,
    /** Waits, or degraded. */
    WAITING,
    /** Neither. */
    PLAIN
  }

  /** A badge. */
  public Badge(String word, Tone tone) {
    super(word);
    addClassNames("badge", "badge-" + tone.name().toLowerCase(java.util.Locale.ROOT));
  }
}
