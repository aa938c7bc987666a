package io.meshwork.model.catalog;

import java.util.List;

/**
 * Where brokers, gateways and relays live.
 *
 * @param jurisdiction the legal space that data here is in
 * @param environment links never cross one
 * @param reaches which regions relays here can dial
 * @param autoApply what deploys without an operator
 * @param freezeWindows when nothing deploys
 * @param fourEyes whether a plan's author may not apply it
 */
public record RegionSpec(
    Jurisdiction jurisdiction,
    Environment environment,
    List<Reach> reaches,
    AutoApply autoApply,
    List<FreezeWindow> freezeWindows,
    boolean fourEyes)
    implements Spec {
  /** Copies the lists. */
  public RegionSpec {
    reaches = List.copyOf(reaches);
    freezeWindows = List.copyOf(freezeWindows);
  }
}
