package io.meshwork.deployment.web;

import io.meshwork.api.Documents;
import io.meshwork.api.Page;
import io.meshwork.api.PlanAllowances;
import io.meshwork.api.PlanDocument;
import io.meshwork.api.PlanScope;
import io.meshwork.api.ResourceSpec;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.deployment.plan.PlanQuery;
import io.meshwork.deployment.plan.Plans;
import io.meshwork.model.TeamName;
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
import tools.jackson.databind.JsonNode;

/** Plans over REST. */
@RestController
@Tag(name = "plans")
@RequestMapping("/api/v1/plans")
class PlanController {
  private final Plans plans;
  private final CurrentActor current;

  PlanController(Plans plans, CurrentActor current) {
    this.plans = plans;
    this.current = current;
  }

  /**
   * What to plan.
   *
   * @param scope {@code null}: the mesh
   * @param documents laid over the catalog without saving, {@code null}: none
   * @param allowances what may be done by name, {@code null}: nothing
   */
  record PlanRequest(
      @Nullable PlanScope scope,
      @Nullable JsonNode documents,
      @Nullable PlanAllowances allowances) {}

  @Operation(operationId = "computePlan", summary = "Computes a plan; saves nothing to the catalog")
  @PostMapping
  ResponseEntity<PlanDocument> computePlan(@RequestBody PlanRequest request) {
    PlanScope scope = request.scope();
    PlanAllowances allowances = request.allowances();
    PlanDocument plan =
        plans.compute(
            current.require(),
            scope == null ? PlanScope.MESH : scope,
            specs(request.documents()),
            allowances == null ? PlanAllowances.NONE : allowances);
    return ResponseEntity.created(URI.create("/api/v1/plans/" + plan.id())).body(plan);
  }

  @Operation(operationId = "findPlan", summary = "One plan")
  @GetMapping("/{id}")
  PlanDocument findPlan(@PathVariable UUID id) {
    return plans.find(current.require(), id);
  }

  @Operation(operationId = "listPlans", summary = "Plans, newest first")
  @GetMapping
  Page<PlanDocument> listPlans(
      @RequestParam(required = false) @Nullable String team,
      @RequestParam(defaultValue = "false") boolean waiting,
      @RequestParam(defaultValue = "50") int limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return plans.list(
        current.require(),
        new PlanQuery(
            team == null ? null : new TeamName(team), waiting, Limits.check(limit), cursor));
  }

  private static List<ResourceSpec> specs(@Nullable JsonNode documents) {
    return documents == null || documents.isNull() || documents.isEmpty()
        ? List.of()
        : Documents.read(documents.toString());
  }
}
