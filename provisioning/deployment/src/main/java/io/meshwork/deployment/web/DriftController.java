package io.meshwork.deployment.web;

import io.meshwork.api.DriftDocument;
import io.meshwork.api.PlanDocument;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.deployment.drift.Drift;
import io.meshwork.deployment.drift.DriftRemedies;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Instant;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Drift and what can be done about it, over REST. */
@RestController
@Tag(name = "drift")
@RequestMapping("/api/v1")
class DriftController {
  private final Drift drift;
  private final DriftRemedies remedies;
  private final CurrentActor current;

  DriftController(Drift drift, DriftRemedies remedies, CurrentActor current) {
    this.drift = drift;
    this.remedies = remedies;
    this.current = current;
  }

  /** Which finding, as drift shows it. */
  record DriftedRequest(String broker, String resource) {}

  /** Which finding to live with, why, and until when. */
  record IgnoreRequest(String broker, String resource, String reason, Instant until) {}

  /** As last looked for, or with {@code fresh=true} as it is now. */
  @Operation(operationId = "readDrift", summary = "Where brokers differ from what was applied")
  @GetMapping("/drift")
  DriftDocument readDrift(@RequestParam(defaultValue = "false") boolean fresh) {
    return fresh ? drift.check(current.require()) : drift.latest(current.require());
  }

  /** The plan that repairs it. */
  @Operation(operationId = "repairDrift", summary = "The plan that repairs it")
  @PostMapping("/drift:repair")
  ResponseEntity<PlanDocument> repairDrift(@RequestBody DriftedRequest request) {
    PlanDocument plan = remedies.repair(current.require(), request.broker(), request.resource());
    return ResponseEntity.created(URI.create("/api/v1/plans/" + plan.id())).body(plan);
  }

  @Operation(operationId = "acceptDrift", summary = "Takes it into the catalog")
  @PostMapping("/drift:accept")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void acceptDrift(@RequestBody DriftedRequest request) {
    remedies.accept(current.require(), request.broker(), request.resource());
  }

  @Operation(operationId = "ignoreDrift", summary = "Lives with it for a while")
  @PostMapping("/drift:ignore")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void ignoreDrift(@RequestBody IgnoreRequest request) {
    remedies.ignore(
        current.require(), request.broker(), request.resource(), request.reason(), request.until());
  }

  /** Ends ignoring it. */
  @Operation(operationId = "noticeDrift", summary = "Shows it again")
  @PostMapping("/drift:notice")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void noticeDrift(@RequestBody DriftedRequest request) {
    remedies.notice(current.require(), request.broker(), request.resource());
  }
}
