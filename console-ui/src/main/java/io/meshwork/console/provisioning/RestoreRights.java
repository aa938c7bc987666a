package io.meshwork.console.provisioning;

import io.meshwork.api.Kind;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.Guarded;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.controlplane.catalog.Resource;
import io.meshwork.model.MeshException;
import io.meshwork.model.TeamName;
import java.util.Arrays;

/** Whether somebody may plan that an entry is brought back, living or retired. */
record RestoreRights(RoomsOfProvisioning rooms, Actor actor) {
  boolean allows(String word, String name) {
    Kind kind =
        Arrays.stream(Kind.values())
            .filter(each -> each.word().equals(word))
            .findFirst()
            .orElseThrow();
    try {
      Resource now = rooms.catalog().get(actor, kind.name(name));
      TeamName team = now.name() instanceof TeamName itself ? itself : now.metadata().team();
      Guarded thing = team == null ? Guarded.mesh() : Guarded.ofTeam(team);
      return rooms.permissions().allows(actor, Operation.PLAN, thing)
          && rooms.permissions().allows(actor, Operation.CHANGE, thing);
    } catch (MeshException e) {
      return false;
    }
  }
}
