package io.meshwork.transport.kafka;

import io.meshwork.model.InstallationId;
import io.meshwork.model.MeshException;
import io.meshwork.transport.spi.Identity;
import io.meshwork.transport.spi.Operation;
import io.meshwork.transport.spi.Outcome;
import io.meshwork.transport.spi.Ownership;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.ResourceId;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One batch of operations on one kind of resource. Invariant: nothing is made before the claim that
 * it carries is written, and nothing is changed or deleted unless the marks say that it is ours by
 * its present identity. Who of several is first is decided by the cluster (topics), or by the order
 * of the marks (what has no identity). Phases: look, decide, intend, act, mark, confirm.
 */
final class Execution {
  private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(5);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final KafkaErrors errors;
  private final InstallationId ours;
  private final MarkLog log;
  private final Shelf shelf;
  private final Clock clock;
  private final Map<ResourceId, Outcome> outcomes = new HashMap<>();
  private final Map<Claim, Mark> written = new HashMap<>();
  private final Set<Claim> withdrawn = new HashSet<>();
  private final List<Shelf.Creation> creations = new ArrayList<>();
  private final List<Operation.Change> changes = new ArrayList<>();
  private final List<Operation.Delete> deletions = new ArrayList<>();
  private Marks marks = Marks.NONE;
  private Map<ResourceId, Found> found = Map.of();

  Execution(Connection connection, MarkLog log, Shelf shelf, Clock clock) {
    this.errors = connection.errors();
    this.ours = connection.access().installation();
    this.log = log;
    this.shelf = shelf;
    this.clock = clock;
  }

  /** One outcome each. */
  Map<ResourceId, Outcome> run(List<Operation> operations) {
    Set<ResourceId> ids = operations.stream().map(Operation::id).collect(Collectors.toSet());
    try {
      marks = log.read();
      found = shelf.find(ids);
      operations.forEach(this::decide);
      intend();
      make();
      change();
      delete();
      marks = log.write(written, withdrawn);
      confirm(ids);
    } catch (MeshException e) {
      for (ResourceId id : ids) {
        Outcome known = outcomes.get(id);
        if (known == null || known instanceof Outcome.Done) {
          outcomes.put(id, errors.outcome(id.toString(), e));
        }
      }
    }
    return outcomes;
  }

  private void decide(Operation operation) {
    Found there = found.get(operation.id());
    switch (operation) {
      case Operation.Create create -> create(create.resource(), there);
      case Operation.Change change -> change(change, there);
      case Operation.Delete delete -> delete(delete, there);
      case Operation.Adopt adopt -> adopt(adopt, there);
      case Operation.Release release -> {
        forget(release.id(), release.identity(), there);
        outcomes.put(release.id(), new Outcome.Done(null));
      }
    }
  }

  private void create(Resource resource, @Nullable Found there) {
    ResourceId id = resource.id();
    if (there == null) {
      // What was meant before may still be on its way: it must be known when it arrives.
      Claim claim =
          marks.entries(id, ours, Mark.State.INTENT).stream()
              .filter(entry -> entry.mark().attributes().equals(resource.attributes()))
              .map(Marks.Entry::claim)
              .filter(one -> one.number() != Claim.OLD)
              .findFirst()
              .orElseGet(() -> Claim.fresh(id, RANDOM));
      creations.add(new Shelf.Creation(resource, claim));
      return;
    }
    switch (marks.ownership(id, there, ours)) {
      case Ownership.Ours(), Ownership.Intended() -> {
        if (there.hasShape(resource.attributes())) {
          own(id, there, resource.attributes());
          done(id, there.identity());
        } else {
          conflict(id, "is there in another shape: " + differences(resource, there));
        }
      }
      case Ownership.Foreign(), Ownership.Other(_) -> conflict(id, notOurs(id, there));
    }
  }

  private void change(Operation.Change change, @Nullable Found there) {
    ResourceId id = change.id();
    if (there == null) {
      conflict(id, "is gone; plan anew");
    } else if (!there.identity().equals(change.identity())) {
      conflict(id, "was made anew by others since the plan saw it; plan anew");
    } else if (!(marks.ownership(id, there, ours) instanceof Ownership.Ours)) {
      conflict(id, notOurs(id, there));
    } else if (!liesBetween(change, there)) {
      conflict(
          id,
          "has changed since the plan saw it: %s; plan anew"
              .formatted(differences(change.from(), there)));
    } else {
      changes.add(change);
    }
  }

  /** Each attribute has its old or its new value: a change that was cut short goes on. */
  private static boolean liesBetween(Operation.Change change, Found there) {
    var names = new TreeSet<>(change.from().attributes().keySet());
    names.addAll(change.to().attributes().keySet());
    for (String name : names) {
      String now = there.values().get(name);
      String old = change.from().attributes().get(name);
      String wanted = change.to().attributes().get(name);
      boolean unset = (old == null || wanted == null) && !there.explicit().contains(name);
      if (!Objects.equals(now, old) && !Objects.equals(now, wanted) && !unset) {
        return false;
      }
    }
    return true;
  }

  private void delete(Operation.Delete delete, @Nullable Found there) {
    ResourceId id = delete.id();
    if (there == null || !there.identity().equals(delete.identity())) {
      forget(id, delete.identity(), null);
      outcomes.put(id, new Outcome.Done(null));
    } else if (marks.ownership(id, there, ours) instanceof Ownership.Ours) {
      deletions.add(delete);
    } else {
      conflict(id, "stays, because it " + notOurs(id, there));
    }
  }

  private void adopt(Operation.Adopt adopt, @Nullable Found there) {
    ResourceId id = adopt.id();
    if (there == null || !there.identity().equals(adopt.identity())) {
      conflict(id, "is not there any more as the plan saw it; plan anew");
      return;
    }
    switch (marks.ownership(id, there, ours)) {
      case Ownership.Other(_) -> conflict(id, notOurs(id, there));
      case Ownership.Ours() -> done(id, there.identity());
      case Ownership.Foreign(), Ownership.Intended() -> {
        own(id, there, there.attributes(there.explicit()));
        done(id, there.identity());
      }
    }
  }

  private void intend() {
    Map<Claim, Mark> intents = new HashMap<>();
    for (Shelf.Creation one : creations) {
      intents.put(one.claim(), mark(Mark.State.INTENT, null, one.resource().attributes(), null));
    }
    if (!intents.isEmpty()) {
      marks = log.write(intents, Set.of());
    }
  }

  private void make() {
    Map<ResourceId, Shelf.Effect> made = shelf.create(creations);
    for (Shelf.Creation creation : creations) {
      ResourceId id = creation.id();
      Outcome outcome = settle(id, made);
      if (outcome instanceof Outcome.Done(Identity identity) && identity != null) {
        written.put(
            creation.claim(),
            mark(Mark.State.OWNED, identity, creation.resource().attributes(), null));
        // What we had, or had meant to make, under the name before is not there.
        marks.entries(id).stream()
            .filter(entry -> entry.mark().installation().equals(ours))
            .map(Marks.Entry::claim)
            .filter(claim -> !claim.equals(creation.claim()))
            .forEach(withdrawn::add);
      } else if (!(outcome instanceof Outcome.Unknown)) {
        withdrawn.add(creation.claim());
      }
    }
  }

  /** By name, for Kafka changes nothing by id: looks once more, right before. */
  private void change() {
    if (changes.isEmpty()) {
      return;
    }
    Map<ResourceId, Found> now =
        shelf.find(changes.stream().map(Operation.Change::id).collect(Collectors.toSet()));
    changes.removeIf(
        change -> {
          boolean remade = !hasIdentity(now.get(change.id()), change.identity());
          if (remade) {
            conflict(change.id(), "was made anew by others since the plan saw it; plan anew");
          }
          return remade;
        });
    Map<ResourceId, Shelf.Effect> changed = shelf.change(changes, now);
    for (Operation.Change change : changes) {
      Found there = Objects.requireNonNull(now.get(change.id()), "found right before");
      if (settle(change.id(), changed) instanceof Outcome.Done) {
        own(change.id(), there, change.to().attributes());
      }
    }
  }

  private void delete() {
    Map<ResourceId, Shelf.Effect> deleted = shelf.delete(deletions);
    for (Operation.Delete delete : deletions) {
      if (settle(delete.id(), deleted) instanceof Outcome.Done) {
        forget(delete.id(), delete.identity(), found.get(delete.id()));
      }
    }
  }

  /**
   * Waits until the cluster shows what it has acknowledged: brokers learn of it a moment later, and
   * whoever looks next must not take it for undone. What others did meanwhile is told.
   */
  private void confirm(Set<ResourceId> ids) {
    long limit = System.nanoTime() + VISIBLE_WITHIN.toNanos();
    Map<ResourceId, Found> now = shelf.find(ids);
    while (!isVisible(now) && System.nanoTime() < limit) {
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
      now = shelf.find(ids);
    }
    Map<ResourceId, Found> last = now;
    Set<Claim> lost = new HashSet<>();
    written.forEach(
        (claim, mark) -> {
          Found there = last.get(claim.id());
          if (there == null) {
            outcomes.put(
                claim.id(), new Outcome.Unknown(told(claim.id(), "is not to be seen; ask again")));
          } else if (!there.identity().equals(mark.identity())) {
            conflict(claim.id(), "was made anew by others while being deployed; plan anew");
          } else if (!(marks.ownership(claim.id(), there, ours) instanceof Ownership.Ours)) {
            conflict(claim.id(), notOurs(claim.id(), there));
            lost.add(claim);
          }
        });
    if (!lost.isEmpty()) {
      log.write(Map.of(), lost);
    }
  }

  private boolean isVisible(Map<ResourceId, Found> now) {
    boolean made =
        creations.stream().filter(this::isDone).allMatch(one -> now.containsKey(one.id()));
    boolean changed =
        changes.stream()
            .filter(one -> outcomes.get(one.id()) instanceof Outcome.Done)
            .allMatch(one -> hasShape(now.get(one.id()), one.to()));
    boolean deleted =
        deletions.stream()
            .filter(one -> outcomes.get(one.id()) instanceof Outcome.Done)
            .allMatch(one -> !hasIdentity(now.get(one.id()), one.identity()));
    return made && changed && deleted;
  }

  private boolean isDone(Shelf.Creation creation) {
    return outcomes.get(creation.id()) instanceof Outcome.Done;
  }

  private static boolean hasShape(@Nullable Found there, Resource wanted) {
    return there != null && there.hasShape(wanted.attributes());
  }

  private static boolean hasIdentity(@Nullable Found there, Identity identity) {
    return there != null && there.identity().equals(identity);
  }

  private Outcome settle(ResourceId id, Map<ResourceId, Shelf.Effect> effects) {
    Outcome outcome =
        switch (Objects.requireNonNull(effects.get(id), "one effect each")) {
          case Shelf.Effect.Made(Identity identity) -> new Outcome.Done(identity);
          case Shelf.Effect.Gone() -> new Outcome.Done(null);
          case Shelf.Effect.Taken(String why) -> new Outcome.Conflict(told(id, why));
          case Shelf.Effect.Failed(Throwable fault) -> errors.outcome("deploying " + id, fault);
        };
    outcomes.put(id, outcome);
    return outcome;
  }

  /** Writes that what is there is ours: under the claim that holds it, else under a new one. */
  private void own(ResourceId id, Found there, SortedMap<String, String> attributes) {
    Optional<Marks.Entry> holder =
        marks.holder(id, there).filter(entry -> entry.mark().installation().equals(ours));
    Claim claim = holder.map(Marks.Entry::claim).orElseGet(() -> Claim.fresh(id, RANDOM));
    Long since =
        holder
            .filter(entry -> entry.mark().state() == Mark.State.OWNED)
            .map(Marks.Entry::since)
            .orElse(null);
    written.put(claim, mark(Mark.State.OWNED, there.identity(), attributes, since));
  }

  /**
   * Withdraws our claims to what is deleted or given back; another installation's, or those to a
   * later resource, stay.
   */
  private void forget(ResourceId id, Identity identity, @Nullable Found there) {
    marks.entries(id, ours, Mark.State.OWNED).stream()
        .filter(entry -> identity.equals(entry.mark().identity()))
        .forEach(entry -> withdrawn.add(entry.claim()));
    if (there != null && there.identity().equals(identity)) {
      marks
          .holder(id, there)
          .filter(entry -> entry.isOf(ours, Mark.State.INTENT))
          .ifPresent(entry -> withdrawn.add(entry.claim()));
    }
  }

  private Mark mark(
      Mark.State state,
      @Nullable Identity identity,
      SortedMap<String, String> attributes,
      @Nullable Long since) {
    return new Mark(ours, state, identity, attributes, since, clock.instant());
  }

  private static String differences(Resource wanted, Found there) {
    return String.join(
        ", ",
        TopicChanges.differences(
            wanted.attributes(), there.attributes(wanted.attributes().keySet())));
  }

  private String notOurs(ResourceId id, Found there) {
    return marks.whyNotOurs(id, there, ours);
  }

  private void done(ResourceId id, Identity identity) {
    outcomes.put(id, new Outcome.Done(identity));
  }

  private void conflict(ResourceId id, String why) {
    outcomes.put(id, new Outcome.Conflict(told(id, why)));
  }

  private String told(ResourceId id, String why) {
    return "Broker '%s': %s '%s' %s.".formatted(errors.broker(), id.kind(), id.name(), why);
  }
}
