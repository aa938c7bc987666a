package io.meshwork.controlplane.access;

import io.meshwork.model.TeamName;
import java.util.Locale;

/** Says who may do what somebody else tried. */
final class Refusals {
  private Refusals() {}

  static String text(Actor actor, Operation operation, Guarded thing) {
    String subject =
        thing.word().equals("The") ? "the mesh" : thing.word() + " '" + thing.name() + "'";
    return switch (actor.holder()) {
      case Actor.Holder.Relay(var region) ->
          "The relay identity of region '%s' may only read that region's manifest and contracts and post its reports."
              .formatted(region);
      case Actor.Holder.Application key ->
          "This key may not %s %s: keys act for their application's team only, and this one has the scopes %s."
              .formatted(
                  verb(operation),
                  subject,
                  key.scopes().stream()
                      .map(scope -> scope.name().toLowerCase(Locale.ROOT))
                      .sorted()
                      .toList());
      case Actor.Holder.Person _, Actor.Holder.Mesh _ ->
          "You may not %s %s: that takes %s."
              .formatted(verb(operation), subject, who(operation, thing));
    };
  }

  private static String verb(Operation operation) {
    return switch (operation) {
      case READ -> "read";
      case READ_PAYLOAD -> "read the payloads of";
      case CHANGE -> "change";
      case ADMINISTER -> "administer";
      case GRANT -> "answer requests for";
      case MANAGE_KEYS -> "make or revoke keys of";
      case PLAN -> "compute plans for";
      case APPLY -> "apply plans for";
      case READ_AUDIT -> "read the audit log of";
      case READ_MANIFEST -> "read the manifest of";
      case REPORT -> "report for";
      case PUBLISH -> "publish for";
    };
  }

  private static String who(Operation operation, Guarded thing) {
    TeamName team = thing.team();
    String owners = team == null ? "" : "an owner of team '%s' or ".formatted(team);
    String members = team == null ? "" : "a member of team '%s' or ".formatted(team);
    return switch (operation) {
      case READ -> "signing in";
      case READ_PAYLOAD -> "a team that owns it or was granted it";
      case CHANGE, MANAGE_KEYS ->
          members + (team == null ? "an administrator or operator" : "an administrator");
      case ADMINISTER, GRANT -> owners + "an administrator";
      case PLAN, APPLY -> members + "an operator";
      case READ_AUDIT -> members + "an auditor";
      case READ_MANIFEST -> "its relay identity or an operator";
      case REPORT -> "its relay identity";
      case PUBLISH -> members + "a key of the application";
    };
  }
}
