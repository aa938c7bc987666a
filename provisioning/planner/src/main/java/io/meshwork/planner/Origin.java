package io.meshwork.planner;

import io.meshwork.model.ApplicationName;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.Name;
import io.meshwork.model.PublicationName;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** An event type at one of the brokers where it is published. */
final class Origin {
  private final EventTypeName eventType;
  private final Station station;
  private final SortedSet<PublicationName> publications = new TreeSet<>();
  private final Map<ApplicationName, Writer> writers = new TreeMap<>();

  Origin(EventTypeName eventType, Station station) {
    this.eventType = eventType;
    this.station = station;
  }

  void add(PublicationName name, ApplicationName application, @Nullable String principal) {
    publications.add(name);
    if (principal != null) {
      writers
          .computeIfAbsent(application, ignored -> new Writer(principal, new TreeSet<>()))
          .publications()
          .add(name);
    }
  }

  EventTypeName eventType() {
    return eventType;
  }

  Station station() {
    return station;
  }

  SortedSet<PublicationName> publications() {
    return publications;
  }

  SortedSet<Name> causes() {
    return Causes.of(publications);
  }

  SortedMap<ApplicationName, Writer> writers() {
    return Sorted.copy(writers);
  }

  /** Who publishes under which name. */
  record Writer(String principal, SortedSet<PublicationName> publications) {}
}
