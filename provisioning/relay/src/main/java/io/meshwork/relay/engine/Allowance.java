package io.meshwork.relay.engine;

/** The two rates that a link keeps: its own and its team's, which it shares. Any thread. */
record Allowance(Bucket own, Bucket team) {
  /** Takes tokens for these; false: the link is to wait, and nothing was taken. */
  boolean take(long count, long size) {
    if (!own.isLimited() && !team.isLimited()) {
      return true;
    }
    if (!own.take(count, size)) {
      return false;
    }
    if (team.take(count, size)) {
      return true;
    }
    own.give(count, size);
    return false;
  }

  /** These were not moved after all. */
  void give(long count, long size) {
    if (own.isLimited()) {
      own.give(count, size);
    }
    if (team.isLimited()) {
      team.give(count, size);
    }
  }

  /** How long until it is worth going on; 0: now. */
  long nanosUntilTurn() {
    return Math.max(own.nanosUntilTurn(), team.nanosUntilTurn());
  }
}
