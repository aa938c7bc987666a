package io.meshwork.transport.kafka;

import io.meshwork.model.InstallationId;
import io.meshwork.model.MeshException;
import io.meshwork.transport.spi.Identity;
import io.meshwork.transport.spi.Operation;
import io.meshwork.transport.spi.Outcome;
import io.meshwork.transport.spi.Ownership;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.ResourceId;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One batch of operations on one kind of resource. Invariant: nothing is made before its intent is
 * written and found to be the last word, and nothing is changed or deleted unless the last mark
 * names us and its present identity. Phases: look, decide, intend, act, mark, confirm.
 */
final class Execution {
  private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(5);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private final KafkaErrors errors;
  private final InstallationId ours;
  private final MarkLog log;
  private final Shelf shelf;
  private final Clock clock;
  private final Map<ResourceId, Outcome> outcomes = new HashMap<>();
  private final Map<ResourceId, Mark> written = new HashMap<>();
  private final List<Resource> creations = new ArrayList<>();
  private final List<Operation.Change> changes = new ArrayList<>();
  private final List<Operation.Delete> deletions = new ArrayList<>();
  private Map<ResourceId, Mark> marks = Map.of();
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
      act();
      for (ResourceId lost : log.write(written)) {
        conflict(lost, "was marked by another deployer at the same moment; look again");
      }
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

  /**
   * Waits until the cluster shows what it has acknowledged: brokers learn of it a moment later, and
   * whoever looks next must not take it for undone.
   */
  private void confirm(Set<ResourceId> ids) {
    long limit = System.nanoTime() + VISIBLE_WITHIN.toNanos();
    while (!isVisible(shelf.find(ids)) && System.nanoTime() < limit) {
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  private boolean isVisible(Map<ResourceId, Found> now) {
    boolean made =
        creations.stream()
            .filter(one -> outcomes.get(one.id()) instanceof Outcome.Done)
            .allMatch(one -> now.containsKey(one.id()));
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

  private static boolean hasShape(@Nullable Found there, Resource wanted) {
    return there != null && there.hasShape(wanted.attributes());
  }

  private static boolean hasIdentity(@Nullable Found there, Identity identity) {
    return there != null && there.identity().equals(identity);
  }

  private void decide(Operation operation) {
    Found there = found.get(operation.id());
    switch (operation) {
      case Operation.Create create -> create(create.resource(), there);
      case Operation.Change change -> change(change, there);
      case Operation.Delete delete -> delete(delete, there);
      case Operation.Adopt adopt -> adopt(adopt, there);
      case Operation.Release release -> {
        forget(release.id(), release.identity());
        outcomes.put(release.id(), new Outcome.Done(null));
      }
    }
  }

  private void create(Resource resource, @Nullable Found there) {
    ResourceId id = resource.id();
    if (there == null) {
      Mark mark = marks.get(id);
      if (mark != null && mark.state() == Mark.State.INTENT && !mark.installation().equals(ours)) {
        conflict(id, "is being made by Meshwork installation %s".formatted(mark.installation()));
      } else {
        creations.add(resource);
      }
      return;
    }
    switch (ownership(id, there)) {
      case Ownership.Ours(), Ownership.Intended() -> {
        if (there.hasShape(resource.attributes())) {
          written.put(id, mark(Mark.State.OWNED, there.identity(), resource.attributes()));
          done(id, there.identity());
        } else {
          conflict(id, "is there in another shape: " + differences(resource, there));
        }
      }
      case Ownership.Foreign() -> conflict(id, "is there and not ours; adopt it or rename");
      case Ownership.Other(var who) -> conflict(id, "belongs to Meshwork installation " + who);
    }
  }

  private void change(Operation.Change change, @Nullable Found there) {
    ResourceId id = change.id();
    if (there == null) {
      conflict(id, "is gone");
    } else if (!there.identity().equals(change.identity())) {
      conflict(id, "was made anew by others since the plan saw it");
    } else if (!(ownership(id, there) instanceof Ownership.Ours)) {
      conflict(id, "is not ours; adopt it first");
    } else if (!liesBetween(change, there)) {
      conflict(id, "has changed since the plan saw it: " + differences(change.from(), there));
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
      forget(id, delete.identity());
      outcomes.put(id, new Outcome.Done(null));
    } else if (ownership(id, there) instanceof Ownership.Ours) {
      deletions.add(delete);
    } else {
      conflict(id, "is not ours; it stays");
    }
  }

  private void adopt(Operation.Adopt adopt, @Nullable Found there) {
    ResourceId id = adopt.id();
    if (there == null || !there.identity().equals(adopt.identity())) {
      conflict(id, "is not there any more as the plan saw it");
    } else if (ownership(id, there) instanceof Ownership.Other(var who)) {
      conflict(id, "belongs to Meshwork installation " + who);
    } else {
      if (!(ownership(id, there) instanceof Ownership.Ours)) {
        written.put(
            id, mark(Mark.State.OWNED, there.identity(), there.attributes(there.explicit())));
      }
      done(id, there.identity());
    }
  }

  private void intend() {
    Map<ResourceId, Mark> intents = new HashMap<>();
    creations.forEach(
        one -> intents.put(one.id(), mark(Mark.State.INTENT, null, one.attributes())));
    for (ResourceId lost : log.write(intents)) {
      conflict(lost, "is being made by another deployer; look again");
      creations.removeIf(one -> one.id().equals(lost));
    }
  }

  private void act() {
    Map<ResourceId, Shelf.Effect> made = shelf.create(creations);
    for (Resource resource : creations) {
      Outcome outcome = settle(resource.id(), made);
      if (outcome instanceof Outcome.Done(Identity identity)) {
        written.put(resource.id(), mark(Mark.State.OWNED, identity, resource.attributes()));
      } else if (!(outcome instanceof Outcome.Unknown)) {
        written.put(resource.id(), mark(Mark.State.DELETED, null, resource.attributes()));
      }
    }
    Map<ResourceId, Shelf.Effect> changed = shelf.change(changes, found);
    for (Operation.Change change : changes) {
      if (settle(change.id(), changed) instanceof Outcome.Done) {
        written.put(
            change.id(), mark(Mark.State.OWNED, change.identity(), change.to().attributes()));
      }
    }
    Map<ResourceId, Shelf.Effect> deleted = shelf.delete(deletions);
    for (Operation.Delete delete : deletions) {
      if (settle(delete.id(), deleted) instanceof Outcome.Done) {
        forget(delete.id(), delete.identity());
      }
    }
  }

  private Outcome settle(ResourceId id, Map<ResourceId, Shelf.Effect> effects) {
    Shelf.Effect effect = Objects.requireNonNull(effects.get(id), "one effect each");
    Throwable fault = effect.fault();
    Outcome outcome =
        fault == null
            ? new Outcome.Done(effect.identity())
            : errors.outcome("deploying " + id, fault);
    outcomes.put(id, outcome);
    return outcome;
  }

  /**
   * The mark of what is deleted or given back; another installation's, or of a later resource,
   * stays.
   */
  private void forget(ResourceId id, Identity identity) {
    Mark mark = marks.get(id);
    if (mark != null && mark.standsFor(ours) && identity.equals(mark.identity())) {
      written.put(id, mark(Mark.State.DELETED, identity, mark.attributes()));
    }
  }

  private Ownership ownership(ResourceId id, Found there) {
    return Mark.ownership(marks.get(id), there.identity(), ours);
  }

  private Mark mark(
      Mark.State state, @Nullable Identity identity, SortedMap<String, String> attributes) {
    return new Mark(ours, state, identity, new TreeMap<>(attributes), clock.instant());
  }

  private static String differences(Resource wanted, Found there) {
    return String.join(
        ", ",
        TopicChanges.differences(
            wanted.attributes(), there.attributes(wanted.attributes().keySet())));
  }

  private void done(ResourceId id, Identity identity) {
    outcomes.put(id, new Outcome.Done(identity));
  }

  private void conflict(ResourceId id, String why) {
    outcomes.put(
        id,
        new Outcome.Conflict(
            "Broker '%s': %s '%s' %s.".formatted(errors.broker(), id.kind(), id.name(), why)));
  }
}
