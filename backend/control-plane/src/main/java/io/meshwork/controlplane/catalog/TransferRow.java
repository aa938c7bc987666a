package io.meshwork.controlplane.catalog;

import io.meshwork.model.EventTypeName;
import io.meshwork.model.TeamName;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.springframework.data.domain.Persistable;

/** An offer that nobody has answered yet. Written once, deleted once. */
@Entity
@Table(name = "event_type_transfer")
class TransferRow implements Persistable<UUID> {
  @Id UUID eventTypeUid;
  String eventType;
  String fromTeam;
  String toTeam;
  String offeredBy;
  Instant offeredAt;

  @SuppressWarnings("NullAway.Init")
  protected TransferRow() {}

  TransferRow(UUID eventTypeUid, TransferView view) {
    this.eventTypeUid = eventTypeUid;
    this.eventType = view.eventType().value();
    this.fromTeam = view.from().value();
    this.toTeam = view.to().value();
    this.offeredBy = view.offeredBy();
    this.offeredAt = view.offeredAt();
  }

  TransferView view(TransferView.State state) {
    return new TransferView(
        new EventTypeName(eventType),
        new TeamName(fromTeam),
        new TeamName(toTeam),
        state,
        offeredBy,
        offeredAt);
  }

  @Override
  public UUID getId() {
    return eventTypeUid;
  }

  @Override
  public boolean isNew() {
    return true;
  }
}
