package io.meshwork.deployment.plan;

import io.meshwork.model.TeamName;
import org.jspecify.annotations.Nullable;

/**
 * Which plans to list.
 *
 * @param team concerned, {@code null}: any
 * @param waiting only those that Meshwork computed after a change and that wait for an operator
 * @param limit at most so many, 1 to 500
 * @param cursor where the last page ended, {@code null}: from the newest
 */
public record PlanQuery(
    @Nullable TeamName team, boolean waiting, int limit, @Nullable String cursor) {
  /** The newest of all. */
  public static PlanQuery newest(int limit) {
    return new PlanQuery(null, false, limit, null);
  }

  /** Those that wait for an operator. */
  public static PlanQuery waiting(int limit) {
    return new PlanQuery(null, true, limit, null);
  }
}
