package io.meshwork.controlplane.catalog;

import io.meshwork.api.Kind;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.Name;
import io.meshwork.model.Revision;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.model.catalog.EventTypeSelector;
import io.meshwork.model.catalog.GrantKey;
import io.meshwork.model.catalog.SubscriptionSpec;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The newest state in memory.
 *
 * <p>Invariant: it holds what PostgreSQL held at the revision {@link #known}. Every use first asks
 * for the newest number and reads only what changed since, so several servers over one database
 * agree. Changes are applied under a lock; single look-ups need none.
 */
@Component
class LiveCatalog implements CatalogView {
  /** Bound in the thread that makes a revision. */
  static final ScopedValue<Boolean> WRITING = ScopedValue.newInstance();

  private final RevisionRows revisions;
  private final ResourceRows resources;
  private final GrantRows grantRows;
  private final EntityManager entities;
  private final TransactionTemplate reading;
  private final Object lock = new Object();

  private final Map<Kind, ConcurrentNavigableMap<String, Resource>> byKind =
      new EnumMap<>(Kind.class);
  private final ConcurrentNavigableMap<GrantKey, GrantStory> grants = new ConcurrentSkipListMap<>();
  private final Map<EventTypeName, NavigableSet<SubscriptionName>> askers =
      new ConcurrentHashMap<>();
  private final NavigableSet<String> patterned = new ConcurrentSkipListSet<>();
  private volatile long known;
  private volatile @Nullable CatalogSnapshot snapshot;

  LiveCatalog(
      RevisionRows revisions,
      ResourceRows resources,
      GrantRows grantRows,
      EntityManager entities,
      PlatformTransactionManager transactions) {
    this.revisions = revisions;
    this.resources = resources;
    this.grantRows = grantRows;
    this.entities = entities;
    this.reading = new TransactionTemplate(transactions);
    reading.setReadOnly(true);
    reading.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    reading.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    for (Kind kind : Kind.values()) {
      byKind.put(kind, new ConcurrentSkipListMap<>());
    }
  }

  /**
   * Brings it up to date; what a caller then reads is at least as new as the call. Looks through a
   * transaction of its own, so that nothing uncommitted gets in; whoever writes sees what he met.
   */
  LiveCatalog fresh() {
    if (!WRITING.isBound()) {
      reading.executeWithoutResult(_ -> refresh());
    }
    return this;
  }

  /** The same for who holds the writers' lock, before the first change. */
  LiveCatalog freshForWriting() {
    refresh();
    return this;
  }

  Revision revision() {
    return new Revision(known);
  }

  private void refresh() {
    if (revisions.newest() <= known) {
      return;
    }
    synchronized (lock) {
      long newest = revisions.newest();
      resources.currentSince(known).forEach(row -> take(row.resource()));
      List<GrantRow> changed = grantRows.changedSince(known);
      changed.stream().filter(row -> row.toRevision != null).forEach(this::forget);
      changed.stream().filter(row -> row.toRevision == null).forEach(this::take);
      entities.clear();
      known = newest;
      snapshot = null;
    }
  }

  private void take(Resource resource) {
    kind(resource.kind()).put(resource.name().value(), resource);
    if (resource.spec() instanceof SubscriptionSpec spec) {
      if (spec.eventTypes().stream().allMatch(EventTypeSelector::isExact)) {
        patterned.remove(resource.name().value());
      } else {
        patterned.add(resource.name().value());
      }
    }
  }

  private void take(GrantRow row) {
    GrantStory story = row.story();
    GrantKey key = story.grant().key();
    grants.put(key, story);
    askers
        .computeIfAbsent(key.eventType(), _ -> new ConcurrentSkipListSet<>())
        .add(key.subscription());
  }

  private void forget(GrantRow row) {
    GrantKey key = row.grantKey();
    grants.remove(key);
    NavigableSet<SubscriptionName> all = askers.get(key.eventType());
    if (all != null) {
      all.remove(key.subscription());
    }
  }

  private ConcurrentNavigableMap<String, Resource> kind(Kind kind) {
    return Objects.requireNonNull(byKind.get(kind));
  }

  /** Those of a kind whose names come after one, by name, retired ones left out. */
  Stream<Resource> after(Kind kind, String name) {
    return kind(kind).tailMap(name, false).values().stream().filter(r -> !r.retired());
  }

  @Override
  public Optional<Resource> find(Name name) {
    return Optional.ofNullable(kind(Kinds.of(name)).get(name.value()));
  }

  @Override
  public Stream<Resource> all(Kind kind) {
    return kind(kind).values().stream().filter(resource -> !resource.retired());
  }

  @Override
  public Stream<Resource> patterned() {
    return patterned.stream().flatMap(name -> active(new SubscriptionName(name)).stream());
  }

  @Override
  public Optional<GrantStory> grant(GrantKey key) {
    return Optional.ofNullable(grants.get(key));
  }

  @Override
  public List<GrantStory> grantsOf(SubscriptionName subscription) {
    List<GrantStory> found = new ArrayList<>();
    GrantKey first = new GrantKey(subscription, new EventTypeName("0"));
    for (GrantStory story : grants.tailMap(first, true).values()) {
      if (!story.grant().key().subscription().equals(subscription)) {
        break;
      }
      found.add(story);
    }
    return found;
  }

  @Override
  public List<GrantStory> grantsOn(EventTypeName eventType) {
    return askers.getOrDefault(eventType, new ConcurrentSkipListSet<>()).stream()
        .flatMap(subscription -> grant(new GrantKey(subscription, eventType)).stream())
        .toList();
  }

  @Override
  public Stream<GrantStory> grants() {
    return grants.values().stream();
  }

  /** Everything as it is now, for who reads back what was. */
  Now now() {
    fresh();
    synchronized (lock) {
      List<Resource> all = new ArrayList<>();
      byKind.values().forEach(ofKind -> all.addAll(ofKind.values()));
      return new Now(revision(), all, new HashMap<>(grants));
    }
  }

  /** One state of the whole catalog: retired resources too. */
  record Now(Revision revision, List<Resource> resources, Map<GrantKey, GrantStory> grants) {}

  /** The newest state as planners take it; made once a revision. */
  CatalogSnapshot newestSnapshot() {
    fresh();
    synchronized (lock) {
      CatalogSnapshot made = snapshot;
      if (made == null) {
        made =
            Snapshots.of(
                revision(),
                byKind.values().stream().flatMap(all -> all.values().stream()),
                grants.values().stream());
        snapshot = made;
      }
      return made;
    }
  }
}
