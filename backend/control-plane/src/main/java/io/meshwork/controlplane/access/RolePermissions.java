package io.meshwork.controlplane.access;

import io.meshwork.model.MeshException;
import io.meshwork.model.RegionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.TeamRole;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The permission table.
 *
 * <p>People: who does not know of a thing is told that it does not exist; who knows of it may do
 * what the role in its team, or in the mesh, allows. Keys act for their application's team, with
 * one scope an operation, and never make keys or change the team. Relays do two things for their
 * region and nothing else.
 */
@Component
class RolePermissions implements Permissions {
  @Override
  public Decision decide(Actor actor, Operation operation, Guarded thing) {
    return switch (actor.holder()) {
      case Actor.Holder.Mesh _ -> Decision.ALLOWED;
      case Actor.Holder.Relay(RegionName region) ->
          known(Set.of(), thing) ? relay(region, operation, thing) : Decision.HIDDEN;
      case Actor.Holder.Application key -> application(key, operation, thing);
      case Actor.Holder.Person _ -> person(actor, operation, thing);
    };
  }

  private static Decision relay(RegionName region, Operation operation, Guarded thing) {
    boolean its =
        (operation == Operation.READ_MANIFEST || operation == Operation.REPORT)
            && thing.equals(Guarded.region(region));
    return its ? Decision.ALLOWED : Decision.FORBIDDEN;
  }

  private static Decision application(
      Actor.Holder.Application key, Operation operation, Guarded thing) {
    if (!known(Set.of(key.team()), thing)) {
      return Decision.HIDDEN;
    }
    Scope needed = scope(operation);
    if (needed == null || !key.scopes().contains(needed)) {
      return Decision.FORBIDDEN;
    }
    boolean own = key.team().equals(thing.team());
    return switch (operation) {
      case READ -> Decision.ALLOWED;
      case READ_PAYLOAD -> allow(own || granted(thing, Set.of(key.team())));
      case PUBLISH -> allow(own && key.name().value().equals(thing.name()));
      case CHANGE, GRANT, PLAN, APPLY, READ_AUDIT -> allow(own);
      case ADMINISTER, MANAGE_KEYS, READ_MANIFEST, REPORT -> Decision.FORBIDDEN;
    };
  }

  private static @Nullable Scope scope(Operation operation) {
    return switch (operation) {
      case READ, READ_PAYLOAD, READ_AUDIT -> Scope.READ;
      case CHANGE -> Scope.REGISTER;
      case GRANT -> Scope.APPROVE;
      case PLAN -> Scope.PLAN;
      case APPLY -> Scope.APPLY;
      case PUBLISH -> Scope.PUBLISH;
      case ADMINISTER, MANAGE_KEYS, READ_MANIFEST, REPORT -> null;
    };
  }

  private static Decision person(Actor actor, Operation operation, Guarded thing) {
    if (!actor.seesEverything() && !known(actor.teams().keySet(), thing)) {
      return Decision.HIDDEN;
    }
    boolean administrator = actor.is(GlobalRole.ADMINISTRATOR);
    boolean operator = actor.is(GlobalRole.OPERATOR);
    TeamName team = thing.team();
    Optional<TeamRole> role = team == null ? Optional.empty() : actor.roleIn(team);
    boolean member = role.filter(r -> r != TeamRole.READER).isPresent();
    boolean owner = role.filter(r -> r == TeamRole.OWNER).isPresent();
    return switch (operation) {
      case READ -> Decision.ALLOWED;
      case READ_PAYLOAD -> allow(role.isPresent() || granted(thing, actor.teams().keySet()));
      case CHANGE -> allow(administrator || member || (team == null && operator));
      case ADMINISTER, GRANT -> allow(administrator || owner);
      case MANAGE_KEYS -> allow(administrator || member);
      case PLAN, APPLY -> allow(administrator || operator || member);
      case READ_AUDIT -> allow(actor.seesEverything() || role.isPresent());
      case READ_MANIFEST -> allow(administrator || operator);
      case REPORT -> Decision.FORBIDDEN;
      case PUBLISH -> allow(member);
    };
  }

  private static boolean known(Set<TeamName> teams, Guarded thing) {
    if (thing.team() != null && teams.contains(thing.team())) {
      return true;
    }
    return switch (thing.audience()) {
      case Guarded.Audience.Everyone _ -> true;
      case Guarded.Audience.Teams(Set<TeamName> allowed) ->
          teams.stream().anyMatch(allowed::contains);
    };
  }

  private static boolean granted(Guarded thing, Set<TeamName> teams) {
    return thing.audience() instanceof Guarded.Audience.Teams(Set<TeamName> allowed)
        && teams.stream().anyMatch(allowed::contains);
  }

  private static Decision allow(boolean allowed) {
    return allowed ? Decision.ALLOWED : Decision.FORBIDDEN;
  }

  @Override
  public void require(Actor actor, Operation operation, Guarded thing) {
    switch (decide(actor, operation, thing)) {
      case ALLOWED -> {}
      case HIDDEN ->
          throw new MeshException(
              AccessError.NOT_FOUND,
              "%s '%s' does not exist.".formatted(thing.word(), thing.name()));
      case FORBIDDEN ->
          throw new MeshException(AccessError.FORBIDDEN, Refusals.text(actor, operation, thing));
    }
  }
}
