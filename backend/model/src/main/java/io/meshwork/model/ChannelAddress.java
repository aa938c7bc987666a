package io.meshwork.model;

/** A physical place on a broker, in that broker's own words, such as a topic's name. */
public record ChannelAddress(String value) implements Comparable<ChannelAddress> {
  /** Refuses an empty address. */
  public ChannelAddress {
    if (value.isBlank()) {
      throw new MeshException(ModelError.INVALID_VALUE, "A channel's address is empty.");
    }
  }

  @Override
  public int compareTo(ChannelAddress other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
