package io.meshwork.controlplane.catalog;

import io.meshwork.model.EventTypeName;
import io.meshwork.model.TeamName;
import java.time.Instant;

/**
 * An event type on its way from one team to another.
 *
 * @param state where it stands
 * @param offeredBy who asked: an actor's subject
 */
public record TransferView(
    EventTypeName eventType,
    TeamName from,
    TeamName to,
    State state,
    String offeredBy,
    Instant offeredAt) {
  /** Where a transfer stands. */
  public enum State {
    /** It waits for an owner of the receiving team. */
    PENDING,
    /** It belongs to the receiving team. */
    ACCEPTED,
    /** It stays where it is: the receiver would not have it. */
    DECLINED,
    /** It stays where it is: the offer was taken back. */
    WITHDRAWN
  }
}
