package io.meshwork.model;

/** The name of a team: its identity in every document and address. */
public record TeamName(String value) implements Name, Comparable<TeamName> {
  /** Refuses what is not a name with {@link ModelError#INVALID_NAME}. */
  public TeamName {
    Names.check("Team", value);
  }

  @Override
  public int compareTo(TeamName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
