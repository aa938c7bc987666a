package io.meshwork.transport.spi;

import io.meshwork.model.ChannelAddress;

/**
 * A bundle to write as it is.
 *
 * @param channel where to
 * @param partition which part
 * @param bundle its events, undecoded
 */
public record OutgoingBundle(ChannelAddress channel, int partition, Bundle bundle) {}
