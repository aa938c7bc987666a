package io.meshwork.model;

/**
 * The name of a transport: the kind of a broker, such as the one that the reference transport has:
 * its identity in every document and address.
 */
public record TransportName(String value) implements Name, Comparable<TransportName> {
  /** Refuses what is not a name with {@link ModelError#INVALID_NAME}. */
  public TransportName {
    Names.check("Transport", value);
  }

  @Override
  public int compareTo(TransportName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
