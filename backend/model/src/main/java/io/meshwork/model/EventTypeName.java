package io.meshwork.model;

/** The name of an event type: its identity in every document and address. */
public record EventTypeName(String value) implements Name, Comparable<EventTypeName> {
  /** Refuses what is not a name with {@link ModelError#INVALID_NAME}. */
  public EventTypeName {
    Names.check("Event type", value);
    Names.refuseReserved(value);
  }

  @Override
  public int compareTo(EventTypeName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
