package io.meshwork.planner;

import io.meshwork.transport.spi.Blueprint;
import io.meshwork.transport.spi.Change;
import io.meshwork.transport.spi.ObservedResource;
import io.meshwork.transport.spi.Resource;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A forced change in two halves: what cannot be undone comes at once, and what merely takes events
 * away waits for the contract phase as any cut does, so that forcing the one does not hurry the
 * other.
 *
 * @param first as it is once the first half is done
 * @param consequence of the first half
 * @param cut of the second half
 */
record Widening(ObservedResource first, String consequence, String cut) {
  /** The halves, where each is one by itself; empty: the change is of one piece. */
  static Optional<Widening> of(Blueprint blueprint, ObservedResource there, Resource wanted) {
    Resource before = there.beside(wanted);
    SortedMap<String, String> attributes = new TreeMap<>(wanted.attributes());
    Set<String> names = new TreeSet<>(before.attributes().keySet());
    names.addAll(wanted.attributes().keySet());
    for (String name : names) {
      SortedMap<String, String> alone = new TreeMap<>(before.attributes());
      put(alone, name, wanted);
      Resource changed = new Resource(wanted.id(), alone, wanted.dependsOn());
      if (blueprint.change(before, changed) instanceof Change.Narrows) {
        put(attributes, name, there.resource());
      }
    }
    Resource first = new Resource(wanted.id(), attributes, wanted.dependsOn());
    ObservedResource then = as(there, first);
    return blueprint.change(there.beside(first), first) instanceof Change.Irreversible(var now)
            && blueprint.change(then.beside(wanted), wanted) instanceof Change.Narrows(var later)
        ? Optional.of(new Widening(then, now, later))
        : Optional.empty();
  }

  private static void put(SortedMap<String, String> attributes, String name, Resource from) {
    String value = from.attributes().get(name);
    if (value == null) {
      attributes.remove(name);
    } else {
      attributes.put(name, value);
    }
  }

  private static ObservedResource as(ObservedResource there, Resource shape) {
    SortedMap<String, String> defaults = new TreeMap<>(there.defaults());
    defaults.keySet().removeAll(shape.attributes().keySet());
    return new ObservedResource(
        shape, defaults, there.identity(), there.ownership(), there.readers());
  }
}
