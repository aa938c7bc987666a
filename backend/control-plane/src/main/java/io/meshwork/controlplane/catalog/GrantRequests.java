package io.meshwork.controlplane.catalog;

import io.meshwork.api.Kind;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.JsonText;
import io.meshwork.model.MeshException;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.catalog.Access;
import io.meshwork.model.catalog.EventTypeSelector;
import io.meshwork.model.catalog.EventTypeSpec;
import io.meshwork.model.catalog.Grant;
import io.meshwork.model.catalog.GrantKey;
import io.meshwork.model.catalog.GrantState;
import io.meshwork.model.catalog.SubscriptionSpec;
import io.meshwork.pattern.EventPatterns;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Asks owners for what subscriptions want.
 *
 * <p>Invariant after a change: a subscription has a grant, of whatever state, for exactly the
 * active event types that it selects and its team knows of. An owner's own subscription and an open
 * event type need no word. A filter that differs from the one the word was given for asks again,
 * unless the word was given for everything. What was refused, taken back or has expired is asked
 * again only when the subscription changes.
 */
@Component
class GrantRequests {
  private static final String POLICY = "policy";

  void subscriptionChanged(Workspace workspace, @Nullable Resource before, Resource after) {
    SubscriptionSpec spec = after.spec(SubscriptionSpec.class);
    boolean asksAnew = before == null || !before.spec().equals(spec);
    Set<EventTypeName> wanted = new HashSet<>();
    selected(workspace, spec)
        .filter(type -> Audiences.knows(workspace, Owners.of(after), type))
        .forEach(
            type -> {
              wanted.add((EventTypeName) type.name());
              ask(workspace, after, type, asksAnew);
            });
    workspace.grantsOf((SubscriptionName) after.name()).stream()
        .map(story -> story.grant().key())
        .filter(key -> !wanted.contains(key.eventType()))
        .forEach(workspace::drop);
  }

  void eventTypeChanged(Workspace workspace, Resource type) {
    EventTypeName name = (EventTypeName) type.name();
    Stream<Resource> known =
        workspace.grantsOn(name).stream()
            .flatMap(story -> workspace.active(story.grant().key().subscription()).stream());
    Stream<Resource> matching =
        workspace
            .patterned()
            .filter(subscription -> subscription.spec(SubscriptionSpec.class).selects(name))
            .filter(subscription -> Audiences.knows(workspace, Owners.of(subscription), type));
    List<Resource> concerned = Stream.concat(known, matching).distinct().toList();
    concerned.forEach(subscription -> ask(workspace, subscription, type, false));
  }

  private static Stream<Resource> selected(Workspace workspace, SubscriptionSpec spec) {
    boolean exact = spec.eventTypes().stream().allMatch(EventTypeSelector::isExact);
    return exact
        ? spec.eventTypes().stream()
            .distinct()
            .flatMap(selector -> workspace.active(new EventTypeName(selector.value())).stream())
        : workspace.all(Kind.EVENT_TYPE).filter(type -> spec.selects((EventTypeName) type.name()));
  }

  private static void ask(
      Workspace workspace, Resource subscription, Resource type, boolean asksAnew) {
    GrantKey key =
        new GrantKey((SubscriptionName) subscription.name(), (EventTypeName) type.name());
    JsonText filter = subscription.spec(SubscriptionSpec.class).filter();
    GrantStory story = workspace.grant(key).orElse(null);
    boolean own = Objects.equals(Owners.of(subscription), Owners.of(type));
    boolean free = own || type.spec(EventTypeSpec.class).access() == Access.OPEN;
    if (story == null) {
      workspace.put("request", request(workspace, key, filter, free, null));
      return;
    }
    switch (story.grant().state()) {
      case APPROVED -> {
        if (!covers(story.grant().filter(), filter)) {
          workspace.put(
              "request", request(workspace, key, filter, free, story.grant().expiresAt()));
        }
      }
      case PENDING -> {
        if (free || !sameFilter(story.grant().filter(), filter)) {
          workspace.put("request", request(workspace, key, filter, free, null));
        }
      }
      case REJECTED, REVOKED -> {
        if (asksAnew) {
          workspace.put("request", request(workspace, key, filter, own, null));
        }
      }
      case EXPIRED -> {
        if (asksAnew) {
          workspace.put("request", request(workspace, key, filter, free, null));
        }
      }
    }
  }

  private static GrantStory request(
      Workspace workspace,
      GrantKey key,
      @Nullable JsonText filter,
      boolean free,
      java.time.@Nullable Instant expiresAt) {
    GrantState state = free ? GrantState.APPROVED : GrantState.PENDING;
    return new GrantStory(
        new Grant(key, state, filter, free ? expiresAt : null),
        workspace.actor().subject(),
        workspace.now(),
        free ? POLICY : null,
        free ? workspace.now() : null,
        null);
  }

  /** Whether a word given for one filter holds for another: for everything, or for the same. */
  private static boolean covers(@Nullable JsonText given, @Nullable JsonText wanted) {
    return given == null || sameFilter(given, wanted);
  }

  private static boolean sameFilter(@Nullable JsonText one, @Nullable JsonText other) {
    if (one == null || other == null) {
      return one == null && other == null;
    }
    return one.equals(other) || print(one).equals(print(other));
  }

  private static String print(JsonText filter) {
    try {
      return EventPatterns.print(EventPatterns.parse(filter.value()));
    } catch (MeshException _) {
      return filter.value();
    }
  }
}
