package io.meshwork.controlplane.access;

import io.meshwork.model.ApplicationName;
import io.meshwork.model.MeshException;
import io.meshwork.model.TeamName;
import io.meshwork.model.Violation;
import io.meshwork.model.catalog.TeamRole;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Keys in PostgreSQL. */
@Service
class StoredKeys implements ApiKeys {
  private static final String PREFIX = "mesh_";
  private static final int BYTES = 32;
  private static final int MAX_LABEL = 128;
  private static final Duration USE_NOTED = Duration.ofMinutes(1);

  private final KeyRows rows;
  private final Permissions permissions;
  private final TeamDirectory teams;
  private final ApplicationEventPublisher events;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  StoredKeys(
      KeyRows rows,
      Permissions permissions,
      TeamDirectory teams,
      ApplicationEventPublisher events,
      Clock clock) {
    this.rows = rows;
    this.permissions = permissions;
    this.teams = teams;
    this.events = events;
    this.clock = clock;
  }

  @Override
  @Transactional
  public IssuedKey issue(Actor actor, ApplicationName application, KeyRequest request) {
    TeamName team = require(actor, application);
    Instant now = now();
    check(request, now);
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    ApiKey key =
        new ApiKey(
            UUID.randomUUID(),
            application,
            request.label(),
            request.scopes(),
            now,
            actor.subject(),
            null,
            request.expiresAt(),
            null);
    rows.save(new KeyRow(key, KeyHashes.of(secret)));
    events.publishEvent(new KeyChanged(actor, team, key, false));
    return new IssuedKey(key, secret);
  }

  @Override
  public List<ApiKey> list(Actor actor, ApplicationName application) {
    require(actor, application);
    return rows.findByApplicationOrderByCreatedAtDesc(application.value()).stream()
        .map(KeyRow::key)
        .toList();
  }

  @Override
  public Optional<ApiKey> find(UUID key) {
    return rows.findById(key).map(KeyRow::key);
  }

  @Override
  @Transactional
  public void revoke(Actor actor, ApplicationName application, UUID id) {
    TeamName team = require(actor, application);
    KeyRow row =
        rows.findById(id)
            .filter(found -> found.application.equals(application.value()))
            .orElseThrow(
                () ->
                    new MeshException(
                        AccessError.NOT_FOUND,
                        "Application '%s' has no key '%s'.".formatted(application, id)));
    ApiKey key = row.key();
    if (rows.revoke(id, application.value(), now()) > 0) {
      events.publishEvent(new KeyChanged(actor, team, key, true));
    }
  }

  private TeamName require(Actor actor, ApplicationName application) {
    TeamName team =
        teams
            .teamOf(application)
            .orElseThrow(
                () ->
                    new MeshException(
                        AccessError.NOT_FOUND,
                        "Application '%s' does not exist.".formatted(application)));
    permissions.require(
        actor, Operation.MANAGE_KEYS, Guarded.open("Application", application.value(), team));
    return team;
  }

  private static void check(KeyRequest request, Instant now) {
    List<Violation> faults = new ArrayList<>();
    String label = request.label();
    if (label.isBlank() || label.length() > MAX_LABEL || label.indexOf('\0') >= 0) {
      faults.add(
          new Violation(
              "/label", "must have 1 to %d characters, none U+0000.".formatted(MAX_LABEL)));
    }
    if (request.scopes().isEmpty()) {
      faults.add(new Violation("/scopes", "must name at least one scope."));
    }
    Instant end = request.expiresAt();
    if (end != null && !end.isAfter(now)) {
      faults.add(new Violation("/expiresAt", "%s is not in the future.".formatted(end)));
    }
    if (!faults.isEmpty()) {
      throw new MeshException(
          AccessError.INVALID_KEY_REQUEST,
          "The key cannot be made: %s %s"
              .formatted(faults.getFirst().pointer(), faults.getFirst().message()),
          faults);
    }
  }

  /** Whose key a secret's hash is, if it is valid now. Notes the use. */
  Optional<Actor> actor(byte[] hash) {
    Instant now = now();
    return rows.findBySecretHash(hash)
        .filter(row -> row.isValid(now))
        .flatMap(
            row -> {
              ApplicationName application = new ApplicationName(row.application);
              Optional<TeamName> team = teams.teamOf(application);
              team.ifPresent(_ -> note(row, now));
              return team.map(owner -> actor(row, application, owner));
            });
  }

  private void note(KeyRow row, Instant now) {
    Instant before = now.minus(USE_NOTED);
    if (row.lastUsedAt == null || row.lastUsedAt.isBefore(before)) {
      rows.use(row.id, now, before);
    }
  }

  private static Actor actor(KeyRow row, ApplicationName application, TeamName team) {
    Set<Scope> scopes = row.scopeSet();
    return new Actor(
        "key:" + row.id,
        "%s (%s)".formatted(application, row.label),
        new Actor.Holder.Application(application, team, row.id, scopes),
        Set.of(),
        Map.of(team, TeamRole.MEMBER));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
