package io.meshwork.transport.spi;

/**
 * Which resource of a broker: its kind in the transport's words and its name.
 *
 * @param kind such as {@code topic} or {@code acl}
 * @param name unique per kind on one broker
 */
public record ResourceId(String kind, String name) implements Comparable<ResourceId> {
  @Override
  public int compareTo(ResourceId other) {
    int byKind = kind.compareTo(other.kind);
    return byKind != 0 ? byKind : name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return kind + " " + name;
  }
}
