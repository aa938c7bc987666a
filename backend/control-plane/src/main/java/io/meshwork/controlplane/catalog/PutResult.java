package io.meshwork.controlplane.catalog;

/**
 * What a put did.
 *
 * @param resource the state after it
 * @param outcome what happened
 */
public record PutResult(Resource resource, Outcome outcome) {
  /** What happened. */
  public enum Outcome {
    /** It is new. */
    CREATED,
    /** It changed. */
    CHANGED,
    /** It was so already; there is no new revision. */
    UNCHANGED
  }
}
