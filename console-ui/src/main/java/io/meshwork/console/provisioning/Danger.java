package io.meshwork.console.provisioning;

import io.meshwork.api.PlanDocument.ActionDocument;
import io.meshwork.console.part.Badge;

/** How much an action asks to be looked at, the worst first. */
enum Danger {
  /** What it does cannot be taken back as it was. */
  IRREVERSIBLE("irreversible", Badge.Tone.BAD),
  /** It can be taken back by another action, and somebody notices meanwhile. */
  COMPENSATED("compensated", Badge.Tone.WAITING),
  /** It can be taken back, and has a consequence beyond itself. */
  NOTICED("reversible", Badge.Tone.WAITING),
  /** It can be taken back. */
  NONE("reversible", Badge.Tone.GOOD);

  private final String word;
  private final Badge.Tone tone;

  Danger(String word, Badge.Tone tone) {
    this.word = word;
    this.tone = tone;
  }

  static Danger of(ActionDocument action) {
    return switch (action.safety()) {
      case "irreversible" -> IRREVERSIBLE;
      case "compensated" -> COMPENSATED;
      default -> action.consequence() == null ? NONE : NOTICED;
    };
  }

  /** Whether it is shown unfolded. */
  boolean isHigh() {
    return this == IRREVERSIBLE;
  }

  Badge badge() {
    return new Badge(word, tone);
  }
}
