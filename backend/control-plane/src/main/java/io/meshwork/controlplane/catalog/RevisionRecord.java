package io.meshwork.controlplane.catalog;

import io.meshwork.model.Revision;
import java.time.Instant;
import java.util.List;

/**
 * One revision.
 *
 * @param at when
 * @param by whose: an actor's subject
 * @param cause in words, such as {@code put EventType orders.order.placed}
 * @param changed the resources that it changed, in the state it gave them
 */
public record RevisionRecord(
    Revision revision, Instant at, String by, String cause, List<Resource> changed) {
  /** Copies the list. */
  public RevisionRecord {
    changed = List.copyOf(changed);
  }
}
