package io.meshwork.controlplane.catalog;

import io.meshwork.controlplane.access.Operation;
import io.meshwork.controlplane.access.Permissions;
import io.meshwork.model.Name;
import io.meshwork.model.catalog.Grant;
import io.meshwork.model.catalog.GrantKey;
import io.meshwork.model.catalog.GrantState;
import io.meshwork.model.catalog.SubscriptionSpec;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Brings owners' words back with the entries that they are about.
 *
 * <p>Invariant: no grant holds afterwards that did not hold before, unless the actor may give it.
 */
@Component
class GrantRestoration {
  private final Permissions permissions;

  GrantRestoration(Permissions permissions) {
    this.permissions = permissions;
  }

  void run(Workspace workspace, History.Changes between, Set<Name> names, List<String> notes) {
    Set<GrantKey> keys = new HashSet<>(between.grants().keySet());
    workspace.grantChanges().forEach(change -> keys.add(change.key()));
    keys.removeIf(key -> !names.contains(key.subscription()) && !names.contains(key.eventType()));
    for (GrantKey key : keys.stream().sorted(ORDER).toList()) {
      Resource type = workspace.active(key.eventType()).orElse(null);
      Resource subscription = workspace.active(key.subscription()).orElse(null);
      GrantStory now = workspace.grant(key).orElse(null);
      if (type != null && subscription != null && now != null) {
        bringBack(
            workspace, new Asked(type, subscription, now), then(workspace, between, key), notes);
      }
    }
  }

  private static final Comparator<GrantKey> ORDER =
      Comparator.<GrantKey, String>comparing(key -> key.subscription().value())
          .thenComparing(key -> key.eventType().value());

  /** What is asked for, of what, and how it stands. */
  private record Asked(Resource type, Resource subscription, GrantStory now) {}

  /** The word at that time; one that did not change since is what this revision met. */
  private static @Nullable GrantStory then(
      Workspace workspace, History.Changes between, GrantKey key) {
    History.GrantChange change = between.grants().get(key);
    return change == null
        ? workspace.grantChanges().stream()
            .filter(each -> each.key().equals(key))
            .map(Workspace.GrantChange::before)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null)
        : change.earlier();
  }

  private void bringBack(
      Workspace workspace, Asked asked, @Nullable GrantStory then, List<String> notes) {
    GrantStory now = asked.now();
    boolean held = then != null && then.isApproved() && !isOver(workspace, then);
    if (held == now.isApproved()) {
      return;
    }
    boolean may =
        permissions.allows(
            workspace.actor(), Operation.GRANT, Audiences.guard(workspace, asked.type()));
    String what =
        "'%s' for '%s'".formatted(now.grant().key().eventType(), asked.subscription().name());
    if (held && then != null) {
      boolean covers =
          then.grant().filter() == null
              || Objects.equals(
                  then.grant().filter(),
                  asked.subscription().spec(SubscriptionSpec.class).filter());
      if (may && covers) {
        workspace.put("approve", answered(workspace, then.grant(), now));
      } else {
        pend(workspace, asked, notes, what);
      }
    } else if (then != null && may) {
      workspace.put("revoke", answered(workspace, then.grant(), now));
    } else if (then != null) {
      notes.add(
          "The grant of %s, given since, stays: only the event type's owner takes it back."
              .formatted(what));
    }
  }

  private void pend(Workspace workspace, Asked asked, List<String> notes, String what) {
    GrantStory now = asked.now();
    boolean asks =
        permissions.allows(
            workspace.actor(), Operation.CHANGE, Audiences.guard(workspace, asked.subscription()));
    if (now.grant().state() != GrantState.PENDING && asks) {
      workspace.put(
          "request",
          new GrantStory(
              new Grant(
                  now.grant().key(),
                  GrantState.PENDING,
                  asked.subscription().spec(SubscriptionSpec.class).filter(),
                  null),
              workspace.actor().subject(),
              workspace.now(),
              null,
              null,
              null));
    }
    notes.add(
        "The grant of %s waits for its owner's word again: %s"
            .formatted(what, "it held then, and only the event type's owner gives it."));
  }

  private static boolean isOver(Workspace workspace, GrantStory then) {
    var end = then.grant().expiresAt();
    return end != null && !end.isAfter(workspace.now());
  }

  private static GrantStory answered(Workspace workspace, Grant then, GrantStory now) {
    return new GrantStory(
        then,
        now.requestedBy(),
        now.requestedAt(),
        workspace.actor().subject(),
        workspace.now(),
        "as it was");
  }
}
