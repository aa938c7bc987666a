package io.meshwork.api;

import io.meshwork.model.TeamName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a plan is about. At most one of team and resources is given; neither: the mesh.
 *
 * @param team only what this team's resources cause
 * @param resources only what these cause
 */
public record PlanScope(@Nullable TeamName team, @Nullable List<ResourceRef> resources) {
  /** Everything. */
  public static final PlanScope MESH = new PlanScope(null, null);

  /** One resource, such as {@code Subscription} and its name. */
  public record ResourceRef(String kind, String name) {}
}
