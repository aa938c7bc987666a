package io.meshwork.planner;

import io.meshwork.model.ChannelId;
import io.meshwork.model.DataSize;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.transport.spi.Transports;
import java.util.List;
import java.util.Map;

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
   * The same as from nothing, made from another catalog's state; quick where the two catalogs
   * differ in few event types, publications, subscriptions or grants.
   *
   * @param before the other catalog
   * @param known its desired state, without measured rates
   */
  public DesiredState desired(CatalogSnapshot catalog, CatalogSnapshot before, DesiredState known) {
    StateRenewal renewal = new StateRenewal(before, known, catalog, transports);
    DesiredState renewed = renewal.isSmall() ? renewal.renewed() : null;
    return renewed == null ? desired(catalog) : renewed;
  }

  /**
   * The steps from what is to what should be, as far as the scope goes. Applied and planned again
   * it is empty.
   */
  public Plan plan(DesiredState desired, MeshObservation observed, Scope scope) {
    return plan(desired, observed, scope, Allowances.NONE);
  }

  /** The same, with what an operator allows by name. */
  public Plan plan(
      DesiredState desired, MeshObservation observed, Scope scope, Allowances allowances) {
    return new PlanBuilder(desired, observed, scope, allowances, transports).build();
  }

  /**
   * The steps that take back what a deployment did, from what is there now. What others have come
   * to need since stays, and what cannot come back is blocked or says what is lost.
   *
   * @param deeds in the order in which they were done
   */
  public Plan undo(
      List<Deed> deeds,
      DesiredState desired,
      MeshObservation observed,
      Scope scope,
      Allowances allowances) {
    return new UndoBuilder(
            deeds, new UndoBuilder.Present(desired, observed), scope, allowances, transports)
        .build();
  }
}
