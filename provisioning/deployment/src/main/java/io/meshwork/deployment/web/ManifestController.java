package io.meshwork.deployment.web;

import io.meshwork.api.Manifest;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.deployment.manifest.Manifests;
import io.meshwork.model.RegionName;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Manifests over REST: a relay says which one it has, and waits for another. */
@RestController
@Tag(name = "manifests")
@RequestMapping("/api/v1/regions/{region}/manifest")
class ManifestController {
  private final Manifests manifests;
  private final CurrentActor current;

  ManifestController(Manifests manifests, CurrentActor current) {
    this.manifests = manifests;
    this.current = current;
  }

  @Operation(operationId = "readManifest", summary = "What a region's relays run")
  @GetMapping
  ResponseEntity<Manifest> readManifest(
      @PathVariable String region,
      @RequestParam(defaultValue = "0") int wait,
      @RequestHeader(value = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String known) {
    Actor actor = current.require();
    RegionName name = new RegionName(region);
    Manifest now = manifests.current(actor, name);
    if (known == null || !etag(now.installation(), now.revision()).equals(known)) {
      return answer(now);
    }
    Duration patience = Duration.ofSeconds(Math.max(0, wait));
    Optional<Manifest> newer = manifests.newer(actor, name, now.revision(), patience);
    return newer
        .map(ManifestController::answer)
        .orElseGet(() -> ResponseEntity.status(HttpStatus.NOT_MODIFIED).eTag(known).build());
  }

  private static ResponseEntity<Manifest> answer(Manifest manifest) {
    return ResponseEntity.ok()
        .eTag(etag(manifest.installation(), manifest.revision()))
        .body(manifest);
  }

  private static String etag(UUID installation, long revision) {
    return "\"%s-%d\"".formatted(installation, revision);
  }
}
