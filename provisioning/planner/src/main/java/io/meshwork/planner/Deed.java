package io.meshwork.planner;

import io.meshwork.model.BrokerName;
import io.meshwork.model.LinkId;
import io.meshwork.model.RegionName;
import io.meshwork.transport.spi.Identity;
import io.meshwork.transport.spi.Resource;
import org.jspecify.annotations.Nullable;

/** One thing that a deployment did, or may have done and does not know. */
public sealed interface Deed {
  /** Made a resource that was not there. */
  record Made(BrokerName broker, Resource resource) implements Deed {}

  /** Changed one. */
  record Changed(BrokerName broker, Resource from, Resource to, Identity identity)
      implements Deed {}

  /** Deleted one, or withdrew access. */
  record Ended(BrokerName broker, Resource resource) implements Deed {}

  /** Took over what others made. */
  record Adopted(BrokerName broker, Resource resource, Identity identity) implements Deed {}

  /** Gave it back. */
  record Released(BrokerName broker, Resource resource, Identity identity) implements Deed {}

  /**
   * Changed a link of a region's manifest.
   *
   * @param before as it was, {@code null}: absent
   * @param after as it became, {@code null}: absent
   */
  record Linked(
      RegionName region, LinkId link, @Nullable DesiredLink before, @Nullable DesiredLink after)
      implements Deed {}
}
