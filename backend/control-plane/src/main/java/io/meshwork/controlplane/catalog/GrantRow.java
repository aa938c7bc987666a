package io.meshwork.controlplane.catalog;

import io.meshwork.model.EventTypeName;
import io.meshwork.model.JsonText;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.catalog.Grant;
import io.meshwork.model.catalog.GrantKey;
import io.meshwork.model.catalog.GrantState;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/** One state of a grant as it is stored. Only {@code toRevision} is ever set later. */
@Entity
@Table(name = "grant_version")
@IdClass(GrantRow.Key.class)
class GrantRow implements Persistable<GrantRow.Key> {
  /** Which state of which grant. */
  record Key(String subscription, String eventType, long fromRevision) implements Serializable {}

  @Id String subscription;
  @Id String eventType;
  @Id long fromRevision;
  @Nullable Long toRevision;

  @Enumerated(EnumType.STRING)
  GrantState state;

  @Nullable String filter;
  @Nullable Instant expiresAt;
  String requestedBy;
  Instant requestedAt;
  @Nullable String decidedBy;
  @Nullable Instant decidedAt;
  @Nullable String note;

  @SuppressWarnings("NullAway.Init")
  protected GrantRow() {}

  GrantRow(GrantStory story, long revision) {
    Grant grant = story.grant();
    JsonText text = grant.filter();
    subscription = grant.key().subscription().value();
    eventType = grant.key().eventType().value();
    fromRevision = revision;
    state = grant.state();
    filter = text == null ? null : text.value();
    expiresAt = grant.expiresAt();
    requestedBy = story.requestedBy();
    requestedAt = story.requestedAt();
    decidedBy = story.decidedBy();
    decidedAt = story.decidedAt();
    note = story.note();
  }

  GrantKey grantKey() {
    return new GrantKey(new SubscriptionName(subscription), new EventTypeName(eventType));
  }

  GrantStory story() {
    return new GrantStory(
        new Grant(grantKey(), state, filter == null ? null : new JsonText(filter), expiresAt),
        requestedBy,
        requestedAt,
        decidedBy,
        decidedAt,
        note);
  }

  @Override
  public Key getId() {
    return new Key(subscription, eventType, fromRevision);
  }

  @Override
  public boolean isNew() {
    return true;
  }
}
