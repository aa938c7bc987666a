package io.meshwork.transport.memory;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A bag of writes that become visible together or never. Open until it ends, and then never
 * changes.
 */
final class Transaction {
  private enum State {
    OPEN,
    COMMITTED,
    ABORTED
  }

  private final Set<PartitionLog> logs = new LinkedHashSet<>();
  private State state = State.OPEN;

  static Transaction aborted() {
    Transaction transaction = new Transaction();
    transaction.state = State.ABORTED;
    return transaction;
  }

  void touch(PartitionLog log) {
    logs.add(log);
  }

  boolean isOpen() {
    return state == State.OPEN;
  }

  boolean isCommitted() {
    return state == State.COMMITTED;
  }

  void end(boolean commit, long now) {
    if (state == State.OPEN) {
      state = commit ? State.COMMITTED : State.ABORTED;
      logs.forEach(log -> log.mark(this, now));
    }
  }
}
