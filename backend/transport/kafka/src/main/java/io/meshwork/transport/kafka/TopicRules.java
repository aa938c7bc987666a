package io.meshwork.transport.kafka;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.event.Event;
import io.meshwork.transport.spi.Outgoing;
import io.meshwork.transport.spi.OutgoingBundle;
import io.meshwork.transport.spi.WriteOutcome;
import java.time.Duration;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/**
 * What a topic takes. It is asked before an event is handed to the client, for one event refused by
 * the cluster would spoil the transaction of all the others.
 *
 * @param id of the topic
 * @param partitions how many
 * @param maxBytes of one batch
 * @param keyed whether every event needs a key, because the topic is compacted
 * @param stamped whether the cluster sets every event's time itself
 * @param behind how old an event's time may be, in milliseconds
 * @param ahead how far in the future it may lie
 */
record TopicRules(
    Uuid id,
    int partitions,
    long maxBytes,
    boolean keyed,
    boolean stamped,
    long behind,
    long ahead) {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** Without rights to read its configuration, only the cluster can tell. */
  static TopicRules unknown(Uuid id, int partitions) {
    return new TopicRules(
        id, partitions, Long.MAX_VALUE, false, false, Long.MAX_VALUE, Long.MAX_VALUE);
  }

  static TopicRules of(Uuid id, int partitions, Config config) {
    boolean stamped =
        text(config, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime")
            .equals("LogAppendTime");
    return new TopicRules(
        id,
        partitions,
        number(config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG),
        text(config, TopicConfig.CLEANUP_POLICY_CONFIG, "").contains("compact"),
        stamped,
        stamped
            ? Long.MAX_VALUE
            : number(config, TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG),
        stamped
            ? Long.MAX_VALUE
            : number(config, TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG));
  }

  /** Whether the cluster has told how large a batch may be. */
  boolean isLimitKnown() {
    return maxBytes < Long.MAX_VALUE;
  }

  /** Why an event cannot be written; {@code null} when it can. */
  @Nullable WriteOutcome objection(Outgoing outgoing, long now) {
    Integer partition = outgoing.partition();
    if (partition != null && (partition < 0 || partition >= partitions)) {
      return without(outgoing.channel(), partition);
    }
    String fault = fault(outgoing, now);
    return fault == null
        ? null
        : new WriteOutcome.Refused("Topic '%s' %s".formatted(outgoing.channel(), fault));
  }

  /** Why a bundle cannot be written; {@code null} when it can. */
  @Nullable WriteOutcome objection(OutgoingBundle bundle) {
    int partition = bundle.partition();
    return partition < 0 || partition >= partitions ? without(bundle.channel(), partition) : null;
  }

  private WriteOutcome without(ChannelAddress channel, int partition) {
    return new WriteOutcome.Later(
        PATIENCE,
        "Topic '%s' has %d partitions, so none of number %d."
            .formatted(channel, partitions, partition));
  }

  private @Nullable String fault(Outgoing outgoing, long now) {
    Event event = outgoing.event();
    long size = KafkaEvents.frameSize(event);
    long most = Math.min(maxBytes, KafkaSlotSink.MAX_EVENT_BYTES);
    if (size > most) {
      return "takes %d bytes with headers and frame; this event has %d. Raise its maximum or split the event."
          .formatted(most, size);
    }
    if (keyed && event.key() == null) {
      return "is compacted, so it takes no event without a key.";
    }
    if (event.timestamp() >= 0) {
      long age = now - event.timestamp();
      if (age > behind || -age > ahead) {
        return "takes events from %d ms ago to %d ms ahead; this one's time is %d ms ago."
            .formatted(behind, ahead, age);
      }
    }
    return null;
  }

  private static String text(Config config, String name, String otherwise) {
    ConfigEntry entry = config.get(name);
    return entry == null || entry.value() == null ? otherwise : entry.value();
  }

  private static long number(Config config, String name) {
    String value = text(config, name, "");
    return value.isEmpty() ? Long.MAX_VALUE : Long.parseLong(value);
  }
}
