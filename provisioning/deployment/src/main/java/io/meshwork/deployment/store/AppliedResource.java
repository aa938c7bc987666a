package io.meshwork.deployment.store;

import io.meshwork.deployment.execution.Cause;
import io.meshwork.model.BrokerName;
import io.meshwork.transport.spi.Identity;
import io.meshwork.transport.spi.ResourceId;
import java.util.List;
import java.util.SortedMap;

/**
 * What was last made of a resource, and why.
 *
 * @param adopted whether others made it and we took it over
 */
public record AppliedResource(
    BrokerName broker,
    ResourceId id,
    SortedMap<String, String> attributes,
    Identity identity,
    List<Cause> causes,
    boolean adopted) {
  /** Copies the causes. */
  public AppliedResource {
    causes = List.copyOf(causes);
  }
}
