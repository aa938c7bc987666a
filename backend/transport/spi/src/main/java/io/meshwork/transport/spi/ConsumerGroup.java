package io.meshwork.transport.spi;

import io.meshwork.model.ChannelAddress;

/**
 * Who reads a channel, and how far.
 *
 * @param name the group's name
 * @param channel what it reads
 * @param members how many consumers are connected now
 * @param lag events not yet read, over all partitions that it has read
 */
public record ConsumerGroup(String name, ChannelAddress channel, int members, long lag) {}
