package io.meshwork.model;

/**
 * One directed move from a channel to another. Stable over revisions: made of what the link joins,
 * such as {@code orders.order.placed@bus-eu:bus-eu~bus-us}.
 */
public record LinkId(String value) implements Comparable<LinkId> {
  private static final String MOVE = "!";
  private static final String FILTERS = "#filters";

  /** Refuses an empty id. */
  public LinkId {
    if (value.isBlank()) {
      throw new MeshException(ModelError.INVALID_VALUE, "A link's id is empty.");
    }
  }

  /**
   * Under which a relay records that it has taken the link's position move of that number; no link
   * has such an id, as no name holds its sign.
   */
  public LinkId move(long number) {
    return new LinkId(value + MOVE + number);
  }

  /**
   * Under which a relay records which filters the link has read with; no link has such an id
   * either.
   */
  public LinkId filters() {
    return new LinkId(value + FILTERS);
  }

  /** Whether it records a position move of some link. */
  public boolean isMove() {
    return value.contains(MOVE);
  }

  /** The number of this link's position move that the id records, 0 if it is of no such move. */
  public long moveRecordedBy(LinkId other) {
    String prefix = value + MOVE;
    return other.value.startsWith(prefix)
        ? Long.parseLong(other.value, prefix.length(), other.value.length(), 10)
        : 0;
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
