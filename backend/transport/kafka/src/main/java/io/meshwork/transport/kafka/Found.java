package io.meshwork.transport.kafka;

import io.meshwork.transport.spi.Identity;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A resource as the cluster has it.
 *
 * @param identity the cluster's own
 * @param values each attribute that we watch, defaults included
 * @param explicit those that somebody has set
 * @param proof of the claim under which it was made
 */
record Found(Identity identity, Map<String, String> values, Set<String> explicit, Proof proof) {
  /** What a resource itself tells of who made it. */
  sealed interface Proof {
    /** It was made by the request of this claim, and by no other. */
    record Carried(long claim) implements Proof {}

    /** It was not made by a deployer's request. */
    record Absent() implements Proof {}

    /** Resources of its kind can tell nothing. */
    record Impossible() implements Proof {}
  }

  Found {
    values = Map.copyOf(values);
    explicit = Set.copyOf(explicit);
  }

  /** The values of these, absent where there is none. */
  SortedMap<String, String> attributes(Set<String> names) {
    SortedMap<String, String> chosen = new TreeMap<>(values);
    chosen.keySet().retainAll(names);
    return chosen;
  }

  /** What the cluster gives it by itself, of all but these. */
  SortedMap<String, String> defaults(Set<String> names) {
    SortedMap<String, String> chosen = new TreeMap<>(values);
    chosen.keySet().removeAll(explicit);
    chosen.keySet().removeAll(names);
    return chosen;
  }

  boolean hasShape(SortedMap<String, String> wanted) {
    return attributes(wanted.keySet()).equals(wanted);
  }
}
