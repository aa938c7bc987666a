package io.meshwork.controlplane.catalog;

import io.meshwork.api.Kind;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.Name;
import io.meshwork.model.Revision;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.catalog.EventTypeSelector;
import io.meshwork.model.catalog.GrantKey;
import io.meshwork.model.catalog.SubscriptionSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One revision in the making: changes laid over the newest state. Used by one thread. */
final class Workspace implements CatalogView {
  /** A resource's change. */
  record Change(String operation, @Nullable Resource before, Resource after) {}

  /** A grant's change; {@code after} is {@code null} where nobody asks any more. */
  record GrantChange(
      String operation, @Nullable GrantStory before, @Nullable GrantStory after, GrantKey key) {}

  private final CatalogView base;
  private final Actor actor;
  private final Revision revision;
  private final Instant now;
  private final Map<Name, Change> changes = new LinkedHashMap<>();
  private final Map<GrantKey, GrantChange> grants = new LinkedHashMap<>();

  Workspace(CatalogView base, Actor actor, Revision revision, Instant now) {
    this.base = base;
    this.actor = actor;
    this.revision = revision;
    this.now = now;
  }

  Actor actor() {
    return actor;
  }

  /** The number that the changes will get. */
  Revision revision() {
    return revision;
  }

  Instant now() {
    return now;
  }

  boolean isEmpty() {
    return changes.isEmpty() && grants.isEmpty();
  }

  Collection<Change> changes() {
    return changes.values();
  }

  Collection<GrantChange> grantChanges() {
    return grants.values();
  }

  void put(String operation, Resource after) {
    changes.put(after.name(), new Change(operation, base.find(after.name()).orElse(null), after));
  }

  void put(String operation, GrantStory after) {
    GrantKey key = after.grant().key();
    grants.put(key, new GrantChange(operation, base.grant(key).orElse(null), after, key));
  }

  /** Nobody asks any more. */
  void drop(GrantKey key) {
    GrantStory before = base.grant(key).orElse(null);
    if (before == null) {
      grants.remove(key);
    } else {
      grants.put(key, new GrantChange("withdraw", before, null, key));
    }
  }

  @Override
  public Optional<Resource> find(Name name) {
    Change change = changes.get(name);
    return change == null ? base.find(name) : Optional.of(change.after());
  }

  @Override
  public Stream<Resource> all(Kind kind) {
    return Stream.concat(
        base.all(kind).filter(resource -> !changes.containsKey(resource.name())),
        changed(kind).filter(resource -> !resource.retired()));
  }

  @Override
  public Stream<Resource> patterned() {
    return Stream.concat(
        base.patterned().filter(resource -> !changes.containsKey(resource.name())),
        changed(Kind.SUBSCRIPTION)
            .filter(resource -> !resource.retired())
            .filter(
                resource ->
                    !resource.spec(SubscriptionSpec.class).eventTypes().stream()
                        .allMatch(EventTypeSelector::isExact)));
  }

  private Stream<Resource> changed(Kind kind) {
    return changes.values().stream().map(Change::after).filter(after -> after.kind() == kind);
  }

  @Override
  public Stream<GrantStory> grants() {
    return Stream.concat(
        base.grants().filter(story -> !grants.containsKey(story.grant().key())),
        grants.values().stream().map(GrantChange::after).filter(Objects::nonNull));
  }

  @Override
  public Optional<GrantStory> grant(GrantKey key) {
    GrantChange change = grants.get(key);
    return change == null ? base.grant(key) : Optional.ofNullable(change.after());
  }

  @Override
  public List<GrantStory> grantsOf(SubscriptionName subscription) {
    return merge(
        base.grantsOf(subscription),
        grants.values().stream().filter(c -> c.key().subscription().equals(subscription)));
  }

  @Override
  public List<GrantStory> grantsOn(EventTypeName eventType) {
    return merge(
        base.grantsOn(eventType),
        grants.values().stream().filter(c -> c.key().eventType().equals(eventType)));
  }

  private List<GrantStory> merge(List<GrantStory> stored, Stream<GrantChange> changed) {
    List<GrantStory> merged = new ArrayList<>();
    Set<GrantKey> seen = new HashSet<>();
    changed.forEach(
        change -> {
          seen.add(change.key());
          GrantStory after = change.after();
          if (after != null) {
            merged.add(after);
          }
        });
    stored.stream().filter(story -> !seen.contains(story.grant().key())).forEach(merged::add);
    return merged;
  }
}
