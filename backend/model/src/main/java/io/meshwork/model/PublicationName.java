package io.meshwork.model;

/** The name of a publication: its identity in every document and address. */
public record PublicationName(String value) implements Name, Comparable<PublicationName> {
  /** Refuses what is not a name with {@link ModelError#INVALID_NAME}. */
  public PublicationName {
    Names.check("Publication", value);
  }

  @Override
  public int compareTo(PublicationName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
