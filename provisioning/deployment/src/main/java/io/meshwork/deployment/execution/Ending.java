package io.meshwork.deployment.execution;

/** How an execution ended. */
public sealed interface Ending {
  /** Every step is done. */
  record Applied() implements Ending {}

  /**
   * A step cannot be done; nothing after it was begun, and what came before stays.
   *
   * @param step the first that failed
   * @param message why, with the remedy
   */
  record Failed(int step, String message) implements Ending {}

  /** Asked to stop in between; to be resumed. */
  record Stopped() implements Ending {}
}
