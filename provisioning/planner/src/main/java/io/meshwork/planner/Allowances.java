package io.meshwork.planner;

import io.meshwork.model.BrokerName;
import io.meshwork.transport.spi.ResourceId;
import java.util.Set;

/**
 * What an operator allows by name beyond what a plan takes upon itself.
 *
 * @param adoptions resources that others made and that may become ours
 * @param forced resources that may lose events, order or their readers
 */
public record Allowances(Set<Place> adoptions, Set<Place> forced) {
  /** Nothing. */
  public static final Allowances NONE = new Allowances(Set.of(), Set.of());

  /** Copies. */
  public Allowances {
    adoptions = Set.copyOf(adoptions);
    forced = Set.copyOf(forced);
  }

  /** One resource of one broker. */
  public record Place(BrokerName broker, ResourceId resource) {}

  boolean adopts(BrokerName broker, ResourceId resource) {
    return adoptions.contains(new Place(broker, resource));
  }

  boolean forces(BrokerName broker, ResourceId resource) {
    return forced.contains(new Place(broker, resource));
  }
}
