package io.meshwork.transport.spi;

import java.util.Set;

/**
 * A limit of the broker that the needs break.
 *
 * @param limit the broker's name of it
 * @param message which thing, how much, how much is allowed, what to do
 * @param needs those that break it
 */
public record LimitBroken(String limit, String message, Set<Need> needs) {
  /** Copies the needs. */
  public LimitBroken {
    needs = Set.copyOf(needs);
  }
}
