package io.meshwork.model.catalog;

import io.meshwork.model.BrokerName;
import java.util.Map;

/**
 * A program of a team.
 *
 * @param principals the name under which each broker knows the program
 */
public record ApplicationSpec(Map<BrokerName, String> principals) implements Spec {
  /** Copies the principals. */
  public ApplicationSpec {
    principals = Map.copyOf(principals);
  }
}
