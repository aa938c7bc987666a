package io.meshwork.planner;

import io.meshwork.model.DataSize;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.catalog.Entity;
import io.meshwork.model.catalog.EventTypeSelector;
import io.meshwork.model.catalog.EventTypeSpec;
import io.meshwork.model.catalog.SubscriptionSpec;
import io.meshwork.transport.spi.ChannelShape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a channel must hold that is not of one event type; mostly a subscription's own. A
 * subscription that names its event types gets room for all of them, granted or not; one with a
 * pattern gets a fixed number of partitions. So a grant that comes or goes does not reshape the
 * channel.
 */
final class SubscriptionShape {
  /** The partitions of a channel that takes event types by pattern. */
  static final int PATTERN_PARTITIONS = 6;

  /** The least that a channel by pattern keeps events. */
  static final Duration PATTERN_RETENTION = Duration.ofDays(7);

  /**
   * What links between brokers share for dead letters. The same everywhere and always, so that no
   * change of an event type reshapes it: one partition, since little is to lie there; a month; and
   * so few bytes that a broker is not filled with what it refused. A larger event's payload is left
   * out of its letter.
   */
  static final ChannelShape DEAD_TRANSFERS =
      new ChannelShape(1, Duration.ofDays(30), new DataSize(2L << 30), new DataSize(1L << 20));

  private SubscriptionShape() {}

  static ChannelShape of(EventTypeSpec type) {
    return new ChannelShape(
        type.partitions(), type.retention(), type.retainedSize(), type.maxSize());
  }

  static ChannelShape of(
      SubscriptionSpec subscription, Collection<EventTypeSpec> granted, Survey survey) {
    boolean byPattern = subscription.eventTypes().stream().anyMatch(type -> !type.isExact());
    List<EventTypeSpec> types = new ArrayList<>(granted);
    for (EventTypeSelector selector : subscription.eventTypes()) {
      Entity<EventTypeName, EventTypeSpec> named =
          selector.isExact() ? survey.eventType(new EventTypeName(selector.value())) : null;
      if (named != null) {
        types.add(named.spec());
      }
    }
    int partitions = byPattern ? PATTERN_PARTITIONS : 1;
    Duration retention = byPattern ? PATTERN_RETENTION : Duration.ZERO;
    DataSize maxSize = new DataSize(0);
    @Nullable DataSize retainedSize = new DataSize(0);
    for (EventTypeSpec type : types) {
      partitions = byPattern ? partitions : Math.max(partitions, type.partitions());
      retention = larger(retention, type.retention());
      maxSize = larger(maxSize, type.maxSize());
      DataSize kept = type.retainedSize();
      retainedSize = retainedSize == null || kept == null ? null : larger(retainedSize, kept);
    }
    return new ChannelShape(partitions, retention, retainedSize, maxSize);
  }

  private static <T extends Comparable<T>> T larger(T one, T other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
