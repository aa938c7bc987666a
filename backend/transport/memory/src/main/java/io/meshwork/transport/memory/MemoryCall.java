package io.meshwork.transport.memory;

/** One kind of call that reaches a memory broker, and so can fail. */
public enum MemoryCall {
  /** Is it there? */
  PROBE,
  /** What is there? */
  OBSERVE,
  /** What is there, whoever made it? */
  DISCOVER,
  /** What flows through channels? */
  TRAFFIC,
  /** Make a resource. Its mark of intent is written before the call. */
  CREATE,
  /** Change a resource. */
  CHANGE,
  /** Delete a resource. */
  DELETE,
  /** Take a resource over. */
  ADOPT,
  /** Give a resource back. */
  RELEASE,
  /** Make a credential. */
  CREDENTIAL,
  /** Fetch events; once a poll, however long it waits. */
  POLL,
  /** How many partitions has a channel? */
  DESCRIBE,
  /** Write without a transaction. */
  WRITE,
  /** Shut earlier owners of a slot out. */
  FENCE,
  /** Write in a transaction. */
  FLUSH,
  /** End a transaction with its events. */
  COMMIT,
  /** End a transaction without them. */
  ABORT,
  /** Keep a membership in a group of slots alive. */
  LEASE,
  /** Look at a channel, positions, crossings or consumers. */
  READ;

  /** Whether others may have something new to see after it. */
  boolean changes() {
    return switch (this) {
      case PROBE, OBSERVE, DISCOVER, TRAFFIC, POLL, DESCRIBE, LEASE, READ -> false;
      case CREATE, CHANGE, DELETE, ADOPT, RELEASE, CREDENTIAL, WRITE, FENCE, FLUSH, COMMIT, ABORT ->
          true;
    };
  }
}
