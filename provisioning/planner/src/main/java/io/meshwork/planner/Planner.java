package io.meshwork.planner;

import io.meshwork.model.ChannelId;
import io.meshwork.model.DataSize;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.transport.spi.Transports;
import java.util.Map;
import java.util.Set;

/**
 * Decides what the mesh should be and which steps lead there. Pure: equal input gives equal output.
 * Thread safe.
 */
public final class Planner {
  private final Transports transports;

  /** Plans for brokers of these transports. */
  public Planner(Transports transports) {
    this.transports = transports;
  }

  /** What the mesh should be. Never throws on a faulty catalog: what cannot be is refused. */
  public DesiredState desired(CatalogSnapshot catalog) {
    return desired(catalog, Map.of());
  }

  /**
   * The same, priced by what was measured.
   *
   * @param measured bytes a second into channels, which go before what is declared
   */
  public DesiredState desired(CatalogSnapshot catalog, Map<ChannelId, DataSize> measured) {
    return new StateBuilder(catalog, transports, measured).build();
  }

  /**
   * The steps from what is to what should be, as far as the scope goes. Applied and planned again
   * it is empty.
   */
  public Plan plan(DesiredState desired, MeshObservation observed, Scope scope) {
    return plan(desired, observed, scope, Set.of());
  }

  /** The same, where these resources that others made may become ours. */
  public Plan plan(
      DesiredState desired, MeshObservation observed, Scope scope, Set<Adoption> adoptions) {
    return new PlanBuilder(desired, observed, scope, adoptions, transports).build();
  }
}
