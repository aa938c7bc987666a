package io.meshwork.model;

import java.util.UUID;

/**
 * One Meshwork installation. Ownership marks on brokers carry it, so two never touch each other's.
 */
public record InstallationId(UUID value) {
  @Override
  public String toString() {
    return value.toString();
  }
}
