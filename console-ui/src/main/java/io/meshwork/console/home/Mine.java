package io.meshwork.console.home;

import io.meshwork.api.Kind;
import io.meshwork.api.PlanDocument;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.catalog.GrantView;
import io.meshwork.controlplane.catalog.Resource;
import io.meshwork.controlplane.catalog.ResourceQuery;
import io.meshwork.controlplane.catalog.SubscriptionStatus;
import io.meshwork.controlplane.catalog.TransferView;
import io.meshwork.deployment.plan.PlanQuery;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.TeamRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What belongs to the teams of who is signed in; of everybody for who is in no team. */
record Mine(
    List<Resource> types,
    List<Followed> subscriptions,
    List<GrantView> grants,
    List<TransferView> transfers,
    List<PlanDocument> plans) {
  private static final int PLANS = 10;

  /** A subscription and where it stands. */
  record Followed(SubscriptionName name, @Nullable SubscriptionStatus status) {}

  boolean isEmpty() {
    return types.isEmpty() && subscriptions.isEmpty();
  }

  static Mine read(RoomsOfHome rooms, Actor actor) {
    List<SubscriptionName> names =
        all(rooms, actor, Kind.SUBSCRIPTION).stream()
            .map(resource -> (SubscriptionName) resource.name())
            .toList();
    Map<SubscriptionName, SubscriptionStatus> statuses = rooms.statuses().of(actor, names);
    return new Mine(
        all(rooms, actor, Kind.EVENT_TYPE),
        names.stream().map(name -> new Followed(name, statuses.get(name))).toList(),
        rooms.grants().pendingFor(actor),
        rooms.transfers().pending(actor).stream()
            .filter(
                offer ->
                    actor.roleIn(offer.to()).filter(role -> role == TeamRole.OWNER).isPresent())
            .toList(),
        rooms.plans().list(actor, PlanQuery.waiting(PLANS)).items());
  }

  private static List<Resource> all(RoomsOfHome rooms, Actor actor, Kind kind) {
    List<Resource> all = new ArrayList<>();
    if (actor.teams().isEmpty()) {
      all.addAll(rooms.catalog().list(actor, ResourceQuery.all(kind)).items());
    }
    for (TeamName team : actor.teams().keySet().stream().sorted().toList()) {
      all.addAll(
          rooms
              .catalog()
              .list(actor, new ResourceQuery(kind, null, team, ResourceQuery.DEFAULT_LIMIT, null))
              .items());
    }
    return all;
  }
}
