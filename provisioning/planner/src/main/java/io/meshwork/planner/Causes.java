package io.meshwork.planner;

import io.meshwork.model.ApplicationName;
import io.meshwork.model.BrokerName;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.Name;
import io.meshwork.model.PublicationName;
import io.meshwork.model.RegionName;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.TransportName;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Sets of catalog entries in one order: by kind, then by name. */
public final class Causes {
  /** By kind, then by name. */
  public static final Comparator<Name> ORDER =
      (one, other) -> {
        int byKind = one.getClass() == other.getClass() ? 0 : kind(one).compareTo(kind(other));
        return byKind != 0 ? byKind : one.value().compareTo(other.value());
      };

  private Causes() {}

  /** The names once each, in order, unmodifiable. */
  public static SortedSet<Name> of(Collection<? extends Name> names) {
    TreeSet<Name> sorted = new TreeSet<>(ORDER);
    sorted.addAll(names);
    return Collections.unmodifiableSortedSet(sorted);
  }

  /** The names once each, in order, unmodifiable. */
  public static SortedSet<Name> of(Name... names) {
    return of(List.of(names));
  }

  /** The kind that the name's document has, such as {@code EventType}. */
  public static String kind(Name name) {
    return switch (name) {
      case ApplicationName ignored -> "Application";
      case BrokerName ignored -> "Broker";
      case EventTypeName ignored -> "EventType";
      case PublicationName ignored -> "Publication";
      case RegionName ignored -> "Region";
      case SubscriptionName ignored -> "Subscription";
      case TeamName ignored -> "Team";
      case TransportName ignored -> "Transport";
    };
  }

  /** Kind and name, such as {@code Subscription alerts}. */
  public static String title(Name name) {
    return kind(name) + " " + name.value();
  }
}
