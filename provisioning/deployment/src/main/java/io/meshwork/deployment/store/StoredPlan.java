package io.meshwork.deployment.store;

import io.meshwork.api.PlanDocument;
import io.meshwork.model.BrokerName;
import io.meshwork.model.RegionName;
import io.meshwork.model.TeamName;
import java.util.SortedSet;
import java.util.UUID;

/**
 * A plan as kept.
 *
 * @param number rises with every plan
 * @param waiting whether Meshwork computed it and it waits for an operator
 * @param teams whose things its scope names; none: the mesh
 * @param regions that its actions concern
 * @param brokers that its actions touch
 */
public record StoredPlan(
    UUID id,
    long number,
    PlanDocument.State state,
    boolean waiting,
    SortedSet<TeamName> teams,
    SortedSet<RegionName> regions,
    SortedSet<BrokerName> brokers,
    PlanContent content) {
  /** As shown now. */
  public PlanDocument document() {
    PlanDocument made = content.document();
    return new PlanDocument(
        made.id(),
        made.scope(),
        made.revision(),
        made.createdAt(),
        made.createdBy(),
        state,
        made.actions(),
        made.blocked(),
        made.prices(),
        made.allowances(),
        made.undoes(),
        made.restores(),
        made.notes());
  }
}
