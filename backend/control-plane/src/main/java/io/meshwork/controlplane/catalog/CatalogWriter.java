package io.meshwork.controlplane.catalog;

import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.audit.AuditEntry;
import io.meshwork.controlplane.audit.AuditLog;
import io.meshwork.model.Name;
import io.meshwork.model.Revision;
import io.meshwork.model.catalog.EventTypeSpec;
import io.meshwork.model.catalog.GrantKey;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes revisions.
 *
 * <p>Invariant: one writer at a time over all servers (a lock that the database holds), so what a
 * change was checked against is what it is applied to, and numbers follow commits. Phases: lock,
 * bring memory up to date, let the caller work on a {@link Workspace}, store the differences with
 * their audit lines, commit, tell listeners.
 */
@Component
class CatalogWriter {
  private static final int CHUNK = 1000;

  private final LiveCatalog live;
  private final Stores stores;
  private final AuditLog audit;
  private final AuditEntries entries;
  private final ApplicationEventPublisher events;
  private final Clock clock;
  private final TransactionTemplate writing;

  /** Where the differences go. */
  @Component
  record Stores(
      RevisionRows revisions,
      ResourceRows resources,
      GrantRows grants,
      SearchWords words,
      PlatformTransactionManager transactions) {}

  CatalogWriter(
      LiveCatalog live,
      Stores stores,
      AuditLog audit,
      AuditEntries entries,
      ApplicationEventPublisher events,
      Clock clock) {
    this.live = live;
    this.stores = stores;
    this.audit = audit;
    this.entries = entries;
    this.events = events;
    this.clock = clock;
    this.writing = new TransactionTemplate(stores.transactions());
  }

  /** Works, and makes a revision of what it changed; of nothing, none. */
  <T> T write(Actor actor, String cause, Function<Workspace, T> work) {
    Done<T> done =
        writing.execute(
            _ -> {
              stores.revisions().lockForWriting();
              Workspace workspace = workspace(actor, live.freshForWriting());
              return ScopedValue.where(LiveCatalog.WRITING, true)
                  .call(
                      () -> {
                        T result = work.apply(workspace);
                        return new Done<>(
                            result, workspace.isEmpty() ? null : store(workspace, cause));
                      });
            });
    CatalogChanged changed = done.changed();
    if (changed != null) {
      events.publishEvent(changed);
    }
    return done.result();
  }

  /** Works on what nobody will see. */
  <T> T preview(Actor actor, Function<Workspace, T> work) {
    return work.apply(workspace(actor, live.fresh()));
  }

  /** The time that a revision made now would bear. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private Workspace workspace(Actor actor, LiveCatalog base) {
    Revision next = base.revision().next();
    return new Workspace(base, actor, next, now());
  }

  private record Done<T>(T result, @Nullable CatalogChanged changed) {}

  private CatalogChanged store(Workspace workspace, String cause) {
    long number = workspace.revision().number();
    String by = workspace.actor().subject();
    stores.revisions().saveAndFlush(new RevisionRow(number, workspace.now(), by, cause));
    Set<Name> names = new LinkedHashSet<>();
    Set<GrantKey> keys = new LinkedHashSet<>();
    end(workspace, number);
    for (Workspace.Change change : workspace.changes()) {
      names.add(change.after().name());
      stores.resources().save(new ResourceRow(change.after()));
    }
    for (Workspace.GrantChange change : workspace.grantChanges()) {
      keys.add(change.key());
      GrantStory after = change.after();
      if (after != null) {
        stores.grants().save(new GrantRow(after, number));
      }
    }
    stores.grants().flush();
    stores.words().update(workspace.changes().stream().map(Workspace.Change::after).toList());
    List<AuditEntry> lines = entries.of(workspace);
    audit.record(lines);
    workspace.changes().stream()
        .map(Workspace.Change::after)
        .filter(after -> after.spec() instanceof EventTypeSpec && !after.retired())
        .forEach(after -> events.publishEvent(new EventTypeStored(after)));
    return new CatalogChanged(workspace.revision(), names, keys, by, cause);
  }

  private void end(Workspace workspace, long number) {
    List<UUID> uids =
        workspace.changes().stream()
            .map(Workspace.Change::before)
            .filter(Objects::nonNull)
            .map(Resource::uid)
            .toList();
    for (int from = 0; from < uids.size(); from += CHUNK) {
      stores.resources().end(uids.subList(from, Math.min(uids.size(), from + CHUNK)), number);
    }
    for (Workspace.GrantChange change : workspace.grantChanges()) {
      if (change.before() != null) {
        stores
            .grants()
            .end(change.key().subscription().value(), change.key().eventType().value(), number);
      }
    }
  }
}
