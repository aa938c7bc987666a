package io.meshwork.transport.kafka;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.DataSize;
import io.meshwork.transport.spi.ChannelShape;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.ResourceId;
import io.meshwork.transport.spi.SlotGroup;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/** The topics that Meshwork makes, as resources. */
final class Topics {
  static final String KIND = "topic";

  /** The one attribute that is not a topic's configuration. */
  static final String PARTITIONS = "partitions";

  /**
   * The configuration that carries a claim: how many records may lie unflushed. Kafka's default is
   * without a limit, and so are, in effect, all values that a claim makes.
   */
  static final String PROOF = TopicConfig.FLUSH_MESSAGES_INTERVAL_CONFIG;

  static final String MARKS = "_meshwork";
  static final String CROSSINGS = "_meshwork.crossings";
  static final String SLOTS_PREFIX = "_meshwork.slots.";
  static final int CROSSING_PARTITIONS = 4;

  /** What headers and a batch's frame may add to an event's size. */
  static final long FRAME = 64L << 10;

  /** Configuration that we set somewhere, and so look at everywhere. */
  static final Set<String> WATCHED =
      Set.of(
          TopicConfig.CLEANUP_POLICY_CONFIG,
          TopicConfig.RETENTION_MS_CONFIG,
          TopicConfig.RETENTION_BYTES_CONFIG,
          TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
          TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
          TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG,
          TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
          TopicConfig.SEGMENT_BYTES_CONFIG,
          TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG);

  private static final String ANY_TIME = Long.toString(Long.MAX_VALUE);

  /** Kafka's own defaults of what a topic does not set. */
  private static final Duration DEFAULT_RETENTION = Duration.ofDays(7);

  private static final long DEFAULT_MAX_BYTES = 1_048_588;

  /** Longer than anybody keeps a cluster: what a topic without an end becomes. */
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  private static final int SEGMENTS = 8;
  private static final long LEAST_SEGMENT = 1L << 20;
  private static final long MOST_SEGMENT = 1L << 30;
  private static final Duration LEAST_CROSSINGS = Duration.ofDays(7);

  private Topics() {}

  /** Whether a topic is one that deployers and relays keep for themselves. */
  static boolean isOwn(String topic) {
    return topic.startsWith(MARKS);
  }

  static ResourceId id(ChannelAddress address) {
    return new ResourceId(KIND, address.value());
  }

  static String slots(SlotGroup group) {
    return SLOTS_PREFIX + group.name();
  }

  /**
   * A channel's topic. Where relays write, an event keeps the time that its source gave it, however
   * far ahead that clock is: Kafka refuses an hour by default.
   */
  static Resource channel(
      ChannelAddress address,
      ChannelShape shape,
      boolean writtenByRelays,
      @Nullable Integer minInsync) {
    Map<String, String> attributes = basis(shape.partitions(), minInsync);
    attributes.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
    attributes.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(shape.retention().toMillis()));
    attributes.put(
        TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Long.toString(shape.maxSize().bytes() + FRAME));
    attributes.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime");
    if (shape.retainedSize() != null) {
      bound(shape.retainedSize().bytes(), shape.maxSize().bytes() + FRAME, attributes);
    }
    if (writtenByRelays) {
      attributes.put(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, ANY_TIME);
    }
    return Resource.of(KIND, address.value(), attributes);
  }

  /**
   * At most so many bytes a partition, as of the broker's last look. Kafka drops whole closed
   * segments, and only such that what is left is not below its limit: so a segment of slack goes
   * off the limit, and segments are small (but take the largest event), else the open one, 1 GiB by
   * default, would hold it all.
   */
  private static void bound(long bytes, long largest, Map<String, String> attributes) {
    long segment = Math.clamp(bytes / SEGMENTS, Math.max(LEAST_SEGMENT, largest), MOST_SEGMENT);
    attributes.put(TopicConfig.SEGMENT_BYTES_CONFIG, Long.toString(segment));
    attributes.put(TopicConfig.RETENTION_BYTES_CONFIG, Long.toString(Math.max(0, bytes - segment)));
  }

  /**
   * A slot group's control topic: partition n is slot n, for its owner to hold and for its
   * positions to lie in. Small segments, cleaned early, so that a new owner reads little.
   */
  static Resource slots(SlotGroup group, @Nullable Integer minInsync) {
    Map<String, String> attributes = basis(group.slots(), minInsync);
    attributes.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
    attributes.put(TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(4 << 20));
    attributes.put(TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.1");
    attributes.put(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, ANY_TIME);
    return Resource.of(KIND, slots(group), attributes);
  }

  static Resource crossings(Duration longest, @Nullable Integer minInsync) {
    Duration retention = longest.compareTo(LEAST_CROSSINGS) > 0 ? longest : LEAST_CROSSINGS;
    Map<String, String> attributes = basis(CROSSING_PARTITIONS, minInsync);
    attributes.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
    attributes.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention.toMillis()));
    attributes.put(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, ANY_TIME);
    return Resource.of(KIND, CROSSINGS, attributes);
  }

  /** The shape that a topic gives a channel; what it leaves to the cluster is Kafka's default. */
  static Optional<ChannelShape> shape(Resource resource) {
    if (!resource.id().kind().equals(KIND) || resource.id().name().startsWith(MARKS)) {
      return Optional.empty();
    }
    Map<String, String> set = resource.attributes();
    long retention = number(set, TopicConfig.RETENTION_MS_CONFIG, DEFAULT_RETENTION.toMillis());
    long kept = number(set, TopicConfig.RETENTION_BYTES_CONFIG, -1);
    long largest = number(set, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, DEFAULT_MAX_BYTES) - FRAME;
    return Optional.of(
        new ChannelShape(
            Integer.parseInt(set.getOrDefault(PARTITIONS, "1")),
            retention < 0 ? FOR_EVER : Duration.ofMillis(retention),
            kept < 0 ? null : new DataSize(kept),
            new DataSize(Math.max(1, largest))));
  }

  private static long number(Map<String, String> set, String name, long otherwise) {
    String value = set.get(name);
    return value == null ? otherwise : Long.parseLong(value);
  }

  private static Map<String, String> basis(int partitions, @Nullable Integer minInsync) {
    Map<String, String> attributes = new TreeMap<>();
    attributes.put(PARTITIONS, Integer.toString(partitions));
    if (minInsync != null) {
      attributes.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, minInsync.toString());
    }
    return attributes;
  }
}
