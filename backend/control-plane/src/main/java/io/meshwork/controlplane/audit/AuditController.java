package io.meshwork.controlplane.audit;

import io.meshwork.api.Page;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.model.TeamName;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The audit log. */
@RestController
@RequestMapping(path = "/api/v1", produces = "application/json")
@Tag(name = "audit")
class AuditController {
  private final AuditLog log;
  private final CurrentActor current;

  AuditController(AuditLog log, CurrentActor current) {
    this.log = log;
    this.current = current;
  }

  /** Which lines; absent: any. */
  record Filter(
      @Nullable String actor,
      @Nullable String operation,
      @Nullable String kind,
      @Nullable String name,
      @Nullable TeamName team,
      @Nullable Instant from,
      @Nullable Instant until) {}

  @Operation(operationId = "listAudit", summary = "Every change, newest first")
  @GetMapping("/audit")
  Page<AuditRecord> list(
      @ParameterObject @ModelAttribute Filter filter,
      @RequestParam(defaultValue = "50") int limit,
      @RequestParam @Nullable String cursor) {
    return log.list(
        current.require(),
        new AuditQuery(
            filter.actor(),
            filter.operation(),
            filter.kind(),
            filter.name(),
            filter.team(),
            filter.from(),
            filter.until(),
            limit,
            cursor));
  }
}
