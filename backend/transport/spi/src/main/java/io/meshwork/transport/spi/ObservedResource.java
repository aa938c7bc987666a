package io.meshwork.transport.spi;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A resource as it is.
 *
 * @param resource with the attributes that are set on it, canonical
 * @param defaults what holds of attributes that nobody set on it, as far as its broker tells; none
 *     of the resource's own names
 * @param identity the broker's own
 * @param ownership whose it is
 * @param readers who consumes it
 */
public record ObservedResource(
    Resource resource,
    SortedMap<String, String> defaults,
    Identity identity,
    Ownership ownership,
    List<ConsumerGroup> readers) {
  /** Copies the defaults and the readers. */
  public ObservedResource {
    defaults = new TreeMap<>(defaults);
    readers = List.copyOf(readers);
  }

  /** One whose broker tells no defaults. */
  public ObservedResource(
      Resource resource, Identity identity, Ownership ownership, List<ConsumerGroup> readers) {
    this(resource, new TreeMap<>(), identity, ownership, readers);
  }

  /** With all that holds of it, set or not. */
  public Resource effective() {
    return with(defaults);
  }

  /**
   * As it is to be compared with a wanted shape: what is set, and of what is not, that which the
   * other sets. So a default that equals what is wanted is no difference.
   */
  public Resource beside(Resource wanted) {
    SortedMap<String, String> named = new TreeMap<>(defaults);
    named.keySet().retainAll(wanted.attributes().keySet());
    return with(named);
  }

  private Resource with(SortedMap<String, String> more) {
    if (more.isEmpty()) {
      return resource;
    }
    SortedMap<String, String> attributes = new TreeMap<>(more);
    attributes.putAll(resource.attributes());
    return new Resource(resource.id(), attributes, resource.dependsOn());
  }
}
