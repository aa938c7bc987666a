package io.meshwork.controlplane.catalog;

import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.controlplane.access.Permissions;
import io.meshwork.controlplane.catalog.SubscriptionStatus.GrantStatus;
import io.meshwork.controlplane.catalog.SubscriptionStatus.State;
import io.meshwork.controlplane.catalog.SubscriptionStatusSource.Provisioned;
import io.meshwork.controlplane.catalog.SubscriptionStatusSource.Stage;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.catalog.GrantState;
import io.meshwork.model.catalog.SubscriptionLife;
import io.meshwork.model.catalog.SubscriptionSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;

/** Puts grants and what provisioning says together. */
@Service
class StoredStatuses implements SubscriptionStatuses {
  private static final Provisioned NOTHING =
      new Provisioned(Stage.WAITING, Map.of(), List.of(), null, null, null, null);

  private final LiveCatalog live;
  private final Permissions permissions;
  private final ObjectProvider<SubscriptionStatusSource> source;

  StoredStatuses(
      LiveCatalog live, Permissions permissions, ObjectProvider<SubscriptionStatusSource> source) {
    this.live = live;
    this.permissions = permissions;
    this.source = source;
  }

  @Override
  public Map<SubscriptionName, SubscriptionStatus> of(
      Actor actor, Collection<SubscriptionName> subscriptions) {
    live.fresh();
    List<Resource> seen =
        subscriptions.stream()
            .flatMap(name -> live.find(name).stream())
            .filter(r -> permissions.allows(actor, Operation.READ, Audiences.guard(live, r)))
            .toList();
    SubscriptionStatusSource made = source.getIfAvailable();
    Map<SubscriptionName, Provisioned> provisioned =
        made == null
            ? Map.of()
            : made.statusOf(seen.stream().map(r -> (SubscriptionName) r.name()).toList());
    Map<SubscriptionName, SubscriptionStatus> statuses = new LinkedHashMap<>();
    for (Resource resource : seen) {
      SubscriptionName name = (SubscriptionName) resource.name();
      statuses.put(name, status(resource, name, provisioned.getOrDefault(name, NOTHING)));
    }
    return statuses;
  }

  private SubscriptionStatus status(
      Resource resource, SubscriptionName name, Provisioned provisioned) {
    List<GrantStatus> grants = new ArrayList<>();
    List<State> states = new ArrayList<>();
    for (GrantStory story : live.grantsOf(name)) {
      EventTypeName type = story.grant().key().eventType();
      State state = state(story.grant().state(), provisioned.stages().get(type));
      grants.add(new GrantStatus(type, Words.of(state == null ? story.grant().state() : state)));
      if (state != null) {
        states.add(state);
      }
    }
    String problem = provisioned.problem();
    if (problem == null && states.isEmpty()) {
      problem =
          grants.isEmpty()
              ? "No event type matches yet."
              : "The owners granted none of its event types.";
    }
    return new SubscriptionStatus(
        overall(resource, provisioned, grants, states),
        grants,
        provisioned.channels(),
        provisioned.appliedRevision(),
        provisioned.lagEvents(),
        provisioned.lagSeconds(),
        problem);
  }

  private static State overall(
      Resource resource, Provisioned provisioned, List<GrantStatus> grants, List<State> states) {
    if (resource.retired()) {
      return State.RETIRED;
    }
    if (resource.spec(SubscriptionSpec.class).life() == SubscriptionLife.PAUSED) {
      return State.PAUSED;
    }
    if (provisioned.stage() == Stage.FAILED || (states.isEmpty() && !grants.isEmpty())) {
      return State.FAILED;
    }
    return states.stream()
        .min(Comparator.comparingInt(StoredStatuses::rank))
        .orElse(State.APPROVED);
  }

  /** The worst first. */
  private static int rank(State state) {
    return switch (state) {
      case FAILED -> 0;
      case REQUESTED -> 1;
      case APPROVED -> 2;
      case PROVISIONING -> 3;
      case PAUSED -> 4;
      case RETIRED -> 5;
      case ACTIVE -> 6;
    };
  }

  /** How far one event type has come; {@code null} where the owner said no. */
  private static @Nullable State state(GrantState grant, @Nullable Stage stage) {
    return switch (grant) {
      case PENDING -> State.REQUESTED;
      case REJECTED, REVOKED, EXPIRED -> null;
      case APPROVED -> {
        if (stage == null) {
          yield State.APPROVED;
        }
        yield switch (stage) {
          case WAITING -> State.APPROVED;
          case PROVISIONING -> State.PROVISIONING;
          case ACTIVE -> State.ACTIVE;
          case FAILED -> State.FAILED;
        };
      }
    };
  }
}
