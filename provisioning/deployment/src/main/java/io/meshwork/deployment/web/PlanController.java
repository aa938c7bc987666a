package io.meshwork.deployment.web;

import io.meshwork.api.Page;
import io.meshwork.api.PlanAllowances;
import io.meshwork.api.PlanDocument;
import io.meshwork.api.PlanScope;
import io.meshwork.api.ResourceSpec;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.deployment.DeploymentError;
import io.meshwork.deployment.plan.Basis;
import io.meshwork.deployment.plan.PlanQuery;
import io.meshwork.deployment.plan.Plans;
import io.meshwork.model.MeshException;
import io.meshwork.model.Revision;
import io.meshwork.model.TeamName;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
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
   * @param prune a set that ends what it holds and the documents do not, {@code null}: none
   * @param revision a past one whose entries in the scope are brought back, {@code null}: none
   * @param allowances what may be done by name, {@code null}: nothing
   */
  record PlanRequest(
      @Nullable PlanScope scope,
      @Nullable JsonNode documents,
      @Nullable String prune,
      @Nullable Long revision,
      @Nullable PlanAllowances allowances) {
    Basis basis() {
      List<ResourceSpec> specs = RequestDocuments.read(documents);
      if (revision == null) {
        return specs.isEmpty() && prune == null
            ? new Basis.Now()
            : new Basis.Documents(specs, prune);
      }
      if (!specs.isEmpty() || prune != null) {
        throw new MeshException(
            DeploymentError.INVALID_SCOPE,
            "A plan brings back revision %d or is made of documents; send one of them."
                .formatted(revision));
      }
      return new Basis.Past(new Revision(revision));
    }
  }

  /** The documents that a plan shall have been made of, and the set that it prunes. */
  record CompareRequest(JsonNode documents, @Nullable String prune) {}

  @Operation(operationId = "computePlan", summary = "Computes a plan; saves nothing to the catalog")
  @PostMapping
  ResponseEntity<PlanDocument> computePlan(@RequestBody PlanRequest request) {
    PlanScope scope = request.scope();
    PlanAllowances allowances = request.allowances();
    PlanDocument plan =
        plans.compute(
            current.require(),
            scope == null ? PlanScope.MESH : scope,
            request.basis(),
            allowances == null ? PlanAllowances.NONE : allowances);
    return ResponseEntity.created(URI.create("/api/v1/plans/" + plan.id())).body(plan);
  }

  @Operation(operationId = "findPlan", summary = "One plan")
  @GetMapping("/{id}")
  PlanDocument findPlan(@PathVariable UUID id) {
    return plans.find(current.require(), id);
  }

  /** 204: it was; else a problem that names those that differ. */
  @Operation(
      operationId = "comparePlan",
      summary = "Whether a plan was made of exactly these documents")
  @PostMapping("/{id}:compare")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void comparePlan(@PathVariable UUID id, @RequestBody CompareRequest request) {
    plans.requireMadeOf(
        current.require(),
        id,
        new Basis.Documents(RequestDocuments.read(request.documents()), request.prune()));
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
}
