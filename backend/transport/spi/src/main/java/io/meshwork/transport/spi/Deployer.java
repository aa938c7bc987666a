package io.meshwork.transport.spi;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Brings a broker's resources into a wanted shape. Every call is idempotent: repeated after a lost
 * answer it ends in the same state and says so. Nothing that is not ours is ever changed or
 * deleted, except by {@link Operation.Adopt}.
 */
public interface Deployer extends AutoCloseable {
  /** The most operations of one call. */
  int MAX_BATCH = 100;

  /**
   * The resources asked for, and all that carry our mark. What is not there is absent from the
   * result. Fails as a whole when the broker is away: unknown is never reported as gone.
   */
  Observation observe(Set<ResourceId> asked);

  /**
   * What flows through resources that are there. Absent for those that hold no events, for those
   * that are not there, and where the broker does not tell.
   */
  default Map<ResourceId, Traffic> traffic(Set<ResourceId> resources) {
    return Map.of();
  }

  /**
   * Every resource of the broker that could be a channel, whoever made it; those that the broker
   * and the relays keep for themselves are absent. Empty where the transport lacks {@link
   * Capability#ADOPTION}.
   */
  default List<ObservedResource> discover() {
    return List.of();
  }

  /**
   * Executes independent operations, at most {@link #MAX_BATCH}; one outcome each, in their order.
   * Each checks its precondition right before it acts. One that fails does not stop the others.
   */
  List<Outcome> execute(List<Operation> operations);

  /**
   * Makes, or makes anew, the credential of a principal that is ours or not there yet. Needs {@link
   * Capability#CREDENTIALS}. The secret is in the result and nowhere else.
   */
  Credential makeCredential(String principal);

  /** Whether the broker answers and lets us in; throws what {@link #observe} would. */
  void probe();

  @Override
  void close();
}
