package io.meshwork.controlplane.catalog;

import io.meshwork.model.ApplicationName;
import io.meshwork.model.BrokerName;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.BrokerSpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a team's resource may refer to; what it may not know of looks as if it did not exist. */
final class References {
  private References() {}

  static Optional<Resource> broker(
      CatalogView view,
      BrokerName name,
      @Nullable TeamName team,
      String pointer,
      Findings findings) {
    Optional<Resource> broker =
        view.active(name)
            .filter(found -> team == null || found.spec(BrokerSpec.class).admits(team));
    if (broker.isEmpty()) {
      findings.add(
          pointer,
          "Broker '%s' does not exist, or does not admit team '%s'.".formatted(name, team));
    }
    return broker;
  }

  static void application(
      CatalogView view,
      ApplicationName name,
      @Nullable TeamName team,
      String pointer,
      Findings findings) {
    TeamName owner = Audiences.ownerOf(view, name);
    if (owner == null) {
      findings.add(pointer, "Application '%s' does not exist.".formatted(name));
    } else if (!owner.equals(team)) {
      findings.add(
          pointer,
          "Application '%s' belongs to team '%s'; name one of team '%s'."
              .formatted(name, owner, team));
    }
  }

  static Optional<Resource> eventType(
      CatalogView view,
      EventTypeName name,
      @Nullable TeamName team,
      String pointer,
      Findings findings) {
    Optional<Resource> type = view.active(name).filter(found -> Audiences.knows(view, team, found));
    if (type.isEmpty()) {
      findings.add(pointer, "Event type '%s' does not exist.".formatted(name));
    }
    return type;
  }
}
