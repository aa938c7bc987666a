package io.meshwork.model;

/** The name of an application: its identity in every document and address. */
public record ApplicationName(String value) implements Name, Comparable<ApplicationName> {
  /** Refuses what is not a name with {@link ModelError#INVALID_NAME}. */
  public ApplicationName {
    Names.check("Application", value);
  }

  @Override
  public int compareTo(ApplicationName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
