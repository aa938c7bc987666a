package io.meshwork.model;

/** The name of a broker: its identity in every document and address. */
public record BrokerName(String value) implements Name, Comparable<BrokerName> {
  /** Refuses what is not a name with {@link ModelError#INVALID_NAME}. */
  public BrokerName {
    Names.check("Broker", value);
  }

  @Override
  public int compareTo(BrokerName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
