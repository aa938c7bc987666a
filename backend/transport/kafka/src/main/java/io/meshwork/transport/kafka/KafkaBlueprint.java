package io.meshwork.transport.kafka;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.ChannelId;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.pattern.EventPattern;
import io.meshwork.transport.spi.Blueprint;
import io.meshwork.transport.spi.Change;
import io.meshwork.transport.spi.ChannelShape;
import io.meshwork.transport.spi.Need;
import io.meshwork.transport.spi.Needs;
import io.meshwork.transport.spi.PushDown;
import io.meshwork.transport.spi.Rendering;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.ResourceId;
import java.util.Optional;

/**
 * Channels are topics, rights are ACL bindings, and slots are the partitions of a compacted control
 * topic. Kafka evaluates no filters.
 */
record KafkaBlueprint(KafkaSettings settings) implements Blueprint {
  @Override
  public ChannelAddress address(ChannelId channel) {
    return Addresses.of(channel);
  }

  @Override
  public Rendering render(Needs needs) {
    var drawing = new Drawing(settings, needs.traffic());
    needs.needs().forEach(drawing::add);
    return drawing.rendering();
  }

  @Override
  public Change change(Resource from, Resource to) {
    return TopicChanges.between(from, to);
  }

  @Override
  public boolean isAccessRule(ResourceId id) {
    return id.kind().equals(Acls.KIND);
  }

  @Override
  public Optional<ChannelShape> shape(Resource resource) {
    return Topics.shape(resource);
  }

  @Override
  public boolean isBookkeeping(ResourceId id) {
    return id.kind().equals(Topics.KIND)
        && (id.name().startsWith(Topics.MARKS) || id.name().equals(Addresses.DEAD));
  }

  @Override
  public PushDown pushDown(EventPattern pattern) {
    return PushDown.NONE;
  }

  /** The groups that a subscription may read in: its own name, or that and a dot and more. */
  static String groupPrefix(SubscriptionName subscription) {
    return subscription.value() + ".";
  }

  /** Whether relays, not publishers, write to the channel. */
  static boolean writtenByRelays(Need.Channel channel) {
    return !(channel.id() instanceof ChannelId.Entry);
  }
}
