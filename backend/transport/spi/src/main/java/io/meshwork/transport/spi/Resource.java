package io.meshwork.transport.spi;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A physical thing on a broker. Attributes are canonical: those that we set, each in the one form
 * that observing yields too, so that equal meaning is equal text and server defaults never differ.
 *
 * @param id which
 * @param attributes what we set, by name
 * @param dependsOn what must exist before
 */
public record Resource(
    ResourceId id, SortedMap<String, String> attributes, Set<ResourceId> dependsOn) {
  /** Copies. */
  public Resource {
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    dependsOn = Set.copyOf(dependsOn);
  }

  /** A resource that depends on these. */
  public static Resource of(
      String kind, String name, Map<String, String> attributes, ResourceId... dependsOn) {
    return new Resource(new ResourceId(kind, name), new TreeMap<>(attributes), Set.of(dependsOn));
  }
}
