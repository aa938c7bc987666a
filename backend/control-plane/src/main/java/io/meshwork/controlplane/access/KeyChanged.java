package io.meshwork.controlplane.access;

import io.meshwork.model.TeamName;

/**
 * Published inside the transaction that makes or revokes a key, so that the audit log can keep it.
 *
 * @param team of the application
 * @param revoked rather than made
 */
public record KeyChanged(Actor actor, TeamName team, ApiKey key, boolean revoked) {}
