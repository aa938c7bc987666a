package io.meshwork.controlplane.catalog;

import io.meshwork.api.Kind;
import io.meshwork.model.TeamName;
import org.jspecify.annotations.Nullable;

/**
 * Which resources to list.
 *
 * @param kind of these
 * @param q words that must all occur in name, title, description, labels or schema fields, {@code
 *     null}: any
 * @param team owned by it, {@code null}: any
 * @param limit at most so many, 1 to 500
 * @param cursor where the last page ended, {@code null}: from the start
 */
public record ResourceQuery(
    Kind kind, @Nullable String q, @Nullable TeamName team, int limit, @Nullable String cursor) {
  /** The most that one page holds. */
  public static final int MAX_LIMIT = 500;

  /** How many a page holds when nobody says. */
  public static final int DEFAULT_LIMIT = 50;

  /** The first page of all of a kind. */
  public static ResourceQuery all(Kind kind) {
    return new ResourceQuery(kind, null, null, DEFAULT_LIMIT, null);
  }
}
