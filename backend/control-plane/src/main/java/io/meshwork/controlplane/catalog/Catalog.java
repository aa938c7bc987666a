package io.meshwork.controlplane.catalog;

import io.meshwork.api.Page;
import io.meshwork.api.ResourceSpec;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.model.Name;
import io.meshwork.model.Revision;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.model.catalog.SubscriptionLife;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What teams have declared. Every change is checked, permitted, audited and numbered in one
 * transaction; {@link CatalogChanged} follows its commit. What an actor may not know of is {@link
 * io.meshwork.controlplane.access.AccessError#NOT_FOUND}, exactly as what does not exist. Thread
 * safe.
 */
public interface Catalog {
  /**
   * Creates or changes a resource.
   *
   * @throws io.meshwork.model.MeshException {@link CatalogError#INVALID_RESOURCE} with a violation
   *     a fault, {@link CatalogError#PRECONDITION_FAILED}, {@link CatalogError#NAME_RESERVED}, or
   *     an access error
   */
  PutResult put(Actor actor, ResourceSpec draft, Precondition precondition);

  /** Checks a draft as {@link #put} would and stores nothing. */
  void check(Actor actor, ResourceSpec draft);

  /** The resource as it is now; a retired one too. */
  Resource get(Actor actor, Name name);

  /** The resource, empty where {@link #get} would not find it or it is retired. */
  Optional<Resource> find(Actor actor, Name name);

  /** What the actor sees, by name; stable while others insert. Retired resources are absent. */
  Page<Resource> list(Actor actor, ResourceQuery query);

  /** Every state, newest first, at most 500. */
  List<Resource> history(Actor actor, Name name);

  /**
   * Ends a resource. Its name stays reserved.
   *
   * @throws io.meshwork.model.MeshException {@link CatalogError#IN_USE} naming what depends on it
   */
  Resource retire(Actor actor, Name name, Precondition precondition);

  /** Brings a retired resource back within 7 days. */
  Resource restore(Actor actor, Name name);

  /** Lets a subscription wait, or go on. */
  Resource setLife(Actor actor, SubscriptionName name, SubscriptionLife life);

  /**
   * Moves a resource into a set of its team's, or out of any ({@code null}): from then on pruning
   * that set may end it. For owners.
   */
  Resource takeOver(Actor actor, Name name, @Nullable String set);

  /** Whether the actor may do this with the resource: for buttons that are not shown. */
  boolean allows(Actor actor, Operation operation, Name name);

  /** Which entries of the newest state the actor sees: for whoever asks about many at once. */
  Predicate<Name> visible(Actor actor);

  /**
   * Refuses as any use of the resource would.
   *
   * @throws io.meshwork.model.MeshException an access error
   */
  void require(Actor actor, Operation operation, Name name);

  /** The number of the newest state. */
  Revision currentRevision();

  /** The number of the state that was the newest at a moment; none before there was any. */
  Revision revisionAt(Instant at);

  /**
   * The whole catalog at a revision, for planning: nothing is hidden, so it is for programs only.
   * The newest one is kept in memory.
   *
   * @throws io.meshwork.model.MeshException {@link CatalogError#UNKNOWN_REVISION}
   */
  CatalogSnapshot snapshot(Revision revision);

  /** What a revision is: who, when, and what the actor sees of what it changed. */
  RevisionRecord revision(Actor actor, Revision revision);
}
