package io.meshwork.model;

/** The name of a subscription: its identity in every document and address. */
public record SubscriptionName(String value) implements Name, Comparable<SubscriptionName> {
  /** Refuses what is not a name with {@link ModelError#INVALID_NAME}. */
  public SubscriptionName {
    Names.check("Subscription", value);
  }

  @Override
  public int compareTo(SubscriptionName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
