package io.meshwork.transport.eventbridge;

/** What became of an event on its way into a request. */
sealed interface Packed permits PutEntry, Packed.Unfit {
  /**
   * EventBridge does not take it, now or later.
   *
   * @param reason which thing, the limit, what to do
   */
  record Unfit(String reason) implements Packed {}
}
