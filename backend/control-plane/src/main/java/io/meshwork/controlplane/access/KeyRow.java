package io.meshwork.controlplane.access;

import io.meshwork.model.ApplicationName;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/** A key as it is stored: never its secret. */
@Entity
@Table(name = "api_key")
class KeyRow implements Persistable<UUID> {
  @Id UUID id;
  String application;
  String label;
  String[] scopes;
  byte[] secretHash;
  Instant createdAt;
  String createdBy;
  @Nullable Instant lastUsedAt;
  @Nullable Instant expiresAt;
  @Nullable Instant revokedAt;

  @SuppressWarnings("NullAway.Init")
  protected KeyRow() {}

  KeyRow(ApiKey key, byte[] secretHash) {
    this.id = key.id();
    this.application = key.application().value();
    this.label = key.label();
    this.scopes = key.scopes().stream().map(Scope::name).sorted().toArray(String[]::new);
    this.secretHash = secretHash;
    this.createdAt = key.createdAt();
    this.createdBy = key.createdBy();
    this.expiresAt = key.expiresAt();
  }

  ApiKey key() {
    return new ApiKey(
        id,
        new ApplicationName(application),
        label,
        scopeSet(),
        createdAt,
        createdBy,
        lastUsedAt,
        expiresAt,
        revokedAt);
  }

  Set<Scope> scopeSet() {
    return Arrays.stream(scopes).map(Scope::valueOf).collect(Collectors.toUnmodifiableSet());
  }

  boolean isValid(Instant now) {
    return revokedAt == null && (expiresAt == null || expiresAt.isAfter(now));
  }

  @Override
  public UUID getId() {
    return id;
  }

  @Override
  public boolean isNew() {
    return true;
  }
}
