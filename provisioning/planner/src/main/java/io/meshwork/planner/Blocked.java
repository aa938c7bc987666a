package io.meshwork.planner;

import io.meshwork.model.BrokerName;
import io.meshwork.model.Name;
import io.meshwork.model.RegionName;
import io.meshwork.transport.spi.ConsumerGroup;
import io.meshwork.transport.spi.Traffic;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * A step that is not taken.
 *
 * @param code a stable word
 * @param region where
 * @param broker on which, {@code null} for a link
 * @param subject the resource or link, in the transport's words
 * @param changes what would change, empty where nothing is there to change
 * @param readers who would notice
 * @param traffic what it holds, {@code null}: not a channel, or not known
 * @param reason why, whom it concerns, and the remedy
 * @param causes the catalog's entries that ask for it
 */
public record Blocked(
    Code code,
    RegionName region,
    @Nullable BrokerName broker,
    String subject,
    List<AttributeChange> changes,
    List<ConsumerGroup> readers,
    @Nullable Traffic traffic,
    String reason,
    SortedSet<Name> causes) {
  /** Why a step is not taken. */
  public enum Code {
    /** It cannot be undone; an operator may force it by name. */
    IRREVERSIBLE_CHANGE,
    /** It means deleting and making anew; an operator may force it by name. */
    REPLACEMENT,
    /** The name is taken by something that is not ours. */
    FOREIGN_RESOURCE,
    /** The name is taken by another installation. */
    OTHER_INSTALLATION,
    /** The broker does not answer. */
    BROKER_AWAY,
    /** The broker may only be looked at. */
    BROKER_READ_ONLY,
    /** What was done cannot be taken back as it was, or others have changed it since. */
    CANNOT_COME_BACK,
    /** It needs another step that is blocked. */
    NEEDS_BLOCKED
  }

  /** Whether an operator may have it done by naming the resource. */
  public boolean isForcible() {
    return switch (code) {
      case IRREVERSIBLE_CHANGE, REPLACEMENT -> true;
      case FOREIGN_RESOURCE,
          OTHER_INSTALLATION,
          BROKER_AWAY,
          BROKER_READ_ONLY,
          CANNOT_COME_BACK,
          NEEDS_BLOCKED ->
          false;
    };
  }

  /** Copies. */
  public Blocked {
    changes = List.copyOf(changes);
    readers = List.copyOf(readers);
    causes = Causes.of(causes);
  }
}
