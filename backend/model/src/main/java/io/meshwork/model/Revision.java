package io.meshwork.model;

/** A number for one state of the catalog; 0 is the empty catalog. Any revision can be read. */
public record Revision(long number) implements Comparable<Revision> {
  /** The empty catalog. */
  public static final Revision NONE = new Revision(0);

  /** Refuses a negative number. */
  public Revision {
    if (number < 0) {
      throw new MeshException(
          ModelError.INVALID_VALUE, "Revision %d is negative.".formatted(number));
    }
  }

  /** The revision after this one. */
  public Revision next() {
    return new Revision(number + 1);
  }

  @Override
  public int compareTo(Revision other) {
    return Long.compare(number, other.number);
  }

  @Override
  public String toString() {
    return Long.toString(number);
  }
}
