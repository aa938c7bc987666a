package io.meshwork.deployment.store;

import io.meshwork.deployment.execution.Cause;
import io.meshwork.planner.DesiredLink;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A link that relays were told to run.
 *
 * @param since the manifest's revision that brought it as it is
 * @param causes why
 * @param heldSince the manifest's revision since which relays are told nothing of it, because
 *     another link is about to go on for it; {@code null}: they run it
 */
public record StoredLink(
    DesiredLink link, long since, List<Cause> causes, @Nullable Long heldSince) {
  /** Copies the causes. */
  public StoredLink {
    causes = List.copyOf(causes);
  }

  /** One that relays run. */
  public StoredLink(DesiredLink link, long since, List<Cause> causes) {
    this(link, since, causes, null);
  }

  /** Whether relays run it. */
  public boolean runs() {
    return heldSince == null;
  }

  /** The same, of which relays are told nothing from that revision on; {@code null}: they are. */
  public StoredLink held(@Nullable Long revision) {
    return new StoredLink(link, since, causes, revision);
  }
}
