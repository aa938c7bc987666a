package io.meshwork.relay.engine;

/**
 * The bytes that all lanes may hold. Invariant: what is taken never exceeds the total, but for the
 * least share that every source needs to read at all. Half is for what sources fetch, half for what
 * waits in transactions. Any thread.
 */
final class ByteBudget {
  /** The least that a source is opened with. */
  static final long LEAST = 64L << 10;

  private final long transactions;
  private final long sources;
  private long inTransactions;
  private long inSources;

  ByteBudget(long total) {
    this.transactions = Math.max(1, total / 2);
    this.sources = Math.max(1, total / 2);
  }

  /** A share for a source, to be given back; one of as many as there may be lanes. */
  synchronized long takeForSource(int lanes, long most) {
    long fair = Math.min(sources / Math.max(1, lanes), most);
    long taken = Math.max(LEAST, Math.min(fair, sources - inSources));
    inSources += taken;
    return taken;
  }

  synchronized void sourceClosed(long taken) {
    inSources -= taken;
  }

  /** Takes bytes for a transaction if there are that many; one event larger than all passes. */
  synchronized boolean tryTake(long bytes) {
    long wanted = Math.min(bytes, transactions);
    if (inTransactions + wanted > transactions) {
      return false;
    }
    inTransactions += wanted;
    return true;
  }

  /** Waits for bytes. Whoever waits holds none, so that nobody waits for ever. */
  synchronized void take(long bytes) throws InterruptedException {
    while (!tryTake(bytes)) {
      wait();
    }
  }

  /** Gives back what one call took. */
  synchronized void give(long bytes) {
    inTransactions -= Math.min(bytes, transactions);
    notifyAll();
  }

  synchronized long taken() {
    return inTransactions + inSources;
  }
}
