package io.meshwork.benchmarks.relay;

import java.util.Set;
import java.util.TreeSet;

/** Deletes, when closed, every topic that was made on either cluster since. */
final class Leftovers implements AutoCloseable {
  private final Clusters clusters;
  private final Set<String> atSource;
  private final Set<String> atTarget;

  Leftovers(Clusters clusters) {
    this.clusters = clusters;
    atSource = clusters.source().topics();
    atTarget = clusters.target().topics();
  }

  @Override
  public void close() {
    delete(clusters.source(), atSource);
    if (!clusters.isOne()) {
      delete(clusters.target(), atTarget);
    }
  }

  private static void delete(Clusters.Side side, Set<String> before) {
    Set<String> made = new TreeSet<>(side.topics());
    made.removeAll(before);
    side.delete(made);
  }
}
