package io.meshwork.model;

/**
 * One directed move from a channel to another. Stable over revisions: made of what the link joins,
 * such as {@code orders.order.placed@bus-eu:bus-eu~bus-us}.
 */
public record LinkId(String value) implements Comparable<LinkId> {
  /** Refuses an empty id. */
  public LinkId {
    if (value.isBlank()) {
      throw new MeshException(ModelError.INVALID_VALUE, "A link's id is empty.");
    }
  }

  @Override
  public int compareTo(LinkId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
