package io.meshwork.planner;

/** What a link is for. */
public enum LinkKind {
  /** Between brokers. */
  TRANSFER,
  /** On one broker, into a subscription's channel. */
  DELIVERY
}
