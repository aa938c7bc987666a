package io.meshwork.controlplane.catalog;

import io.meshwork.controlplane.access.AccessError;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.Guarded;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.controlplane.access.Permissions;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.JsonText;
import io.meshwork.model.MeshException;
import io.meshwork.model.Name;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.Grant;
import io.meshwork.model.catalog.GrantKey;
import io.meshwork.model.catalog.GrantState;
import io.meshwork.model.catalog.SubscriptionSpec;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Grants as rows beside the resources, in the same revisions. */
@Service
class StoredGrants implements Grants {
  private static final int MAX_NOTE = 1000;

  private final LiveCatalog live;
  private final CatalogWriter writer;
  private final Permissions permissions;

  StoredGrants(LiveCatalog live, CatalogWriter writer, Permissions permissions) {
    this.live = live;
    this.writer = writer;
    this.permissions = permissions;
  }

  /** An answer: what it is called, from which states it may be given, and what it makes. */
  private record Answer(String verb, Set<GrantState> from, GrantState to) {}

  private static final Answer APPROVE =
      new Answer("approve", Set.of(GrantState.values()), GrantState.APPROVED);
  private static final Answer REJECT =
      new Answer("reject", Set.of(GrantState.PENDING), GrantState.REJECTED);
  private static final Answer REVOKE =
      new Answer("revoke", Set.of(GrantState.APPROVED), GrantState.REVOKED);

  @Override
  public GrantView approve(Actor actor, GrantKey key, Verdict verdict, Precondition seen) {
    return answer(actor, key, new Given(verdict, seen), APPROVE);
  }

  @Override
  public GrantView reject(Actor actor, GrantKey key, Verdict verdict) {
    return answer(actor, key, Given.withoutEnd(verdict), REJECT);
  }

  @Override
  public GrantView revoke(Actor actor, GrantKey key, Verdict verdict) {
    return answer(actor, key, Given.withoutEnd(verdict), REVOKE);
  }

  /** An owner's word, and of what. */
  private record Given(Verdict verdict, Precondition seen) {
    static Given withoutEnd(Verdict verdict) {
      return new Given(new Verdict(verdict.note(), null), Precondition.NONE);
    }
  }

  private GrantView answer(Actor actor, GrantKey key, Given given, Answer answer) {
    return writer.write(
        actor,
        "%s %s for %s".formatted(answer.verb(), key.eventType(), key.subscription()),
        workspace -> {
          GrantStory before = require(workspace, key);
          Preconditions.check(
              given.seen(), key.subscription(), workspace.active(key.subscription()).orElse(null));
          checkVerdict(workspace, given.verdict());
          GrantStory after = decide(workspace, before, given.verdict(), answer);
          if (!after.equals(before)) {
            workspace.put(answer.verb(), after);
          }
          return view(workspace, after).orElseThrow(() -> unknown(key));
        });
  }

  private GrantStory require(Workspace workspace, GrantKey key) {
    Resource type =
        workspace
            .active(key.eventType())
            .orElseThrow(() -> ResourceChanges.unknown(key.eventType()));
    permissions.require(workspace.actor(), Operation.GRANT, Audiences.guard(workspace, type));
    return workspace
        .active(key.subscription())
        .flatMap(_ -> workspace.grant(key))
        .orElseThrow(() -> unknown(key));
  }

  private static void checkVerdict(Workspace workspace, Verdict verdict) {
    String note = verdict.note();
    Instant end = verdict.expiresAt();
    Findings findings = new Findings("The answer");
    if (note != null && (note.length() > MAX_NOTE || note.indexOf('\0') >= 0)) {
      findings.add("/note", "must have at most %d characters, none U+0000.".formatted(MAX_NOTE));
    }
    if (end != null && !end.isAfter(workspace.now())) {
      findings.add("/expiresAt", "%s is not in the future.".formatted(end));
    }
    findings.throwAny();
  }

  private static GrantStory decide(
      Workspace workspace, GrantStory before, Verdict verdict, Answer answer) {
    Grant was = before.grant();
    JsonText filter = was.filter();
    if (answer.to() == GrantState.APPROVED) {
      filter =
          workspace
              .active(was.key().subscription())
              .map(subscription -> subscription.spec(SubscriptionSpec.class).filter())
              .orElse(null);
    }
    boolean same =
        was.state() == answer.to()
            && Objects.equals(was.filter(), filter)
            && (answer.to() != GrantState.APPROVED
                || Objects.equals(was.expiresAt(), verdict.expiresAt()));
    if (same) {
      return before;
    }
    if (!answer.from().contains(was.state())) {
      throw new MeshException(
          CatalogError.INVALID_TRANSITION,
          "The grant of '%s' to '%s' is %s; only one that is %s can be answered with '%s'."
              .formatted(
                  was.key().eventType(),
                  was.key().subscription(),
                  Words.of(was.state()),
                  answer.from().stream().map(Words::of).sorted().toList(),
                  answer.verb()));
    }
    return new GrantStory(
        new Grant(was.key(), answer.to(), filter, verdict.expiresAt()),
        before.requestedBy(),
        before.requestedAt(),
        workspace.actor().subject(),
        workspace.now(),
        verdict.note());
  }

  /** Ends the approvals whose time is over: one revision for all of them. */
  void expire() {
    Instant now = writer.now();
    boolean due = live.fresh().grants().anyMatch(story -> isDue(story, now));
    if (!due) {
      return;
    }
    writer.write(
        Actor.mesh(),
        "expire grants",
        workspace -> {
          workspace.grants().filter(story -> isDue(story, workspace.now())).toList().stream()
              .map(story -> expired(workspace, story))
              .forEach(story -> workspace.put("expire", story));
          return true;
        });
  }

  private static boolean isDue(GrantStory story, Instant now) {
    Instant end = story.grant().expiresAt();
    return story.isApproved() && end != null && !end.isAfter(now);
  }

  private static GrantStory expired(Workspace workspace, GrantStory story) {
    Grant was = story.grant();
    return new GrantStory(
        new Grant(was.key(), GrantState.EXPIRED, was.filter(), was.expiresAt()),
        story.requestedBy(),
        story.requestedAt(),
        workspace.actor().subject(),
        workspace.now(),
        story.note());
  }

  @Override
  public List<GrantView> pendingFor(Actor actor) {
    permissions.require(actor, Operation.READ, Guarded.mesh());
    live.fresh();
    return live.grants()
        .filter(story -> story.grant().state() == GrantState.PENDING)
        .filter(
            story ->
                live.active(story.grant().key().eventType())
                    .filter(
                        type ->
                            permissions.allows(actor, Operation.GRANT, Audiences.guard(live, type)))
                    .isPresent())
        .flatMap(story -> view(live, story).stream())
        .sorted(Comparator.comparing(GrantView::requestedAt).thenComparing(GrantView::key))
        .toList();
  }

  @Override
  public List<GrantView> of(Actor actor, SubscriptionName subscription) {
    requireRead(actor, subscription);
    return live.grantsOf(subscription).stream()
        .flatMap(story -> view(live, story).stream())
        .filter(view -> concerns(actor, view))
        .toList();
  }

  @Override
  public List<GrantView> of(Actor actor, EventTypeName eventType) {
    requireRead(actor, eventType);
    return live.grantsOn(eventType).stream()
        .flatMap(story -> view(live, story).stream())
        .filter(view -> concerns(actor, view))
        .toList();
  }

  private void requireRead(Actor actor, Name name) {
    Resource resource = live.fresh().active(name).orElseThrow(() -> ResourceChanges.unknown(name));
    permissions.require(actor, Operation.READ, Audiences.guard(live, resource));
  }

  private static boolean concerns(Actor actor, GrantView view) {
    return actor.seesEverything()
        || actor.roleIn(view.subscriber()).isPresent()
        || actor.roleIn(view.owner()).isPresent();
  }

  private static Optional<GrantView> view(CatalogView catalog, GrantStory story) {
    Resource subscription = catalog.active(story.grant().key().subscription()).orElse(null);
    TeamName subscriber = subscription == null ? null : Owners.of(subscription);
    TeamName owner = owner(catalog, story.grant().key().eventType());
    return subscription == null || subscriber == null || owner == null
        ? Optional.empty()
        : Optional.of(
            new GrantView(
                story.grant(),
                subscriber,
                owner,
                subscription.etag(),
                story.requestedBy(),
                story.requestedAt(),
                story.decidedBy(),
                story.decidedAt(),
                story.note()));
  }

  private static @Nullable TeamName owner(CatalogView catalog, Name name) {
    return catalog.active(name).map(Owners::of).orElse(null);
  }

  private static MeshException unknown(GrantKey key) {
    return new MeshException(
        AccessError.NOT_FOUND,
        "Subscription '%s' does not ask for event type '%s'."
            .formatted(key.subscription(), key.eventType()));
  }
}
