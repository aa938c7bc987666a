package io.meshwork.transport.spi;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.ChannelId;
import io.meshwork.model.pattern.EventPattern;
import java.util.Optional;

/**
 * What a transport would build for what the planner needs. Pure: no clock, no network, no state.
 */
public interface Blueprint {
  /**
   * The address that a channel gets. Injective over all channels of a broker, stable over versions,
   * within the broker's limits, readable.
   */
  ChannelAddress address(ChannelId channel);

  /**
   * The resources that fulfil the needs. Equal needs in any order render equal resources. Limits
   * that are broken are named, not thrown.
   */
  Rendering render(Needs needs);

  /** How a resource of one kind gets from one shape to another. */
  Change change(Resource from, Resource to);

  /**
   * Whether deleting a resource loses no event: it is an access rule, withdrawn as soon as nobody
   * is entitled to it. Everything else waits for its contract phase.
   */
  default boolean isAccessRule(ResourceId id) {
    return false;
  }

  /**
   * Whether a resource is where relays keep their positions, or what they could not hand on between
   * brokers: small, and needed again when a link comes back. It outlives the links that asked for
   * it.
   */
  default boolean isBookkeeping(ResourceId id) {
    return false;
  }

  /**
   * The shape of channel that a resource gives, so that what others changed or made can be accepted
   * as it is; empty for what is no channel.
   */
  default Optional<ChannelShape> shape(Resource resource) {
    return Optional.empty();
  }

  /** How much of a filter the broker itself can evaluate; the relay evaluates what is left. */
  PushDown pushDown(EventPattern pattern);
}
