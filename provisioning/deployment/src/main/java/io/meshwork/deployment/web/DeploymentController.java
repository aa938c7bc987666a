package io.meshwork.deployment.web;

import io.meshwork.api.DeploymentDocument;
import io.meshwork.api.Page;
import io.meshwork.api.PlanAllowances;
import io.meshwork.api.PlanDocument;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.deployment.plan.Plans;
import io.meshwork.deployment.run.Deployments;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
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

/** Deployments over REST. */
@RestController
@Tag(name = "deployments")
@RequestMapping("/api/v1")
class DeploymentController {
  private final Plans plans;
  private final Deployments deployments;
  private final CurrentActor current;

  DeploymentController(Plans plans, Deployments deployments, CurrentActor current) {
    this.plans = plans;
    this.deployments = deployments;
    this.current = current;
  }

  /**
   * Which plan to apply.
   *
   * @param despiteFreeze why it cannot wait for the end of a freeze window, for operators; {@code
   *     null}: it can
   */
  record DeploymentRequest(UUID plan, @Nullable String despiteFreeze) {}

  /**
   * How to take a deployment back.
   *
   * @param allowances what may be done by name, {@code null}: nothing
   */
  record RollbackRequest(@Nullable PlanAllowances allowances) {}

  /**
   * Why what waits shall go now.
   *
   * @param force resources that may go although they are in use, {@code null}: none
   */
  record ContractRequest(String reason, @Nullable List<PlanAllowances.Named> force) {}

  @Operation(operationId = "startDeployment", summary = "Applies a plan")
  @PostMapping("/deployments")
  ResponseEntity<DeploymentDocument> startDeployment(@RequestBody DeploymentRequest request) {
    DeploymentDocument started =
        deployments.start(current.require(), request.plan(), request.despiteFreeze());
    return ResponseEntity.accepted()
        .location(URI.create("/api/v1/deployments/" + started.id()))
        .body(started);
  }

  /** The plan that takes it back; deploying that plan does it. */
  @Operation(operationId = "rollBackDeployment", summary = "The plan that takes it back")
  @PostMapping("/deployments/{id}:rollback")
  ResponseEntity<PlanDocument> rollBackDeployment(
      @PathVariable UUID id, @RequestBody(required = false) @Nullable RollbackRequest request) {
    PlanAllowances allowances = request == null ? null : request.allowances();
    PlanDocument plan =
        plans.undo(current.require(), id, allowances == null ? PlanAllowances.NONE : allowances);
    return ResponseEntity.created(URI.create("/api/v1/plans/" + plan.id())).body(plan);
  }

  /** Ends the wait for undoing. */
  @Operation(operationId = "contractDeployment", summary = "Ends the wait for undoing")
  @PostMapping("/deployments/{id}:contract")
  DeploymentDocument contractDeployment(
      @PathVariable UUID id, @RequestBody ContractRequest request) {
    List<PlanAllowances.Named> force = request.force();
    return deployments.hurry(
        current.require(), id, request.reason(), force == null ? List.of() : force);
  }

  @Operation(operationId = "findDeployment", summary = "How far a deployment is")
  @GetMapping("/deployments/{id}")
  DeploymentDocument findDeployment(@PathVariable UUID id) {
    return deployments.find(current.require(), id);
  }

  @Operation(operationId = "listDeployments", summary = "Deployments, newest first")
  @GetMapping("/deployments")
  Page<DeploymentDocument> listDeployments(
      @RequestParam(defaultValue = "50") int limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return deployments.list(current.require(), Limits.check(limit), cursor);
  }
}
