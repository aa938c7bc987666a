package io.meshwork.planner;

import io.meshwork.model.ApplicationName;
import io.meshwork.model.BrokerName;
import io.meshwork.model.LinkId;
import io.meshwork.model.catalog.GrantKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one granted subscription comes to one event type. Made even where nobody publishes the event
 * type yet: it then has no links.
 *
 * @param grant which
 * @param broker where the subscriber reads
 * @param application who reads
 * @param principal the name under which the broker knows the reader, {@code null}: the broker
 *     controls no access
 * @param mode from the event type's channels or from a channel of its own
 * @param links in order of travel, origin by origin; those shared with others included
 * @param reads the channels that the subscriber reads, with their addresses
 * @param paused whether it gets nothing for now
 */
public record Route(
    GrantKey grant,
    BrokerName broker,
    ApplicationName application,
    @Nullable String principal,
    Mode mode,
    List<LinkId> links,
    List<LinkEnd> reads,
    boolean paused) {
  /** From where a subscriber reads. */
  public enum Mode {
    /** The entry and arrival channels themselves. */
    DIRECT,
    /** A channel of the subscription's own. */
    CHANNEL
  }

  /** Copies the lists. */
  public Route {
    links = List.copyOf(links);
    reads = List.copyOf(reads);
  }

  /** A consumer group must be named so, or so with a dot and more behind it. */
  public String consumerGroup() {
    return grant.subscription().value();
  }
}
