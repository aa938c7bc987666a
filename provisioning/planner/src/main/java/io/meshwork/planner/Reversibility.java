package io.meshwork.planner;

/** What undoing an action gives. */
public enum Reversibility {
  /** Exactly what was before. */
  REVERSIBLE,
  /** The same again, made anew. */
  COMPENSATED,
  /** Not what was before. */
  IRREVERSIBLE
}
