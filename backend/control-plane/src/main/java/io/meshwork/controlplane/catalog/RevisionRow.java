package io.meshwork.controlplane.catalog;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.springframework.data.domain.Persistable;

/** One revision as it is stored. Written once. */
@Entity
@Table(name = "revision")
class RevisionRow implements Persistable<Long> {
  @Id long number;
  Instant at;
  String actor;
  String cause;

  @SuppressWarnings("NullAway.Init")
  protected RevisionRow() {}

  RevisionRow(long number, Instant at, String actor, String cause) {
    this.number = number;
    this.at = at;
    this.actor = actor;
    this.cause = cause;
  }

  @Override
  public Long getId() {
    return number;
  }

  @Override
  public boolean isNew() {
    return true;
  }
}
