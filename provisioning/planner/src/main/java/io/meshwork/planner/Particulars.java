package io.meshwork.planner;

import io.meshwork.transport.spi.ResourceId;
import io.meshwork.transport.spi.Traffic;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one broker's resources beside their shape.
 *
 * @param traffic of those that were asked for; of others nothing is known
 * @param adopted those that others made and that we took over
 * @param pending contract actions of earlier deployments that still wait
 */
public record Particulars(
    Map<ResourceId, Traffic> traffic, Set<ResourceId> adopted, Set<Pending> pending) {
  /** Nothing. */
  public static final Particulars NONE = new Particulars(Map.of(), Set.of(), Set.of());

  /** Copies. */
  public Particulars {
    traffic = Map.copyOf(traffic);
    adopted = Set.copyOf(adopted);
    pending = Set.copyOf(pending);
  }

  /**
   * A contract action that waits.
   *
   * @param attributes the shape that it leads to, {@code null}: gone or given back
   */
  public record Pending(
      ResourceId resource, java.util.@Nullable SortedMap<String, String> attributes) {}

  /** Whether its end, or its coming to this shape, already waits. */
  boolean isPending(ResourceId resource, java.util.@Nullable SortedMap<String, String> attributes) {
    return pending.contains(new Pending(resource, attributes));
  }
}
