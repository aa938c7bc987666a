package io.meshwork.deployment.store;

import io.meshwork.deployment.execution.Cause;
import io.meshwork.planner.DesiredLink;
import java.util.List;

/**
 * A link that relays were told to run.
 *
 * @param since the manifest's revision that brought it as it is
 * @param causes why
 */
public record StoredLink(DesiredLink link, long since, List<Cause> causes) {
  /** Copies the causes. */
  public StoredLink {
    causes = List.copyOf(causes);
  }
}
