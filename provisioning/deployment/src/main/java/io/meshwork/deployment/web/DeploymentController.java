package io.meshwork.deployment.web;

import io.meshwork.api.DeploymentDocument;
import io.meshwork.api.DriftDocument;
import io.meshwork.api.Page;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.deployment.drift.Drift;
import io.meshwork.deployment.run.Deployments;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Deployments and drift over REST. */
@RestController
@RequestMapping("/api/v1")
class DeploymentController {
  private final Deployments deployments;
  private final Drift drift;
  private final CurrentActor current;

  DeploymentController(Deployments deployments, Drift drift, CurrentActor current) {
    this.deployments = deployments;
    this.drift = drift;
    this.current = current;
  }

  /** Which plan to apply. */
  record DeploymentRequest(UUID plan) {}

  @PostMapping("/deployments")
  ResponseEntity<DeploymentDocument> startDeployment(@RequestBody DeploymentRequest request) {
    DeploymentDocument started = deployments.start(current.require(), request.plan());
    return ResponseEntity.accepted()
        .location(URI.create("/api/v1/deployments/" + started.id()))
        .body(started);
  }

  @GetMapping("/deployments/{id}")
  DeploymentDocument findDeployment(@PathVariable UUID id) {
    return deployments.find(current.require(), id);
  }

  @GetMapping("/deployments")
  Page<DeploymentDocument> listDeployments(
      @RequestParam(defaultValue = "50") int limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return deployments.list(current.require(), Limits.check(limit), cursor);
  }

  /** As last looked for, or with {@code fresh=true} as it is now. */
  @GetMapping("/drift")
  DriftDocument readDrift(@RequestParam(defaultValue = "false") boolean fresh) {
    return fresh ? drift.check(current.require()) : drift.latest(current.require());
  }
}
