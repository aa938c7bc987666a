package io.meshwork.transport.tck;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.event.Event;
import io.meshwork.transport.spi.Credential;
import java.time.Duration;
import java.util.List;

/**
 * What others do on the broker behind Meshwork's back, with the broker's own client. Each call
 * returns once the broker has done it. A method that needs a capability is only called on
 * transports that have it.
 */
public interface ForeignClient {
  /** Makes a channel. */
  void createChannel(ChannelAddress channel, int partitions);

  /** Deletes a channel with its events; returns once the name is free. */
  void deleteChannel(ChannelAddress channel);

  /** Changes how long a channel keeps events: one setting that the mesh sets too. */
  void changeRetention(ChannelAddress channel, Duration retention);

  /** Publishes in order, durably, bytes as they are, timestamps too where the broker takes them. */
  void publish(ChannelAddress channel, int partition, List<Event> events);

  /** Publishes in a transaction that it aborts. Needs transactions. */
  void publishAborted(ChannelAddress channel, int partition, List<Event> events);

  /** The oldest events of a partition go, as with retention. Needs replay. */
  void expire(ChannelAddress channel, int partition, int events);

  /** Reads so many events as a member of a group, commits that, and leaves. Needs consumer lag. */
  void consume(ChannelAddress channel, String group, int events);

  /** Makes a principal that no Meshwork made. Needs credentials. */
  void createPrincipal(String principal);

  /** Whether the broker lets the principal publish. Needs access control. */
  boolean canPublish(Credential principal, ChannelAddress channel);

  /** Whether the broker lets the principal read in a group. Needs access control. */
  boolean canConsume(Credential principal, ChannelAddress channel, String group);
}
