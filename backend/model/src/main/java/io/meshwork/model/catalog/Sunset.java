package io.meshwork.model.catalog;

import java.time.Instant;

/**
 * When and why a deprecated event type ends.
 *
 * @param at its last moment
 * @param note what to use instead
 */
public record Sunset(Instant at, String note) {}
