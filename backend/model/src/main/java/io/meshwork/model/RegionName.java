package io.meshwork.model;

/** The name of a region: its identity in every document and address. */
public record RegionName(String value) implements Name, Comparable<RegionName> {
  /** Refuses what is not a name with {@link ModelError#INVALID_NAME}. */
  public RegionName {
    Names.check("Region", value);
  }

  @Override
  public int compareTo(RegionName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
