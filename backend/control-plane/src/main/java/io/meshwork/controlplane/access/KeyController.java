package io.meshwork.controlplane.access;

import io.meshwork.api.Page;
import io.meshwork.model.ApplicationName;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Keys of applications, and who the caller is. */
@RestController
@RequestMapping(path = "/api/v1", produces = "application/json")
@Tag(name = "access")
class KeyController {
  private final ApiKeys keys;
  private final CurrentActor current;

  KeyController(ApiKeys keys, CurrentActor current) {
    this.keys = keys;
    this.current = current;
  }

  /** Who the caller is and what it may do. */
  record Me(
      String subject,
      String displayName,
      String kind,
      List<String> roles,
      Map<String, String> teams,
      @Nullable String application,
      @Nullable String region,
      List<String> scopes) {
    Me {
      roles = List.copyOf(roles);
      teams = new TreeMap<>(teams);
      scopes = List.copyOf(scopes);
    }
  }

  @Operation(operationId = "listKeys", summary = "An application's keys, without their secrets")
  @GetMapping("/applications/{name}/keys")
  Page<ApiKey> list(@PathVariable ApplicationName name) {
    return new Page<>(keys.list(current.require(), name), null);
  }

  @Operation(operationId = "issueKey", summary = "Makes a key; its secret is shown this once")
  @PostMapping("/applications/{name}/keys")
  ResponseEntity<IssuedKey> issue(
      @PathVariable ApplicationName name, @RequestBody KeyRequest request) {
    return ResponseEntity.status(HttpStatus.CREATED)
        .header("Cache-Control", "no-store")
        .body(keys.issue(current.require(), name, request));
  }

  @Operation(operationId = "revokeKey", summary = "Takes a key back at once")
  @DeleteMapping("/applications/{name}/keys/{id}")
  ResponseEntity<Void> revoke(@PathVariable ApplicationName name, @PathVariable UUID id) {
    keys.revoke(current.require(), name, id);
    return ResponseEntity.noContent().build();
  }

  @Operation(operationId = "getMe", summary = "Who the caller is")
  @GetMapping("/me")
  Me me() {
    Actor actor = current.require();
    Map<String, String> teams = new TreeMap<>();
    actor.teams().forEach((team, role) -> teams.put(team.value(), word(role)));
    List<String> roles = actor.roles().stream().map(KeyController::word).sorted().toList();
    return switch (actor.holder()) {
      case Actor.Holder.Person _ -> me(actor, "person", roles, teams);
      case Actor.Holder.Mesh _ -> me(actor, "mesh", roles, teams);
      case Actor.Holder.Relay(var region) ->
          new Me(
              actor.subject(),
              actor.displayName(),
              "relay",
              roles,
              teams,
              null,
              region.value(),
              List.of());
      case Actor.Holder.Application key ->
          new Me(
              actor.subject(),
              actor.displayName(),
              "application",
              roles,
              Map.of(key.team().value(), "key"),
              key.name().value(),
              null,
              key.scopes().stream().map(KeyController::word).sorted().toList());
    };
  }

  private static Me me(Actor actor, String kind, List<String> roles, Map<String, String> teams) {
    return new Me(actor.subject(), actor.displayName(), kind, roles, teams, null, null, List.of());
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
