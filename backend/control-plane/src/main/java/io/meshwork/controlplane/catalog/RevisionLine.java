package io.meshwork.controlplane.catalog;

import io.meshwork.model.Revision;
import java.time.Instant;

/**
 * One revision in a list of them, as far as somebody sees it.
 *
 * @param at when
 * @param by whose: an actor's subject; empty for who sees nothing of it
 * @param cause in words, such as {@code put EventType orders.order.placed}; empty for who sees
 *     nothing of it
 * @param changed how many resources it changed that are seen
 */
public record RevisionLine(Revision revision, Instant at, String by, String cause, int changed) {}
